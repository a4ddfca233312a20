"""A Word file holds real styles, Word's own numbering, repeated header rows, fields and footnotes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree

from biennium.documents.blocks import Document, Item, Paragraph, Table, inline
from biennium.documents.write import write_document
from documents.sample import chart, english, french, texts

pytestmark = pytest.mark.database_free

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(write_document(document, "docx")))


def part(document: Document, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(write_document(document, "docx"))) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def written(root: Any) -> str:
    return "".join(root.xpath("//w:t/text()", namespaces=W))


def numbers(word: Any) -> list[int]:
    """The numbers Word shows: each numbering counts on from its start."""
    starts = {
        num.get(qn("w:numId")): int(num.xpath("string(.//w:startOverride/@w:val)") or 1)
        for num in word.part.numbering_part.element.findall(qn("w:num"))
    }
    shown = []
    for identity in word.element.xpath("//w:p[w:pPr/w:pStyle/@w:val='Paperparagraph']/w:pPr/w:numPr/w:numId/@w:val"):
        shown.append(starts[identity])
        starts[identity] += 1
    return shown


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_every_text_of_the_document_is_in_the_file(document: Document) -> None:
    found = "".join(written(part(document, name)) for name in ("document", "footnotes", "footer1", "header1"))
    assert [text for text in texts(document) if text not in found and not text.isdigit() and text not in "•–"] == []


def test_headings_paragraphs_and_lists_have_real_styles() -> None:
    used = {paragraph.style.name for paragraph in opened(english()).paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Paper paragraph"} <= used
    assert {"List Bullet", "List Bullet 2", "List", "Caption", "Body Text", "Paper marker", "Paper note"} <= used
    assert {"TOC Heading", "toc 1", "toc 2"} <= used


def test_word_counts_the_paragraphs_as_the_document_numbers_them() -> None:
    assert numbers(opened(english())) == [1, 2, 3, 4, 5, 39, 40]
    assert numbers(opened(french())) == [1, 2, 3]


def test_numbering_goes_on_in_one_list_while_the_numbers_follow_each_other() -> None:
    blocks = tuple(Paragraph(inline("Text"), number=number) for number in (1, 2, 3, 7, 8))
    word = opened(Document(title="Numbers", lang="en", blocks=blocks))
    used = word.element.xpath("//w:p/w:pPr/w:numPr/w:numId/@w:val")
    assert len(set(used[:3])) == 1
    assert len(set(used[3:])) == 1
    assert numbers(word) == [1, 2, 3, 7, 8]


def test_a_new_paragraph_of_the_style_would_be_numbered() -> None:
    style = opened(english()).styles["Paper paragraph"].element
    assert style.xpath("./w:pPr/w:numPr/w:numId/@w:val")


def test_the_header_row_of_a_table_repeats_and_the_table_has_its_style() -> None:
    word = opened(english())
    table = next(table for table in word.tables if table.style.name == "Paper table")
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert not table.rows[1]._tr.xpath("./w:trPr/w:tblHeader")
    assert table.rows[0].cells[0].text == "Source of funds"
    assert table.rows[1].cells[3].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_draft_decision_stands_in_a_frame_of_one_cell() -> None:
    word = opened(english())
    (box,) = [table for table in word.tables if table.style.name == "Decision"]
    assert (len(box.rows), len(box.columns)) == (1, 1)
    assert box.rows[0].cells[0].paragraphs[0].style.name == "Decision title"
    assert "take account of its guidance" in box.rows[0].cells[0].text


def test_the_cover_is_a_table_of_two_columns() -> None:
    (cover,) = [table for table in opened(english()).tables if table.style.name == "Cover table"]
    assert cover.rows[0].cells[0].text == "Purpose of the document"
    assert len(cover.rows) == len(english().cover.fields)


def test_the_contents_are_a_field_that_is_filled_in_and_marked_to_be_updated() -> None:
    word = opened(english())
    assert word.element.xpath("//w:fldChar[@w:fldCharType='begin'][@w:dirty='true']")
    assert any("TOC" in code for code in word.element.xpath("//w:instrText/text()"))
    entries = [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith("toc ")]
    assert len(entries) == 4
    goals = set(word.element.xpath("//w:bookmarkStart/@w:name"))
    assert set(word.element.xpath("//w:hyperlink/@w:anchor")) <= goals


def test_fields_are_closed_as_often_as_they_are_opened() -> None:
    kinds = opened(english()).element.xpath("//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_every_page_has_the_footer_with_its_number() -> None:
    section = opened(english()).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert english().footer in footer.paragraphs[0].text
        codes = footer.paragraphs[0]._p.xpath(".//w:instrText/text()")
        assert [code.strip() for code in codes] == ["PAGE", "NUMPAGES"]


def test_footnotes_are_word_footnotes() -> None:
    word, notes = opened(english()), part(english(), "footnotes")
    references = word.element.xpath("//w:footnoteReference/@w:id")
    assert references == ["1", "2"]
    assert notes.xpath("//w:footnote[not(@w:type)]/@w:id", namespaces=W) == references
    assert "Governments, employers and workers." in written(notes)
    assert "constituents²" not in written(part(english(), "document"))


def test_the_language_is_set_for_the_file_and_for_a_text_in_another() -> None:
    word = opened(english())
    assert word.styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["en-GB"]
    runs = word.element.xpath("//w:r[w:rPr/w:lang/@w:val='fr-FR']/w:t/text()")
    assert runs == ["Le texte n’existe qu’en français\u00a0: «\u202fcapacité accrue\u202f»."]
    assert opened(french()).styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["fr-FR"]


def test_the_properties_name_title_author_and_language() -> None:
    properties = opened(french()).core_properties
    assert properties.title == french().title
    assert properties.author == "Département de la programmation"
    assert properties.language == "fr-FR"
    assert properties.created is None


def test_links_lead_where_they_should() -> None:
    word = opened(english())
    outside = {relation.target_ref for relation in word.part.rels.values() if relation.is_external}
    assert outside == {"https://example.org/gb346-ins-3-1", "https://example.org/plan?a=1&b=2"}


def test_two_writings_are_the_same_bytes() -> None:
    assert write_document(english(), "docx") == write_document(english(), "docx")


def test_the_identities_of_bookmarks_and_notes_are_unique() -> None:
    element = opened(english()).element
    for attribute in ("@w:id", "@w:name"):
        found = element.xpath(f"//w:bookmarkStart/{attribute}")
        assert len(found) == len(set(found))
    assert element.xpath("//w:bookmarkStart/@w:id") == element.xpath("//w:bookmarkEnd/@w:id")


def test_bullets_go_as_deep_as_the_items_and_markers_are_kept() -> None:
    blocks = (
        Item(inline("one")),
        Item(inline("two"), depth=1),
        Item(inline("three"), depth=2),
        Item(inline("four"), depth=3),
        Paragraph(inline("between")),
        Item(inline("first"), marker="(a)"),
    )
    word = opened(Document(title="Lists", lang="en", blocks=blocks))
    bullets = [(p.text, p.style.name) for p in word.paragraphs if p.style.name.startswith("List")]
    assert bullets == [
        ("one", "List Bullet"),
        ("two", "List Bullet 2"),
        ("three", "List Bullet 3"),
        ("four", "List Bullet 3"),
        ("(a)\tfirst", "List"),
    ]


def test_a_table_without_a_header_row_has_none() -> None:
    word = opened(Document(title="T", lang="en", blocks=(Table((), ((inline("a"), inline("b")),)),)))
    assert not word.element.xpath("//w:tblHeader")
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["a", "b"]


def test_line_breaks_in_a_text_are_line_breaks_in_word() -> None:
    word = opened(Document(title="T", lang="en", blocks=(Paragraph(inline("one\r\ntwo")),)))
    assert word.paragraphs[-1].text == "one\ntwo"


def test_a_chart_is_a_described_picture_under_its_title_and_above_its_table() -> None:
    word = opened(Document(title="T", lang="en", blocks=(chart(),)))
    (picture,) = word.inline_shapes
    properties = picture._inline.docPr
    assert (properties.get("descr"), properties.get("title")) == (chart().description, chart().title)
    assert picture.width == word.tables[0]._tbl.xpath("sum(./w:tblGrid/w:gridCol/@w:w)") * 635 or picture.width > 0
    names = [
        paragraph.style.name for paragraph in word.paragraphs if paragraph.text or paragraph._p.xpath(".//w:drawing")
    ]
    assert names == ["Title", "Caption", "Paper picture", "Paper note"]
    assert [cell.text for cell in word.tables[0].rows[2].cells] == ["2. Strong voices", "0", "9", "9"]


def test_what_belongs_together_is_kept_on_a_page() -> None:
    group = (inline("Group"), ())
    blocks = (
        Paragraph(inline("The Office will:"), number=1),
        Item(inline("act.")),
        Table(
            (inline("What"), inline("How much")), (group, (inline("a" * 1100), inline("1")), (inline("b"), inline("2")))
        ),
        chart(),
    )
    word = opened(Document(title="T", lang="en", blocks=blocks))
    announcing = next(paragraph for paragraph in word.paragraphs if paragraph.text == "The Office will:")
    assert announcing.paragraph_format.keep_with_next
    long, short = word.tables
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows] for table in (long, short)
    ]
    assert kept == [[True, True, None, None], [True, True, None]]
