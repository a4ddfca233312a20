"""A PDF is tagged, complete, the same every time, and shows every character or refuses it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdf
import pytest
from pdfplumber.pdf import PDF

from biennium.documents.blocks import Block, Document, Heading, Item, Paragraph, Span, Table, inline
from biennium.documents.write import MEDIA_TYPES, write_document
from biennium.kernel.errors import InvalidInput
from documents.sample import english, french, texts

pytestmark = pytest.mark.database_free


def opened(document: Document) -> PDF:
    return pdfplumber.open(io.BytesIO(write_document(document, "pdf")))


def words(pdf: PDF) -> str:
    return bare(" ".join(page.extract_text() for page in pdf.pages))


def bare(text: str) -> str:
    """Without spaces, hyphenation and ligatures, which are the typesetter's."""
    return re.sub(r"[\s\u00ad‐-]", "", unicodedata.normalize("NFKC", text))


def missing(wanted: Iterable[str], found: str) -> list[str]:
    return [text for text in wanted if bare(text) not in found]


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_every_text_of_the_document_is_in_the_pdf(document: Document) -> None:
    with opened(document) as pdf:
        found = words(pdf)
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


def test_two_writings_are_the_same_bytes() -> None:
    assert write_document(english(), "pdf") == write_document(english(), "pdf")


def test_every_page_carries_the_footer_and_its_number() -> None:
    with opened(english()) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    for number, text in enumerate(pages, 1):
        assert f"{english().footer} {number} / {len(pages)}" in text


def test_the_number_of_a_paragraph_hangs_in_the_margin() -> None:
    with opened(english()) as pdf:
        found = [word for page in pdf.pages for word in page.extract_words()]
    number = min((word for word in found if word["text"] == "1."), key=lambda word: word["x0"])
    text = next(word for word in found if word["text"] == "In" and abs(word["bottom"] - number["bottom"]) < 2)
    heading = next(word for word in found if word["text"] == "Introduction" and word["height"] > 14)
    assert number["x0"] < text["x0"] - 30
    assert heading["x0"] > number["x0"] + 30


@pytest.mark.parametrize(
    "text", ["#panic()", "*a* _b_ `c`", "$x$ @y <z>", "#[a] \\ // no", '"#eval("1")"', "= not a title"]
)
def test_typst_markup_in_a_text_is_only_text(text: str) -> None:
    document = Document(title=text, lang="en", blocks=(Paragraph(inline(text), number=1),), footer=text)
    with opened(document) as pdf:
        assert words(pdf).count(bare(text)) == 3


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
    with opened(Document(title="Odd", lang="en", blocks=blocks, contents_title="Contents")) as pdf:
        assert missing(["Deep", "Unknown", "nowhere", "again", "too deep", "a", "b", "c"], words(pdf)) == []


def test_a_table_of_many_columns_stays_on_the_page() -> None:
    figure = inline("1\u202f234\u202f567.0")
    table = Table(tuple(inline(f"Column {n}") for n in range(14)), ((figure,) * 14,) * 3, align="r" * 14)
    with opened(Document(title="Wide", lang="en", blocks=(table,))) as pdf:
        found = [word for word in pdf.pages[0].extract_words() if word["text"].endswith("567.0")]
        boxes = sorted((round(word["top"]), word["x0"], word["x1"]) for word in found)
        assert len(boxes) == 42
        assert all(left[2] <= right[1] for left, right in pairwise(boxes) if left[0] == right[0])
        assert max(box[2] for box in boxes) < pdf.pages[0].width - 60


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
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        waiting, found = list(pdf.structure_tree), set()
    while waiting:
        node = waiting.pop()
        found.add(node["type"])
        waiting += node.get("children", [])
    return found
