"""Looks: for many cases of the ruleset a glance at the elements it speaks of, taken on the one way down a unit.

Invariant: like a screen (`screens`), a look may be true in vain, never false in vain. A case that is not written in one
of the forms known here has no look, and is left to its screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from biennium.publishing.iati.descent import Look
from biennium.publishing.iati.kinds import AGENCY, NOW, Given, begins_with_an_agency, pattern
from biennium.publishing.iati.screens import OVERRUN, SURELY_SHORT
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.values import is_trimmed, number
from biennium.publishing.iati.xpaths import Element

_NAMES, _NAME = r"((?:[\w-]+/)*)", r"([\w-]+)"
_ATTRIBUTE = re.compile(rf"{_NAMES}@{_NAME}")
_CHILD_ATTRIBUTE = re.compile(rf"{_NAME}/@{_NAME}")
_TEXT = re.compile(rf"{_NAME}/text\(\)")
_OF_VOCABULARY = re.compile(
    rf"{_NAME}\[@vocabulary = (?:\$v|'1' or @vocabulary = '' or not\(@vocabulary\))\]", re.ASCII
)
_IS_NUMBER = "number(@value) = @value["
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PLAIN_DAYS = re.compile(f"{_PLAIN_DAY.pattern} {_PLAIN_DAY.pattern}", re.ASCII)


class At(NamedTuple):
    """A look, and the path from the context element to those it is taken at."""

    path: list[str]
    look: Look


def look(kind: str, case: Given, setting: Setting) -> At | None:
    """The look of a case; None when it has none."""
    make = _LOOKS.get(kind)
    return make(case, setting) if make and "condition" not in case else None


def _only(case: Given) -> str:
    """The path of a case that has one; that of no look when it has several."""
    return str(case["paths"][0]) if len(case["paths"]) == 1 else ""


def _each(path: str, holds: Callable[[str], object]) -> At | None:
    """At every value of an attribute."""
    found = _ATTRIBUTE.fullmatch(path)
    if not found:
        return None
    name = found[2]

    def broken(element: Element) -> bool:
        text = element.get(name)
        return text is not None and not holds(text)

    return At(found[1].split("/")[:-1], broken)


def _no_spaces(case: Given, _: Setting) -> At | None:
    return _each(_only(case), is_trimmed)


def _regex_matches(case: Given, _: Setting) -> At | None:
    search = pattern(case["regex"]).search
    return _each(_only(case), lambda text: not text or search(text))


def _starts_with(case: Given, setting: Setting) -> At | None:
    if case["prefix"] != [AGENCY]:
        return None
    return _each(_only(case), lambda text: begins_with_an_agency(text, setting))


def _range(case: Given, _: Setting) -> At | None:
    return _each(_only(case), lambda text: case["min"] <= number(text) <= case["max"])


def _if_then(case: Given, _: Setting) -> At | None:
    if not case["then"].startswith(_IS_NUMBER):
        return None
    return At([], lambda element: not _PLAIN_NUMBER.fullmatch(element.get("value", "")))


def _date_now(case: Given, setting: Setting) -> At | None:
    latest = f"{setting.now - OVERRUN:%Y-%m-%d}"
    return _each(case["date"], lambda text: _PLAIN_DAY.match(text) and text[:10] <= latest)


def _date_order(case: Given, setting: Setting) -> At | None:
    if case["more"] == NOW:
        return _date_now({"date": case["less"]}, setting)
    if setting.strict:
        return None
    return _period(case["less"], case["more"], lambda start, end: start <= end and start[8:] <= "28")


def _time_limit(case: Given, _: Setting) -> At | None:
    return _period(case["start"], case["end"], lambda start, end: _number(end) - _number(start) < SURELY_SHORT)


def _number(day: str) -> int:
    return int(day.replace("-", ""))


def _period(start: str, end: str, holds: Callable[[str, str], bool]) -> At | None:
    """At the two days of a period that begins an element, as the schema has it."""
    first, last = _CHILD_ATTRIBUTE.fullmatch(start), _CHILD_ATTRIBUTE.fullmatch(end)
    if not first or not last:
        return None
    tags = (first[1], last[1])

    def broken(element: Element) -> bool:
        if len(element) < 2:
            return True
        one, other = element[0], element[1]
        if (one.tag, other.tag) != tags:
            return True
        days = one.get(first[2], ""), other.get(last[2], "")
        return not (_PLAIN_DAYS.fullmatch(" ".join(days)) and holds(*days))

    return At([], broken)


def _at_least_one(case: Given, _: Setting) -> At | None:
    present = [_presence(path) for path in case["paths"]]
    known = [one for one in present if one]
    if len(known) < len(present):
        return None
    return At([], _nothing_of(known))


def _nothing_of(present: list[Look]) -> Look:
    def broken(element: Element) -> bool:
        for one in present:  # noqa: SIM110 - any() takes twice as long
            if one(element):
                return False
        return True

    return broken


def _presence(path: str) -> Look | None:
    """Whether a path finds something in an element."""
    if re.fullmatch(_NAME, path):
        return lambda element: next(element.iterchildren(path), None) is not None
    if (found := _ATTRIBUTE.fullmatch(path)) and not found[1]:
        name = found[2]
        return lambda element: element.get(name) is not None
    if found := _TEXT.fullmatch(path):
        tag = found[1]
        return lambda element: any(child.text for child in element.iterchildren(tag))
    return None


def _no_more_than_one(case: Given, _: Setting) -> At | None:
    """Where a vocabulary may be named once only: named twice at all."""
    found = _OF_VOCABULARY.fullmatch(_only(case))
    if not found:
        return None
    return At([], _named_twice(found[1]))


@cache
def _named_twice(tag: str) -> Look:
    def broken(element: Element) -> bool:
        named = [one.get("vocabulary") or "1" for one in element.iterchildren(tag)]
        return len(named) > 1 and len(named) != len(set(named))

    return broken


_LOOKS: Mapping[str, Callable[[Given, Setting], At | None]] = {
    "atleast_one": _at_least_one,
    "no_more_than_one": _no_more_than_one,
    "if_then": _if_then,
    "no_spaces": _no_spaces,
    "regex_matches": _regex_matches,
    "startswith": _starts_with,
    "range": _range,
    "date_order": _date_order,
    "date_now": _date_now,
    "time_limit": _time_limit,
}
