"""Screens: for every case of the ruleset an XPath that is true wherever the case might be broken.

Invariant: a screen may be true in vain, never false in vain. All of them are evaluated in one expression, in C, and
only a case whose screen is true is decided by its test (`kinds`); that is what makes the ruleset cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import combinations

from biennium.publishing.iati.kinds import AGENCY, ALL_OF, NOW, Given
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.values import SPACES
from biennium.publishing.iati.xpaths import is_node_set, literal

# What can stand in an XML file of the spaces a value may not begin or end with.
_SPACES = literal("".join(space for space in SPACES if space not in "\v\f"))
_CLASS = re.compile(r"\^\[\^(.+)\]\+\$")
# A month's 29th to 31st may run over into the next month, by no more than this.
OVERRUN = timedelta(days=3)
SURELY_SHORT = 9900


def screen(kind: str, case: Given, setting: Setting) -> str:
    """The screen of a case that is not repeated, for one context element. Raises `KeyError` for an unknown kind."""
    expression = _SCREENS[kind](case, setting)
    return f"({case['condition']}) and ({expression})" if "condition" in case else expression


def _union(case: Given) -> str:
    return " | ".join(case["paths"])


def _counted(case: Given) -> str:
    return " + ".join(f"count({path})" for path in case["paths"])


def _at_least_one(case: Given, _: Setting) -> str:
    return f"not({_union(case)})"


def _no_more_than_one(case: Given, _: Setting) -> str:
    return f"{_counted(case)} > 1"


def _unique(case: Given, _: Setting) -> str:
    twice = [f"count({path}) > 1" for path in case["paths"]]
    return " or ".join([*(f"{one} = {other}" for one, other in combinations(case["paths"], 2)), *twice])


def _one_or_all(case: Given, _: Setting) -> str:
    return f"not({case['one']}) and ({' or '.join(ALL_OF[case['all']])})"


def _if_then(case: Given, setting: Setting) -> str:
    if is_node_set(case["then"]) and not setting.strict:
        return "false()"
    condition = "true()" if is_node_set(case["if"]) else f"({case['if']})"
    # The shorter is nearly always the cheaper, and spares the other.
    return " and ".join(sorted((condition, f"not({case['then']})"), key=len))


def _no_spaces(case: Given, _: Setting) -> str:
    first, last = "substring(., 1, 1)", "substring(., string-length(.))"
    return _any(case, f". != '' and (contains({_SPACES}, {first}) or contains({_SPACES}, {last}))")


def _regex_matches(case: Given, _: Setting) -> str:
    found = _CLASS.fullmatch(case["regex"])
    if not found:
        return f"boolean({_union(case)})"
    forbidden = literal(re.sub(r"\\(.)", r"\1", found.group(1)))
    return _any(case, f"translate(., {forbidden}, '') != string(.)")


def _starts_with(case: Given, _: Setting) -> str:
    if case["prefix"] == [AGENCY] or len(case["paths"]) > 1:
        return f"boolean({_union(case)})"
    path, prefix, separator = case["paths"][0], case["prefix"][0], literal(case.get("separator", ""))
    begins = f"starts-with({path}, concat({prefix}, {separator}))"
    return f"{path} and not(count({path}) = 1 and {prefix} and {begins})"


def _range(case: Given, _: Setting) -> str:
    return _any(case, f"not(. >= {case['min']} and . <= {case['max']})")


def _strict_sum(case: Given, _: Setting) -> str:
    return f"not(sum({_union(case)}) = {case['sum']})"


def _date_order(case: Given, setting: Setting) -> str:
    if case["more"] == NOW:
        return _future(case["less"], setting)
    less, more = case["less"], case["more"]
    ordered = f"{_day(less)} <= {_day(more)} and {_day(less)} mod 100 <= 28"
    several = f"count({less}) > 1 or " if setting.strict else ""
    return f"{less} and {more} and ({several}not({_plain(less)} and {_plain(more)} and {ordered}))"


def _date_now(case: Given, setting: Setting) -> str:
    return _future(case["date"], setting)


def _future(path: str, setting: Setting) -> str:
    past = f"{_day('substring(., 1, 10)')} <= {_number(setting.now - OVERRUN)}"
    if setting.strict:
        return f"boolean({path}[not({past})])"
    return f"{path} and not({_day(f'substring({path}, 1, 10)')} <= {_number(setting.now - OVERRUN)})"


def _between_dates(case: Given, _: Setting) -> str:
    return f"{case['date']} and {case['start']} and {case['end']}"


def _time_limit(case: Given, _: Setting) -> str:
    start, end = case["start"], case["end"]
    short = f"{_plain(start)} and {_plain(end)} and {_day(end)} - {_day(start)} < {SURELY_SHORT}"
    return f"{start} and {end} and not({short})"


def _any(case: Given, test: str) -> str:
    return " or ".join(f"{path}[{test}]" for path in case["paths"])


def _plain(path: str) -> str:
    return f"string-length({path}) = 10"


def _day(path: str) -> str:
    return f"number(translate({path}, '-', ''))"


def _number(when: datetime) -> str:
    return f"{when:%Y%m%d}"


_SCREENS: Mapping[str, Callable[[Given, Setting], str]] = {
    "atleast_one": _at_least_one,
    "no_more_than_one": _no_more_than_one,
    "unique": _unique,
    "one_or_all": _one_or_all,
    "if_then": _if_then,
    "no_spaces": _no_spaces,
    "regex_matches": _regex_matches,
    "startswith": _starts_with,
    "range": _range,
    "strict_sum": _strict_sum,
    "date_order": _date_order,
    "date_now": _date_now,
    "between_dates": _between_dates,
    "time_limit": _time_limit,
}
