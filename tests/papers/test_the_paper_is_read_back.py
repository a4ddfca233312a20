"""A paper that was written and is read again has the same structure: results, scopes, order, texts, decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from biennium.documents.blocks import Block, Box, Heading, Item, Paragraph, Table, Where, inline
from biennium.documents.read import read_document
from biennium.documents.write import FileFormat, write_document
from biennium.intake.draft import Draft
from biennium.intake.grammar import Grammar, read_programme
from biennium.programme.exchange import models as exchange
from papers.commissions import built, demonstration

pytestmark = pytest.mark.database_free

CASES = [(lang, form) for lang in ("en", "fr") for form in ("docx", "pdf", "html")]


def read_back(lang: str, form: FileFormat, folder: Path) -> Draft:
    content = write_document(built(demonstration(), lang), form)
    if form == "html":
        blocks = tuple(_blocks(html.document_fromstring(content.decode()).find("body")))
    else:
        path = folder / f"paper.{form}"
        path.write_bytes(content)
        blocks = read_document(path).blocks
    return read_programme(blocks, grammar=Grammar.default(), language=None)


def _blocks(parent: Any) -> Iterator[Block]:
    """The blocks of a web page, by its tags alone: what a reader of HTML would see."""
    for element in parent:
        text = inline(" ".join(element.text_content().split()))
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield Heading(int(element.tag[1]), text, Where())
        elif element.tag == "p":
            yield _paragraph(element)
        elif element.tag == "li":
            yield Item(text, marker="•")
        elif element.tag == "dl":
            yield Table((), tuple((inline(one[0].text_content()), inline(one[1].text_content())) for one in element))
        elif element.tag == "aside":
            title, *rest = element
            yield Box(inline(title.text_content()), tuple(_paragraph(one) for one in rest))
        elif element.tag == "table":
            yield Table((), tuple(tuple(inline(cell.text_content()) for cell in row) for row in element.iter("tr")))
        elif element.tag not in ("nav", "svg"):
            yield from _blocks(element)


def _paragraph(element: Any) -> Paragraph:
    number = element.xpath("string(./span[@class='number'])").rstrip(".")
    text = " ".join(element.text_content().split()).removeprefix(f"{number}. ")
    return Paragraph(inline(text), number=int(number) if number else None, where=Where())


def structure(programme: exchange.Programme, lang: str) -> list[tuple[object, ...]]:
    return [(one.code, one.level, one.parent, one.scope, bare(one.title[lang])) for one in programme.results]


def bare(text: str) -> str:
    """Without what typography adds."""
    return re.sub(r"\s+(?=[;:?!»%])|(?<=«)\s+", "", " ".join(text.replace("’", "'").split()))


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_the_results_are_the_same_in_the_same_order(lang: str, form: FileFormat, tmp_path: Path) -> None:
    draft = read_back(lang, form, tmp_path)
    assert draft.language == lang
    written = structure(demonstration().document, lang)
    read = structure(draft.programme, lang)
    assert [pair for pair in zip(written, read, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_the_texts_are_the_same(lang: str, form: FileFormat, tmp_path: Path) -> None:
    before, after = demonstration().document, read_back(lang, form, tmp_path).programme
    strategies = [
        {one.code: bare(one.strategy[lang]) for one in each.results if one.strategy} for each in (before, after)
    ]
    assert strategies[0] == strategies[1]
    sections = [
        [(one.kind, bare(one.heading[lang]), bare(one.body[lang])) for one in each.sections] for each in (before, after)
    ]
    assert sections[0] == sections[1]


@pytest.mark.parametrize(("lang", "form"), CASES)
def test_the_cover_is_read_and_only_annexes_are_left_over(lang: str, form: FileFormat, tmp_path: Path) -> None:
    draft = read_back(lang, form, tmp_path)
    written, read = demonstration().document.paper, draft.programme.paper
    assert written is not None
    assert read is not None
    assert (read.symbol, read.session, read.date) == (written.symbol, written.session, written.date)
    assert [one for one in read.cover if one in written.cover] == list(read.cover)
    assert len(read.cover) == len(written.cover)
    annex = next(place for place, one in enumerate(draft.unrecognised) if re.match(r"Annexe? I\.", one.text))
    assert annex <= 1
