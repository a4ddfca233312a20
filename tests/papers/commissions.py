"""Commissions to test with: the demonstration's programme and the small one, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.utils import translation

from biennium.demo import content
from biennium.documents.blocks import Block, Box, Document, Paragraph, plain
from biennium.papers.kinds import KINDS, Commission
from biennium.papers.pin import Pin
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import Book
from programme import samples

SEALED = Pin("proposed", 2, "3f9a1c7e5b20", date(2023, 3, 1))


@cache
def demonstration() -> Book:
    """The programme of the demonstration, all of it."""
    regions = [{"code": one.code, "name": dict(one.name)} for one in content.regions()]
    return Book(content.programme(), {"regions": regions})


def small(**changes: Any) -> Book:
    """Two outcomes and an enabler, with two regions."""
    names = [{"code": code, "name": {"en": code.capitalize()}} for code in ("africa", "americas")]
    return Book(samples.programme(**changes), {"regions": names})


def commission(book: Book, lang: str, *, is_demonstration: bool = False, pin: Pin = SEALED) -> Commission:
    """What a builder is asked for."""
    return Commission(Programme(code=book.document.code, is_demonstration=is_demonstration), book, pin, lang)


def built(book: Book, lang: str = "en", kind: str = "programme", **more: Any) -> Document:
    """The paper as blocks."""
    with translation.override(lang):
        return KINDS[kind].build(commission(book, lang, **more))


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those inside boxes."""
    for block in blocks:
        yield block
        if isinstance(block, Box):
            yield from flat(block.blocks)


def texts(document: Document, *, numbered: bool | None = None) -> list[str]:
    """The paragraphs; only those with a number, or only those without."""
    return [
        plain(block.content)
        for block in flat(document.blocks)
        if isinstance(block, Paragraph) and (numbered is None or numbered == (block.number is not None))
    ]


def section(code: str, kind: exchange.SectionKind, **more: Any) -> dict[str, Any]:
    """A text of a programme, as data."""
    return {"code": code, "kind": kind, "heading": {"en": code.capitalize()}, "body": {"en": f"On {code}."}, **more}
