"""What a text mentions: other results, labour instruments, SDG targets and indicators.

Invariant: only what is stated by number is taken, and of published schemes only codes that exist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biennium.intake.grammar.words import Words
from biennium.programme.exchange import models as exchange
from biennium.standards.references import describe

_LOOK_BACK = 170
_NEAR = 110
_SDG_CODE = r"\d{1,2}(?:\.[0-9a-d]{1,2}){0,2}\b"


@dataclass(frozen=True, slots=True)
class Mentions:
    """References in one text, and the codes of other results in it."""

    references: list[exchange.Reference]
    links: list[str]


class Finder:
    """Finds mentions in texts of one language. `level_words` are all words for results."""

    def __init__(self, words: Words, level_words: Iterable[str]) -> None:
        joint = rf"(?:\s*,\s*|\s*,?\s+(?:{words.conjunctions})\s+)"
        letters = "|".join(re.escape(word) for word in words.instruments)
        self._letters = {word.casefold(): letter for word, letter in words.instruments.items()}
        self._instrument = re.compile(rf"\b({letters})\b", re.IGNORECASE)
        self._numbers = re.compile(rf"(?:{words.number_mark})(\d{{1,3}}(?:{joint}\d{{1,3}}\b)*)", re.IGNORECASE)
        self._named = [(re.compile(pattern, re.IGNORECASE), code) for pattern, code in words.named.items()]
        self._sdg = re.compile(rf"(?:{words.sdg_items})({_SDG_CODE}(?:{joint}{_SDG_CODE})*)", re.IGNORECASE)
        self._sdg_context = re.compile(words.sdg_context, re.IGNORECASE)
        names = "|".join(sorted((re.escape(word) for word in level_words), key=len, reverse=True))
        code = r"(?:[A-Z]|\d{1,2})(?:\.\d{1,2})*\b"
        self._links = re.compile(rf"\b(?i:{names})\s+({code}(?:{joint}{code})*)")
        self._code = re.compile(code)
        self._known_goals: set[str] = set()

    def learn(self, texts: Iterable[str]) -> None:
        """Notes which indicators the paper calls by their SDG once, so that it may call them by number elsewhere."""
        for text in texts:
            self._known_goals |= {code for code in self._goals(unicodedata.normalize("NFKC", text)) if "." in code}

    def find(self, text: str) -> Mentions:
        """Everything the text mentions."""
        simple = unicodedata.normalize("NFKC", text)
        found = {("instrument", code) for code in self._instruments(simple)} | {
            ("sdg", code) for code in self._goals(simple)
        }
        references = [exchange.Reference(scheme=scheme, code=code) for scheme, code in sorted(found)]
        return Mentions(references, sorted(set(self._results(simple))))

    def _instruments(self, text: str) -> Iterator[str]:
        for found in self._numbers.finditer(text):
            before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
            words = self._instrument.findall(before)
            if not words:
                continue
            letter = self._letters[words[-1].casefold()]
            for number in re.findall(r"\d+", found[1]):
                code = f"{letter}{int(number):03d}"
                if describe("instrument", code):
                    yield code
        yield from (code for pattern, code in self._named if pattern.search(text))

    def _goals(self, text: str) -> Iterator[str]:
        for found in self._sdg.finditer(text):
            near = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            is_named = self._sdg_context.search(near) is not None
            for code in re.findall(_SDG_CODE, found[1]):
                if (is_named or code in self._known_goals) and describe("sdg", code):
                    yield code

    def _results(self, text: str) -> Iterator[str]:
        for found in self._links.finditer(text):
            yield from self._code.findall(found[1])
