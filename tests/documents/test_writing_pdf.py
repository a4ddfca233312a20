"""A PDF is tagged, complete, the same every time, and shows every character or refuses it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2
import pytest

from biennium.documents.blocks import Block, Document, Heading, Item, Paragraph, Span, Table, inline
from biennium.documents.write import MEDIA_TYPES, write_document
from biennium.kernel.errors import InvalidInput
from documents.sample import chart, english, french, texts

pytestmark = pytest.mark.database_free


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on a page; lengths in points from the top left."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


def pages(document: Document) -> list[list[Piece]]:
    """Every stretch of text, page by page."""
    pdf = pypdfium2.PdfDocument(write_document(document, "pdf"))
    try:
        return [_pieces(pdf[number]) for number in range(len(pdf))]
    finally:
        pdf.close()


def _pieces(page: Any) -> list[Piece]:
    text, height = page.get_textpage(), page.get_height()
    found = []
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        found.append(Piece(text.get_text_bounded(left, bottom, right, top), left, right, height - bottom, top - bottom))
    text.close()
    page.close()
    return found


def words(document: Document) -> str:
    return bare(" ".join(piece.text for page in pages(document) for piece in page))


def bare(text: str) -> str:
    """Without spaces, hyphenation and ligatures, which are the typesetter's."""
    return re.sub(r"[\s\x02\u00ad\ufffe‐-]", "", unicodedata.normalize("NFKC", text))


def missing(wanted: Iterable[str], found: str) -> list[str]:
    return [text for text in wanted if bare(text) not in found]


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_every_text_of_the_document_is_in_the_pdf(document: Document) -> None:
    found = words(document)
    # A line that breaks is interrupted by the paragraph numbers and notes of its page, so texts are sought in pieces.
    pieces = [piece for text in texts(document) for piece in text.split(" ")]
    assert missing(pieces, found) == []


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_the_pdf_is_tagged_and_says_so(document: Document) -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_document(document, "pdf")))
    root: Any = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == document.lang
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_pdf_names_its_title_and_author_and_no_date() -> None:
    facts = pypdf.PdfReader(io.BytesIO(write_document(english(), "pdf"))).metadata
    assert facts is not None
    assert (facts.title, facts.author) == (english().title, english().author)
    assert facts.creation_date is None


def test_headings_become_the_outline() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_document(english(), "pdf")))
    titles = [entry["/Title"] for entry in _flat(reader.outline)]
    assert [title for title in titles if title.startswith("I")] == [
        "I. Introduction",
        "II. A programme for social justice",
        "III. Next steps",
    ]
    assert "Output 1.1. Increased capacity of Member States to ratify standards" in titles


def test_tables_have_header_cells_and_lists_have_items() -> None:
    tags = _tags(write_document(english(), "pdf"))
    assert {"Table", "TH", "TD", "L", "LI", "Link", "H1", "H2", "H3", "H4", "Note", "TOC"} <= tags


def test_a_chart_is_a_figure_with_a_caption_and_words_for_who_does_not_see_it() -> None:
    content = write_document(Document(title="T", lang="en", blocks=(chart(),)), "pdf")
    assert {"Figure", "Caption", "Table", "TH"} <= _tags(content)
    assert chart().description in [node["/Alt"] for node in _nodes(content) if "/Alt" in node]


def test_two_writings_are_the_same_bytes() -> None:
    assert write_document(english(), "pdf") == write_document(english(), "pdf")


def test_every_page_carries_the_footer_and_its_number() -> None:
    found = pages(english())
    for number, page in enumerate(found, 1):
        foot = bare("".join(piece.text for piece in page if piece.bottom > 780))
        assert foot == bare(f"{english().footer}{number}/{len(found)}")


def test_the_number_of_a_paragraph_hangs_in_the_margin() -> None:
    found = [piece for page in pages(english()) for piece in page]
    number = min((piece for piece in found if piece.text.strip() == "1."), key=lambda piece: piece.left)
    text = next(piece for piece in found if piece.text.startswith("In a world"))
    heading = next(piece for piece in found if "Introduction" in piece.text and piece.height > 10)
    assert abs(text.bottom - number.bottom) < 4
    assert number.left < text.left - 30
    assert heading.left > number.left + 30


@pytest.mark.parametrize(
    "text", ["#panic()", "*a* _b_ `c`", "$x$ @y <z>", "#[a] \\ // no", '"#eval("1")"', "= not a title"]
)
def test_typst_markup_in_a_text_is_only_text(text: str) -> None:
    document = Document(title=text, lang="en", blocks=(Paragraph(inline(text), number=1),), footer=text)
    assert words(document).count(bare(text)) == 3


