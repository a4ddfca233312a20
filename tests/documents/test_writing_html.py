"""An HTML paper is one safe file whose structure says what its look shows."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from biennium.documents.blocks import Chart, Document, Footnote, Heading, Item, Paragraph, Span, Table, inline
from biennium.documents.write import write_document
from documents.sample import chart, english, french, texts

pytestmark = pytest.mark.database_free

LATIN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=("Cc", "Cs")), min_size=1, max_size=60
)


def page(document: Document) -> html.HtmlElement:
    return html.document_fromstring(write_document(document, "html").decode())


def of(*blocks: Paragraph | Heading | Item | Table | Footnote | Chart) -> html.HtmlElement:
    return page(Document(title="Title", lang="en", blocks=blocks))


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_every_text_of_the_document_is_on_the_page(document: Document) -> None:
    found = page(document).text_content()
    assert [text for text in texts(document) if text not in found and text not in "•–"] == []


@pytest.mark.parametrize("document", [english(), french()], ids=["en", "fr"])
def test_the_page_asks_for_nothing_else(document: Document) -> None:
    written, tree = write_document(document, "html").decode(), page(document)
    assert tree.xpath("//script | //link | //img | //iframe | //object | //@style | //@onclick") == []
    assert "url(" not in written
    assert "@import" not in written
    assert len(tree.xpath("//style")) == 1


def test_there_is_one_title_and_headings_follow_it_without_gaps() -> None:
    tree = page(english())
    assert [heading.text_content() for heading in tree.xpath("//h1")] == [english().title]
    assert [heading.tag for heading in tree.xpath("//h2 | //h3 | //h4 | //h5 | //h6")] == [
        "h2",
        "h2",
        "h3",
        "h4",
        "h5",
        "h2",
    ]


def test_the_contents_lead_to_the_headings() -> None:
    tree = page(english())
    goals = [link.get("href") for link in tree.xpath("//nav//a")]
    assert goals == ["#introduction", "#programme", "#outcome-1", "#next"]
    assert set(tree.xpath("//a[starts-with(@href, '#')]/@href")) <= {f"#{name}" for name in tree.xpath("//@id")}


def test_each_paragraph_has_its_number_once_and_an_address() -> None:
    tree = page(english())
    assert [number.text for number in tree.xpath("//p/span[@class='number']")] == [
        "1.",
        "2.",
        "3.",
        "4.",
        "5.",
        "39.",
        "40.",
    ]
    assert tree.xpath("//p[@class='numbered']/@id") == ["p1", "p2", "p3", "p4", "p5", "p39", "p40"]


def test_identities_are_unique_even_where_numbers_and_anchors_repeat() -> None:
    tree = of(
        Heading(1, inline("A"), anchor="p1"),
        Heading(1, inline("B"), anchor="x y"),
        Heading(1, inline("C"), anchor="x y"),
        Paragraph(inline("one"), number=1),
        Paragraph(inline("one again"), number=1),
    )
    found = tree.xpath("//@id")
    assert len(found) == len(set(found))
    assert tree.xpath("//p[@id='p1']")[0].text_content() == "1. one"


def test_lists_nest_inside_their_items() -> None:
    tree = page(english())
    assert len(tree.xpath("//main//ul[not(ancestor::ul)]/li")) == 3
    assert [item.text for item in tree.xpath("//ul/li/ul/li")] == [
        "a review of what was reported before;",
        "a national report in plain words;",
    ]
    assert [marker.text for marker in tree.xpath("//main/ol/li/span[@class='marker']")] == ["(a)", "(b)"]


def test_tables_have_captions_and_column_headings() -> None:
    tree = page(english())
    assert tree.xpath("//table/caption")[0].text == "Table 1. Resources of outcome 1 by source of funds"
    assert tree.xpath("//table[caption]/thead/tr/th/@scope") == ["col"] * 4
    assert tree.xpath("//table[caption]/tbody/tr[1]/td[2]/@class") == ["right"]
    assert tree.xpath("//table[caption]/tbody/tr[1]/td[2]/@data-label") == ["Headquarters (USD thousand)"]


def test_the_draft_decision_is_an_aside() -> None:
    assert "take account of its guidance" in page(english()).xpath("//aside[@class='decision']")[0].text_content()


def test_footnotes_and_their_marks_lead_to_each_other() -> None:
    tree = page(english())
    assert tree.xpath("//main//p/sup/a[@role='doc-noteref']/@href") == ["#note-1", "#note-2"]
    assert tree.xpath("//section[@class='footnotes']//a/@href") == ["#noteref-1", "#noteref-2"]
    assert "constituents2 in three ways" in tree.xpath("//p[@id='p3']")[0].text_content()


def test_a_text_in_another_language_says_so() -> None:
    tree = page(english())
    assert tree.get("lang") == "en"
    assert tree.xpath("//p/span[@lang='fr']")[0].text.startswith("Le texte n’existe")
    assert (
        page(french()).xpath("//p/span[@lang='en']")[0].text
        == "The text exists in English only: no French space; none."
    )


def test_what_looks_like_markup_is_text() -> None:
    attack = "</style></title><script>alert(1)</script><img src=x onerror='1'>\"&amp;"
    tree = page(
        Document(
            title=attack,
            lang="en",
            author=attack,
            footer=attack,
            contents_title=attack,
            blocks=(
                Heading(1, inline(attack), anchor=attack),
                Item(inline(attack), marker=attack),
                Table((inline(attack),), ((inline(attack),),), caption=attack, note=attack),
            ),
        )
    )
    assert tree.xpath("//script | //img") == []
    assert tree.text_content().count(attack) == 12


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "/relative", "#nowhere", "https://a b"])
def test_a_link_that_leads_nowhere_safe_keeps_its_text_only(href: str) -> None:
    tree = of(Paragraph((Span("text", href=href),)))
    assert tree.xpath("//main//a") == []
    assert tree.xpath("//main/p")[0].text == "text"


def test_a_footnote_that_follows_no_paragraph_stands_alone() -> None:
    tree = of(Table((), ((inline("cell"),),)), Footnote("*", inline("Estimate.")))
    assert tree.xpath("//main/p[@class='note']")[0].text_content() == "* Estimate."


@given(LATIN)
def test_any_latin_text_is_found_back(text: str) -> None:
    tree = of(Paragraph(inline(text), number=1), Item(inline(text)), Table((inline("h"),), ((inline(text),),)))
    assert tree.xpath("//p[@id='p1']")[0].text_content() == f"1. {text}"
    assert tree.xpath("//ul/li")[0].text_content() == text
    assert tree.xpath("//td")[0].text_content() == text


@given(LATIN)
def test_french_changes_no_letter_of_a_text(text: str) -> None:
    tree = page(Document(title="Titre", lang="fr", blocks=(Paragraph(inline(text)),)))
    found = tree.xpath("//main/p")[0].text_content().replace("’", "'")
    assert _bare(found) == _bare(text.replace("’", "'"))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def test_a_chart_is_a_figure_in_two_sizes_with_the_table_of_its_numbers() -> None:
    tree = of(chart(), chart("Again"))
    first, second = tree.xpath("//figure")
    assert (first.get("id"), second.get("id")) == ("chart-deliverables", "chart-deliverables-2")
    assert first.xpath("./figcaption")[0].text == "Deliverables: Outcome 2 leads with 9 of 16"
    assert first.xpath("./div[@class='wide' or @class='narrow']/svg/@role") == ["img", "img"]
    assert [cell.text_content() for cell in first.xpath(".//tbody/tr[1]/td")][1:] == ["4", "3", "7"]
    assert first.xpath("./p[@class='note']")[0].text == "Source: the programme, version 2."
    found = tree.xpath("//@id")
    assert len(found) == len(set(found))


def test_a_figure_carries_its_address() -> None:
    tree = of(Paragraph((Span("44", figure="2024-25/level.output"), Span(" outputs"))))
    assert tree.xpath("//main//span[@data-figure='2024-25/level.output']/text()") == ["44"]


def test_printed_pages_carry_the_footer_whatever_is_in_it() -> None:
    attack = '"; } </style><script>alert(1)</script> Version 2 – é'
    written = write_document(Document(title="T", lang="en", blocks=(), footer=attack), "html").decode()
    (foot,) = re.findall(r'@bottom-left \{ content: "([^"]*)"', written)
    read = re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), foot)
    assert read == attack
    assert html.document_fromstring(written).xpath("//script") == []
