"""The first page of a paper: who sits when, what the paper is about, what it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from biennium.documents.blocks import Cover, Inline, inline
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.web import formatting

_LAST_TEN = {1: "st", 2: "nd", 3: "rd"}


def cover(programme: exchange.Programme, setter: Setter, *, subtitle: str = "", notice: str = "") -> Cover:
    """The cover of the programme's paper. A programme without a paper has its organisation for a masthead."""
    paper = programme.paper or exchange.Paper()
    return Cover(
        masthead=tuple(_masthead(programme, paper, setter)),
        symbol=paper.symbol or "",
        item=setter.plain(paper.item),
        subtitle=subtitle,
        fields=tuple(_fields(paper, setter)),
        notice=inline(notice),
    )


def _masthead(programme: exchange.Programme, paper: exchange.Paper, setter: Setter) -> Iterator[str]:
    said = words(setter.lang)
    yield setter.plain(paper.body or programme.organisation.name)
    if paper.session:
        session = said["session"].format(number=paper.session, ordinal=_ordinal(paper.session))
        held = setter.plain(paper.session_held)
        yield f"{session}, {held}" if held else session
    if section := setter.plain(paper.section):
        yield section
    if segment := setter.plain(paper.segment):
        yield from segment.split("\n")
    if paper.date:
        yield f"{said['date']}: {formatting.day(paper.date)}"
    if paper.original_language:
        yield f"{said['original']}: {formatting.language(paper.original_language)}"


def _ordinal(number: int) -> str:
    """The English ending of an ordinal: 21st, 112th."""
    return "th" if number % 100 in (11, 12, 13) else _LAST_TEN.get(number % 10, "th")


def _fields(paper: exchange.Paper, setter: Setter) -> Iterator[tuple[str, Inline]]:
    labels: dict[str, str] = words(setter.lang)["cover"]
    for name, label in labels.items():
        if name == "author_unit":
            content = setter.short(paper.author_unit)
        elif name == "related_documents":
            content = inline("; ".join(_documents(paper, setter)))
        else:
            content = setter.short(paper.cover.get(name, {}))
        if content:
            yield label, content
    for name, text in sorted(paper.cover.items()):
        if name not in labels:
            yield name.replace("_", " ").capitalize(), setter.short(text)


def _documents(paper: exchange.Paper, setter: Setter) -> Iterator[str]:
    for one in paper.related_documents:
        title = setter.plain(one.title)
        yield f"{title} ({one.symbol})" if title and one.symbol else title or one.symbol or ""
