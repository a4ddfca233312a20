"""A Word document becomes blocks: as Word counts, lists and shows it."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.text import WD_BREAK

from documents.files import W, read, told, word_body, word_file


def test_styles_say_what_is_a_heading_and_what_a_bullet(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Water", 0)
    document.add_heading("Pumps", 2)
    document.add_paragraph("Keep them in repair:")
    document.add_paragraph("yearly;", style="List Bullet")
    document.add_paragraph("with spare parts.", style="List Bullet 2")
    read_in = read(tmp_path, "paper.docx", word_file(document))
    assert told(read_in.blocks) == [
        "h0 Water",
        "h2 Pumps",
        "p Keep them in repair:",
        "[•] yearly;",
        "  [•] with spare parts.",
    ]
    assert [block.where.paragraph for block in read_in.blocks] == [1, 2, 3, 4, 5]


def test_automatic_numbers_are_counted_as_word_counts_them(tmp_path: Path) -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="27"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in ((0, "first"), (1, "below"), (1, "below too"), (0, "second"), (1, "anew"))
    )
    read_in = read(tmp_path, "paper.docx", word_body(body, numbering=numbering))
    assert told(read_in.blocks) == ["p27 first", "  [(a)] below", "  [(b)] below too", "p28 second", "  [(a)] anew"]


def test_numbers_and_signs_that_were_typed_are_read_as_in_a_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("12. ").bold = True
    paragraph.add_run("Water is life.")
    document.add_paragraph("- a typed bullet;")
    document.add_paragraph("² A typed footnote.")
    assert told(read(tmp_path, "paper.docx", word_file(document)).blocks) == [
        "p *12. *Water is life.",
        "[-] a typed bullet;",
        "note 2 A typed footnote.",
    ]


def test_what_was_deleted_is_left_out_and_what_was_inserted_is_read(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Water </w:t></w:r><w:del><w:r><w:delText>was</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>is</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:t> life</w:t></w:r></w:p>"
    )
    assert told(read(tmp_path, "paper.docx", word_body(body)).blocks) == ["p Water is life"]


def test_a_footnote_follows_the_paragraph_that_calls_it(tmp_path: Path) -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>See there.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>Water</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert told(read(tmp_path, "paper.docx", word_body(body, footnotes=notes)).blocks) == [
        "p Water²",
        "note 2 See there.",
    ]


def test_a_frame_of_one_cell_is_a_box_and_a_grid_is_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "Draft decision"
    cell.add_paragraph("The Council adopts the programme.")
    table = document.add_table(2, 2)
    for place, text in enumerate(("Fund", "USD", "RB", "12")):
        table.cell(place // 2, place % 2).text = text
    assert told(read(tmp_path, "paper.docx", word_file(document)).blocks) == [
        "box Draft decision (p The Council adopts the programme.)",
        "Fund | USD / RB | 12",
    ]


def test_page_breaks_are_kept_and_heads_and_feet_left_out_with_a_note(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "BWC.12/1"
    document.add_paragraph("before").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("after")
    read_in = read(tmp_path, "paper.docx", word_file(document))
    assert told(read_in.blocks) == ["p before", "page", "p after"]
    assert [note.message for note in read_in.notes] == ["Headers and footers were left out."]


def test_line_breaks_part_a_paragraph_only_where_a_new_one_begins(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Outcome 1\nSafe water")
    document.add_paragraph("7. The Commission will:\n- mend pumps;\n- dig wells\nin the valley.\n8. It will report.")
    assert told(read(tmp_path, "paper.docx", word_file(document)).blocks) == [
        "p Outcome 1 Safe water",
        "p 7. The Commission will:",
        "[-] mend pumps;",
        "[-] dig wells in the valley.",
        "p 8. It will report.",
    ]
