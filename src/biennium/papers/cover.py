"""The first page of a paper: who sits when, what the paper is about, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from biennium.documents.blocks import Cover, Inline, Span, inline
from biennium.papers.setting import Setter
from biennium.papers.words import LANGUAGES, words
from biennium.programme.exchange import models as exchange
from biennium.web import formatting

NO_BREAK_SPACE = "\u00a0"
_LAST_TEN = {1: "st", 2: "nd", 3: "rd"}


def cover(programme: exchange.Programme, setter: Setter, *, renumbered: Mapping[int, int]) -> Cover:
    """The cover of the programme's paper. A programme without a paper has its organisation for a masthead.

    `renumbered` gives the paragraphs that a text may point to their numbers in this paper.
    """
    paper = programme.paper or exchange.Paper()
    return Cover(
        masthead=tuple(_masthead(programme, paper, setter)),
        symbol=paper.symbol or "",
        item=setter.plain(paper.item),
        fields=tuple((label, _pointing(content, setter, renumbered)) for label, content in _fields(paper, setter)),
    )


def plain_cover(programme: exchange.Programme, setter: Setter, *, subtitle: str) -> Cover:
    """The cover of a paper that comes with another one: who sits when, and which unit answers for it."""
    paper = programme.paper or exchange.Paper()
    unit = setter.short(paper.author_unit)
    return Cover(
        masthead=tuple(_masthead(programme, paper, setter)),
        symbol=paper.symbol or "",
        subtitle=subtitle,
        fields=((words(setter.lang)["cover"]["author_unit"], unit),) if unit else (),
    )


def _pointing(content: Inline, setter: Setter, renumbered: Mapping[int, int]) -> Inline:
    """The text with each “paragraph 204” that stands in this paper under another number led to it."""
    return tuple(piece for span in content for piece in _pointed(span, span.lang or setter.lang, renumbered))


def _pointed(span: Span, lang: str, renumbered: Mapping[int, int]) -> Iterator[Span]:
    at = 0
    for found in re.finditer(words(lang)["paragraph"] if lang in LANGUAGES else r"(?!)", span.text):
        number = renumbered.get(int(found["number"]))
        if number is not None:
            yield replace(span, text=f"{span.text[at : found.start('number')].rstrip()}{NO_BREAK_SPACE}")
            yield replace(span, text=str(number), href=f"#p{number}")
            at = found.end("number")
    yield replace(span, text=span.text[at:])


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
