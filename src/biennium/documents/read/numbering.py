"""Automatic numbers of a Word document, counted as Word counts them (ECMA-376 part 1, § 17.9).

Invariant: numbers are counted in the order of the text; a deeper level begins anew when a higher one goes on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"%(\d)")
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its numbers look."""

    kind: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(frozen=True, slots=True)
class Number:
    """The number of one paragraph: its value, how it is printed, and at which level (from 0) of which kind."""

    value: int
    printed: str
    level: int
    kind: str


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists that `numbering.xml` declares."""
        found = cls()
        for one in root.iter(f"{W}abstractNum") if root is not None else ():
            identity = one.get(f"{W}abstractNumId", "")
            found.levels[identity] = {int(each.get(f"{W}ilvl", "0")): _level(each) for each in one.iter(f"{W}lvl")}
        for one in root.iter(f"{W}num") if root is not None else ():
            found._declare(one)
        return found

    def _declare(self, one: etree._Element) -> None:
        identity = one.get(f"{W}numId", "")
        self.abstract[identity] = _value(one.find(f"{W}abstractNumId"), "")
        for override in one.iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                self.starts[identity, int(override.get(f"{W}ilvl", "0"))] = int(_value(start, "1"))

    def next(self, identity: str, level: int) -> Number | None:
        """The number of the next paragraph of a list; None for a list that is not declared."""
        abstract = self.abstract.get(identity)
        if abstract is None or level not in self.levels.get(abstract, {}):
            return None
        declared, counts = self.levels[abstract], self.counts[abstract]
        if identity not in self.begun:
            self.begun.add(identity)
            for (owner, deep), start in self.starts.items():
                if owner == identity:
                    counts[deep] = start - 1
        counts[level] = counts.get(level, declared[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return Number(counts[level], self._printed(declared, counts, level), level, declared[level].kind)

    def _printed(self, declared: dict[int, Level], counts: dict[int, int], level: int) -> str:
        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            one = declared.get(at, Level())
            return _in_kind(counts.get(at, one.start), one.kind)

        return _PLACEHOLDER.sub(shown, declared[level].text)


def _level(one: etree._Element) -> Level:
    return Level(
        kind=_value(one.find(f"{W}numFmt"), "decimal"),
        text=_value(one.find(f"{W}lvlText"), "%1."),
        start=int(_value(one.find(f"{W}start"), "1")),
    )


def _value(one: etree._Element | None, default: str) -> str:
    return default if one is None else str(one.get(f"{W}val", default))


def _in_kind(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    digits = ""
    for value, sign in _ROMANS:
        while number >= value:
            digits, number = digits + sign, number - value
    return digits
