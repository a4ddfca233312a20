"""A PDF becomes blocks: by where its words stand and how they are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.files import pdf_file, read, told, words

PAGE = (
    '#set page(width: 12cm, height: 14cm, margin: 1.6cm)\n#set text(lang: "en", size: 10pt)\n#set par(spacing: 9pt)\n'
)
SENTENCE = "The Commission looks after the water of the basin for all who drink of it, and reports on it every year"


def blocks(folder: Path, source: str, page: str = PAGE) -> list[str]:
    return told(read(folder, "paper.pdf", pdf_file(page + source)).blocks)


def test_larger_lines_are_headings_of_their_rank_and_bold_ones_of_none(tmp_path: Path) -> None:
    source = "#text(16pt)[Programme]\n\n#text(13pt)[Pumps]\n\n*Strategy*\n\n" + f"{SENTENCE}.\n\n{SENTENCE}."
    assert blocks(tmp_path, source) == ["h1 Programme", "h2 Pumps", "h0 *Strategy*", f"p {SENTENCE}.", f"p {SENTENCE}."]


@pytest.mark.parametrize("justify", ["true", "false"])
def test_lines_of_a_paragraph_are_joined_whatever_their_edge(tmp_path: Path, justify: str) -> None:
    setting = f"#set par(justify: {justify}, spacing: 0.65em)\n"
    source = f"{setting}*12.* {SENTENCE}.\n\n13. {SENTENCE}. {SENTENCE}.\n\nAlso: {SENTENCE}."
    assert blocks(tmp_path, source) == [
        f"p *12.* {SENTENCE}.",
        f"p 13. {SENTENCE}. {SENTENCE}.",
        f"p Also: {SENTENCE}.",
    ]


def test_a_word_broken_at_a_line_end_is_closed_and_a_compound_keeps_its_hyphen(tmp_path: Path) -> None:
    text = (
        "It is a water-borne illness and non-discrimination matters in every water-borne programme of the organisation."
    )
    found = blocks(tmp_path, f"#set text(hyphenate: true)\n#set par(justify: true)\n#block(width: 4.2cm)[{text}]")
    assert found == [f"p {text}"]


def test_bullets_are_known_by_their_sign_by_a_drawn_dot_or_by_their_indentation(tmp_path: Path) -> None:
    dot = "circle(radius: 1.6pt, fill: black)"
    source = (
        f"The Commission will:\n- {SENTENCE};\n  - below it;\n- end.\n\n"
        f"It will also:\n#pad(left: 14pt)[#place(dx: -10pt, dy: 3pt, {dot}){SENTENCE};]\n\n"
        f"And it will:\n#pad(left: 14pt)[{SENTENCE};]\n#pad(left: 14pt)[the rest.]\n\n14. Done."
    )
    found = blocks(tmp_path, source)
    assert found[:8] == [
        "p The Commission will:",
        f"[•] {SENTENCE};",
        "  [‣] below it;",
        "[•] end.",
        "p It will also:",
        f"[•] {SENTENCE};",
        "p And it will:",
        f"[] {SENTENCE};",
    ]
    assert "[] the rest." in found


def test_a_dash_or_a_bracket_at_the_start_of_a_line_makes_no_bullet_of_a_sentence(tmp_path: Path) -> None:
    text = (
        "The members of the Commission and those of its committees – not their staff or their many advisers – decide."
    )
    assert blocks(tmp_path, f"#block(width: 6.3cm)[{text}]") == [f"p {text}"]


def test_what_repeats_at_the_head_and_foot_is_left_out_but_never_a_paragraph(tmp_path: Path) -> None:
    head = "#set page(header: [BWC.12/1], footer: context [#counter(page).display()])\n"
    pages = "\n#pagebreak()\n".join(f"{number}. At country level, it will:\n- act {number}." for number in range(1, 8))
    read_in = read(tmp_path, "paper.pdf", pdf_file(PAGE + head + pages))
    assert [line for line in told(read_in.blocks) if line != "page"] == [
        line for number in range(1, 8) for line in (f"p {number}. At country level, it will:", f"[•] act {number}.")
    ]
    assert [note.message for note in read_in.notes] == [
        "14 lines at the head or foot of the pages repeat; they were left out."
    ]
    assert read_in.pages == 7


def test_a_raised_figure_is_the_mark_of_a_footnote(tmp_path: Path) -> None:
    found = blocks(tmp_path, f"Water#footnote[{SENTENCE}.] is life. {SENTENCE}.")
    assert found == [f"p Water¹ is life. {SENTENCE}.", f"note 1 {SENTENCE}."]


def test_a_label_and_the_text_beside_it_are_a_row(tmp_path: Path) -> None:
    source = f"#grid(columns: (2.5cm, 1fr), row-gutter: 12pt, [Purpose], [{SENTENCE}.], [Follow-up], [None.])"
    assert blocks(tmp_path, source) == [f"Purpose | {SENTENCE}.", "Follow-up | None."]


def test_entries_of_a_table_of_contents_stay_apart(tmp_path: Path) -> None:
    source = "#outline(title: [Contents])\n= Pumps\ntext\n= Wells\ntext"
    found = blocks(tmp_path, source)
    assert [line.rstrip(" .0123456789") for line in found[1:3]] == ["p Pumps", "p Wells"]


def test_signs_that_stand_close_stay_one_word(tmp_path: Path) -> None:
    source = "#set text(tracking: 0.6pt)\nCOVID-19 of 2021 and no. 155, efficient offices"
    assert words(read(tmp_path, "paper.pdf", pdf_file(PAGE + source)).blocks) == source.split("\n")[1].split()
