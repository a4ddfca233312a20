"""Accounts for every paragraph of a file: where each word of it went.

A paragraph is accounted for when its text, without what only sets it (signs, blanks, typography), stands in the
programme, in what was not recognised, or in a repair that says so. The labels of a first page become the names of
fields, and the page numbers of the contents are no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from biennium.documents.blocks import Block, Box, Footnote, PageBreak, Table, plain
from biennium.intake.draft import Draft
from biennium.intake.grammar.words import Grammar, Words
from biennium.intake.reading import Reading
from biennium.programme.exchange import models as exchange

_SIGNS = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"^\W*(?:\d{1,4}|[IVX]+|[A-Z])\.\**\s+")
_PAGE = re.compile(r"[\s.…]*\d{1,3}$")
_SHORTEST = 25


def bare(text: str) -> str:
    """Letters and figures alone, so that neither blanks nor typography count."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def not_accounted_for(reading: Reading) -> list[str]:
    """The paragraphs of a file that are nowhere in its draft."""
    words = Grammar.default().languages[reading.draft.language]
    kept = _kept(reading.draft)
    return [
        text
        for text in _paragraphs(reading.source.blocks)
        if not (_stands_in(text, kept) or _stands_in(_PAGE.sub("", text), kept) or _is_of_cover(text, words, kept))
    ]


def _is_of_cover(text: str, words: Words, kept: str) -> bool:
    """Whether a line is a label of the first page with its text, or a heading of the contents."""
    simple = unicodedata.normalize("NFKC", text).replace("^", "")
    if found := re.match(words.session, simple, re.IGNORECASE):
        return bare(found["held"]) in kept
    labels = [*(label for listed in words.cover.values() for label in listed), *words.date, *words.original]
    if bare(simple) in {bare(one) for one in (*labels, *words.contents, *words.page)}:
        return True
    label, colon, rest = simple.partition(":")
    if not colon or bare(label) not in {bare(one) for one in labels}:
        return False
    # A date and a language become values of the paper, in other words.
    return bare(label) in {bare(one) for one in (*words.date, *words.original)} or _stands_in(rest, kept)


def _stands_in(text: str, kept: str) -> bool:
    """Whether a paragraph stands in what was kept, whole, or in parts where it was parted or joined."""
    bared = bare(_NUMBER.sub("", text))
    if bared in kept:
        return True
    if len(bared) < 2 * _SHORTEST:
        return False
    parts = [bare(part) for part in re.split(r"(?<=[;.:])\s+|\t+|\s+[-–•|]\s+", _NUMBER.sub("", text))]
    return all(part in kept for part in parts)


def _paragraphs(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Box):
            yield plain(block.title)
            yield from _paragraphs(block.blocks)
        elif isinstance(block, Table):
            yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
        elif isinstance(block, Footnote):
            yield f"{block.mark} {plain(block.content)}"
        else:
            yield plain(block.content)


def _kept(draft: Draft) -> str:
    """Everything a draft holds, bare, its texts apart from each other."""
    programme = draft.programme
    texts = [*_texts(programme), *(one.text for one in draft.unrecognised)]
    for repair in draft.repairs:
        if repair.kind in ("phrase", "furniture"):
            texts.append(str(repair.values["text"]))
    headings = [*(one.heading for one in programme.sections), *(one.title for one in programme.results)]
    entries = [title for heading in headings for title in heading.values()]
    return "|".join(bare(text) for text in [*texts, *entries])


def _texts(programme: exchange.Programme) -> Iterable[str]:
    lang = programme.languages[0]
    names = {level.code: level.name.get(lang, "") for level in programme.levels}
    for result in programme.results:
        yield f"{names[result.level]} {result.code} {result.title[lang]}"
        yield from result.title.values()
        yield from result.strategy.values()
    for section in programme.sections:
        yield from section.heading.values()
        yield from section.body.values()
    yield from programme.title.values()
    yield from _cover(programme.paper)


def _cover(paper: exchange.Paper) -> Iterable[str]:
    labels = ("body", "section", "segment", "item", "session_held", "author_unit")
    for text in (*(getattr(paper, name) for name in labels), *paper.cover.values()):
        yield from (line for words in text.values() for line in [words, *words.split("\n")])
    yield paper.symbol or ""
    yield from (one.symbol or next(iter(one.title.values())) for one in paper.related_documents)
