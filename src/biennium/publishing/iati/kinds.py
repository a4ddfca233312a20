"""The tests of the standard ruleset, exactly as the official validator decides them, one function a kind.

A test is given a context element and, in a repeated rule, the value it is repeated for; it answers with the places
where the rule is broken, or None when it holds. What the official engine never reaches is added only when strict:

- `if_then` whose consequence is a path: found or not, it holds there (an empty list is true in its language);
- dates: only the first of several is looked at there;
- a repeated rule whose condition is not told the value (in `ruleset`): the condition never holds there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from biennium.publishing.iati.findings import Place
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.values import is_trimmed, moment, number, whole_days
from biennium.publishing.iati.xpaths import Element, Match, compiled, is_node_set, matches, place

Given = Mapping[str, Any]
Places = list[Place] | None
Test = Callable[[Given, Setting, Element, str], Places]

ALL_OF = {
    "lang": ("descendant::narrative[not(@xml:lang)]",),
    "sector": ("transaction[not(sector)]",),
    "currency": tuple(f"descendant::{name}[not(@currency)]" for name in ("value", "forecast", "loan-status")),
}
LONGEST_PERIOD = 365
NOW = "NOW"
AGENCY = "ORG-ID-PREFIX"


def at_least_one(case: Given, _: Setting, element: Element, value: str) -> Places:
    """One of the paths finds something."""
    return None if matches(case["paths"], element, value) else [place(element)]


def no_more_than_one(case: Given, _: Setting, element: Element, value: str) -> Places:
    """The paths together find one node or none."""
    found = matches(case["paths"], element, value)
    return None if len(found) <= 1 else [one.place() for one in found]


def unique(case: Given, _: Setting, element: Element, value: str) -> Places:
    """No two nodes have the same value."""
    found = matches(case["paths"], element, value)
    return None if len(found) == len({one.value for one in found}) else [one.place() for one in found]


def one_or_all(case: Given, _: Setting, element: Element, __: str) -> Places:
    """The element has it itself, or everything of that sort below it does."""
    if matches([case["one"]], element):
        return None
    return [one.place() for one in matches(ALL_OF[case["all"]], element)] or None


def if_then(case: Given, setting: Setting, element: Element, value: str) -> Places:
    """Where the condition holds (a path always does), the consequence does."""
    if not is_node_set(case["if"]) and not compiled(case["if"])(element, v=value):
        return None
    if is_node_set(case["then"]) and not setting.strict:
        return None
    if compiled(case["then"])(element, v=value):
        return None
    return [one.place() for one in matches(case["paths"], element, value)] or [place(element)]


def no_spaces(case: Given, _: Setting, element: Element, value: str) -> Places:
    """No value begins or ends with a space."""
    return _all(matches(case["paths"], element, value), is_trimmed)


def regex_matches(case: Given, _: Setting, element: Element, value: str) -> Places:
    """Every value that is not empty matches."""
    search = pattern(case["regex"]).search
    return _all(matches(case["paths"], element, value), lambda text: not text or bool(search(text)))


def starts_with(case: Given, setting: Setting, element: Element, value: str) -> Places:
    """Every value begins with one of the prefixes and the separator, or with a registration agency."""
    found = matches(case["paths"], element, value)
    if case["prefix"] == [AGENCY]:
        return _all(found, lambda text: begins_with_an_agency(text, setting))
    starts = tuple(one.value + case.get("separator", "") for one in matches(case["prefix"], element, value))
    return _all(found, lambda text: text.startswith(starts))


@cache
def pattern(regex: str) -> re.Pattern[str]:
    """A regular expression of the ruleset, whose `$` is nothing but the end."""
    return re.compile(re.sub(r"\$$", r"\\Z", regex))


def begins_with_an_agency(text: str, setting: Setting) -> bool:
    """Whether an identifier begins with a registration agency."""
    return "-".join([*text.split("-"), ""][:2]) in setting.agencies


def in_range(case: Given, _: Setting, element: Element, value: str) -> Places:
    """Every value is a number between the bounds, which belong to it."""
    return _all(matches(case["paths"], element, value), lambda text: case["min"] <= number(text) <= case["max"])


def strict_sum(case: Given, _: Setting, element: Element, value: str) -> Places:
    """The values add up, to the fourth decimal."""
    found = matches(case["paths"], element, value)
    total = 0.0
    for one in found:
        total += number(one.value)
    if float(f"{total:.4f}") == float(case["sum"]):
        return None
    where = found[0].line if found else place(element).line
    return [Place(where, f"the sum is {total:.4f}".rstrip("0").rstrip("."))]


def date_order(case: Given, setting: Setting, element: Element, _: str) -> Places:
    """The earlier date is not after the later one."""
    later = setting.now if case["more"] == NOW else _first(case["more"], element)
    if later is None:
        return None
    broken = [one for one, when in _dates(case["less"], setting, element) if when > later]
    return [_late(one, case["more"]) for one in broken] or None


def date_now(case: Given, setting: Setting, element: Element, value: str) -> Places:
    """The moment has passed."""
    return date_order({"less": case["date"], "more": NOW}, setting, element, value)


def between_dates(case: Given, setting: Setting, element: Element, _: str) -> Places:
    """The date lies in the period, whose first and last days belong to it."""
    start, end = _first(case["start"], element), _first(case["end"], element)
    if start is None or end is None:
        return None
    broken = [one for one, when in _dates(case["date"], setting, element) if not start <= when <= end]
    return [one.place() for one in broken] or None


def time_limit(case: Given, _: Setting, element: Element, __: str) -> Places:
    """The period is no longer than 365 days from its first to its last."""
    start, end = _first(case["start"], element), _first(case["end"], element)
    if start is None or end is None or whole_days(start, end) <= LONGEST_PERIOD:
        return None
    return [one.place() for one in matches([case["end"]], element)[:1]]


TESTS: Mapping[str, Test] = {
    "atleast_one": at_least_one,
    "no_more_than_one": no_more_than_one,
    "unique": unique,
    "one_or_all": one_or_all,
    "if_then": if_then,
    "no_spaces": no_spaces,
    "regex_matches": regex_matches,
    "startswith": starts_with,
    "range": in_range,
    "strict_sum": strict_sum,
    "date_order": date_order,
    "date_now": date_now,
    "between_dates": between_dates,
    "time_limit": time_limit,
}


def _all(found: list[Match], holds: Callable[[str], bool]) -> Places:
    return [one.place() for one in found if not holds(one.value)] or None


def _dates(path: str, setting: Setting, element: Element) -> list[tuple[Match, datetime]]:
    found = matches([path], element)
    read = [(one, moment(one.value)) for one in (found if setting.strict else found[:1])]
    return [(one, when) for one, when in read if when is not None]


def _first(path: str, element: Element) -> datetime | None:
    found = matches([path], element)
    return moment(found[0].value) if found else None


def _late(match: Match, more: str) -> Place:
    return Place(match.line, f"{match.place().text}{' is in the future' if more == NOW else f' is later than {more}'}")
