"""What a heading announces: a result of a level, a text of the programme, or one of the fixed parts of a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from biennium.intake.grammar.pieces import Piece, said
from biennium.intake.grammar.words import Grammar, Words
from biennium.programme.exchange import models as exchange

_CODE = r"(?P<code>(?:[A-Z]{1,3}|\d{1,2})(?:[.\-](?:[A-Z]{0,3}\d{1,2}|[A-Z]))*)"
_ROMAN = re.compile(r"(?P<number>[IVX]{1,5}|\d{1,2}|[A-Z])[.)]\s+(?P<title>\S.*)")


@dataclass(frozen=True, slots=True)
class Heading:
    """`fixed` is told by structure alone (Strategy); `group` gathers results; `numbered` has a number of its own."""

    kind: Literal["level", "fixed", "group", "annex", "section"]
    title: str
    code: str = ""
    level: exchange.Level | None = None
    section: exchange.SectionKind | None = None
    numbered: bool = False


class Headings:
    """Recognises the headings of one language."""

    def __init__(self, grammar: Grammar, words: Words, lang: str) -> None:
        counted = [one.level for one in grammar.levels if one.level.counted]
        self._levels = [(self._level_pattern(grammar.words_for(level, lang)), level) for level in counted]
        self._fixed = {said(level.text_heading.get(lang, "")) for level in counted} - {""}
        self._groups = {said(one) for one in words.groups}
        self._groups |= {said(level.plural.get(lang, "")) for level in counted} - {""}
        self._kinds = self._section_kinds(words)
        self._words = words
        self._end = re.compile(rf"[;,]\s*(?:{words.conjunctions})$", re.IGNORECASE)

    @staticmethod
    def _level_pattern(words: list[str]) -> re.Pattern[str]:
        names = "|".join(re.escape(word) for word in words)
        return re.compile(rf"(?:{names})\s+{_CODE}\s*(?:[.:–—-]+\s*|\s)(?P<title>\S.*)", re.IGNORECASE | re.DOTALL)

    @staticmethod
    def _section_kinds(words: Words) -> dict[str, exchange.SectionKind]:
        kinds: dict[str, exchange.SectionKind] = {said(one): "region" for one in words.regions}
        kinds |= {said(one): "next_step" for one in words.next_steps}
        return kinds | {said(one): "decision" for one in words.decision}

    def is_known(self, text: str) -> bool:
        """Whether a line is one of the headings a paper always has, or that of a result."""
        bare = said(self._split(text)[1])
        known = bare in self._fixed or bare in self._groups or bare in self._kinds
        return known or self._is_focus(text) or self._level(text) is not None

    def read(self, piece: Piece, following: Piece | None) -> Heading | None:
        """What a piece announces; None when it is no heading."""
        if not piece.is_label:
            return None
        if found := self._level(piece.text):
            return found
        number, title = self._split(piece.text)
        bare = said(title)
        if bare in self._fixed or self._is_focus(title):
            return Heading("fixed", title)
        if re.search(self._words.annex, piece.text, re.IGNORECASE):
            return Heading("annex", title)
        announces_level = following is not None and following.is_label and self._level(following.text) is not None
        if bare in self._groups and (announces_level or number):
            return Heading("group", title, numbered=bool(number))
        return Heading("section", title, section=self._kind(title), numbered=bool(number))

    def without_end(self, text: str) -> str:
        """A bullet without the semicolon, full stop or conjunction that only ends it in its list."""
        return self._end.sub("", text.rstrip()).rstrip(" ;.,")

    def _level(self, text: str) -> Heading | None:
        for pattern, level in self._levels:
            if (found := pattern.fullmatch(text)) and found["title"][:1].isupper():
                return Heading("level", found["title"].strip(), code=found["code"], level=level, numbered=True)
        return None

    def _is_focus(self, text: str) -> bool:
        return re.search(self._words.focus, text, re.IGNORECASE) is not None

    def _kind(self, title: str) -> exchange.SectionKind | None:
        if kind := self._kinds.get(said(title)):
            return kind
        return "approach" if re.search(self._words.approach, title, re.IGNORECASE) else None

    @staticmethod
    def _split(text: str) -> tuple[str, str]:
        found = _ROMAN.fullmatch(text)
        return (found["number"], found["title"]) if found else ("", text)