@pytest.mark.parametrize(("character", "name"), [("漢", "CJK UNIFIED IDEOGRAPH-6F22"), ("😀", "GRINNING FACE")])
def test_a_character_the_font_lacks_is_refused_by_name(character: str, name: str) -> None:
    document = Document(title="Names", lang="en", blocks=(Paragraph(inline(f"Before {character} after")),))
    with pytest.raises(InvalidInput, match=name) as refusal:
        write_document(document, "pdf")
    assert f"“{character}”" in str(refusal.value)


def test_levels_that_skip_and_anchors_that_repeat_are_written_all_the_same() -> None:
    blocks = (
        Heading(3, inline("Deep"), anchor="same"),
        Heading(0, inline("Unknown"), anchor="same"),
        Paragraph((Span("there", href="#same"), Span(" nowhere", href="#none")), number=1),
        Paragraph(inline("again"), number=1),
        Item(inline("too deep"), depth=3),
        Table((), ()),
        Table((), ((inline("a"), inline("b")), (inline("c"),)), align="r"),
    )
    found = words(Document(title="Odd", lang="en", blocks=blocks, contents_title="Contents"))
    assert missing(["Deep", "Unknown", "nowhere", "again", "too deep", "a", "b", "c"], found) == []


def test_a_table_of_many_columns_stays_on_the_page() -> None:
    figure = inline("1\u202f234\u202f567.0")
    table = Table(tuple(inline(f"Column {n}") for n in range(14)), ((figure,) * 14,) * 3, align="r" * 14)
    (page,) = pages(Document(title="Wide", lang="en", blocks=(table,)))
    boxes = sorted((round(one.bottom), one.left, one.right) for one in page if one.text.strip().endswith("567.0"))
    assert len(boxes) == 42
    assert all(left[2] <= right[1] for left, right in pairwise(boxes) if left[0] == right[0])
    assert max(box[2] for box in boxes) < 595 - 60


def test_a_row_that_heads_others_and_what_announces_a_list_never_end_a_page() -> None:
    group = (inline("Group", bold=True), (), ())
    row = (inline("A row of the table that says something in words"), inline("1"), inline("2"))
    table = Table((inline("What"), inline("Before"), inline("After")), (group, row, row) * 40, align="lrr")
    lists: list[Block] = []
    for number in range(1, 60):
        lists.append(Paragraph(inline(f"Announcement {number}:"), number=number))
        lists += [Item(inline("one item;")), Item(inline("another item."))]
    for page in pages(Document(title="Groups", lang="en", blocks=(table, *lists))):
        last = max((piece for piece in page if piece.bottom < 770), key=lambda piece: piece.bottom)
        assert "Group" not in last.text
        assert "Announcement" not in last.text


def test_a_range_or_a_code_is_not_broken_over_two_lines() -> None:
    text = inline("It was said in GB.346/PFA/1 for 2024–25 that work is time-bound. " * 30)
    shares = [
        Paragraph(inline("word " * 14 + f"and {'i' * count} is spent: 58.5% of it is allotted."))
        for count in range(1, 7)
    ]
    (page,) = pages(Document(title="Whole", lang="en", blocks=(Paragraph(text), *shares)))
    assert [piece.text for piece in page if piece.text.startswith("%")] == []
    said = [piece.text.strip() for piece in page if piece.left < 120 or piece.right > 500]
    assert len(said) > 10
    assert [line for line in said if line.endswith(("/", "–", "time-", "346/PFA/"))] == []


def test_a_paper_of_sixty_pages_is_set() -> None:
    long = inline("The Office will support constituents with knowledge, advice and training in every region. " * 10)
    blocks: list[Block] = []
    for chapter in range(60):
        blocks.append(Heading(1, inline(f"Chapter {chapter}"), anchor=f"c{chapter}"))
        blocks += [Paragraph(long, number=chapter * 4 + step) for step in range(1, 5)]
    content = write_document(Document(title="Long", lang="en", blocks=tuple(blocks), contents_title="Contents"), "pdf")
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) >= 60


def test_the_media_types_name_the_three_formats() -> None:
    assert set(MEDIA_TYPES) == {"pdf", "docx", "html"}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidInput, match="odt"):
        write_document(english(), "odt")  # type: ignore[arg-type]


def _flat(outline: list[Any]) -> Iterable[dict[str, Any]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def _tags(content: bytes) -> set[str]:
    """The structure types of a tagged PDF."""
    return {node["/S"].removeprefix("/") for node in _nodes(content) if "/S" in node}


def _nodes(content: bytes) -> Iterable[Any]:
    """Its structure elements."""
    root: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node["/K"]] if "/K" in node else []
