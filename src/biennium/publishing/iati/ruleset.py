"""The standard ruleset applied to one activity or organisation at a time.

Invariant: for every case the contexts, conditions and repetitions are those of the official validator; the screens
decide only what is looked at, never what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.kinds import TESTS, Given, Places, Test
from biennium.publishing.iati.screens import screen
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.xpaths import Element, compiled, matches, text_of, texts_of
from biennium.standards.iati.tables import RulesetRule, ruleset

HERE = "."
# The parser's own XPath takes `5.`, `1e2` and `+5` for numbers where the official library does not.
_COMPARED = re.compile(r"@percentage(?= = 100)|(?<== )@value$")
_NUMERAL = "[not(translate(., '0123456789.- ', '')) and not(contains(concat(normalize-space(.), '|'), '.|'))]"
ORGANISATION, PREFIX = "NOT_EXISTING_ORG_ID", "NOT_EXISTING_ORG_ID_PREFIX"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case under one setting, with the paths of its contexts from the activity or organisation (`HERE` is itself).

    `given` is what its test is given, with the variable `$v` where the value of a repeated rule stands.
    """

    rule: RulesetRule
    given: Given
    contexts: tuple[str, ...]
    test: Test
    setting: Setting

    @property
    def inner(self) -> str:
        """True for a context element, and the value of a repeated rule, where the case might be broken."""
        return f"boolean({screen(self.rule.kind, self.given, self.setting)})"

    @property
    def screen(self) -> str:
        """True for a context element where the case might be broken."""
        return f"boolean({self.rule.foreach})" if self.rule.foreach else self.inner

    def find(self, unit: Element, contexts: Iterable[str], inner: str = "") -> Iterator[Finding]:
        """One finding for every context element, and value of a repeated rule, where the case is broken."""
        for path in contexts:
            for element in compiled(path)(unit):
                for value in self._values(element):
                    if (not inner or compiled(inner)(element, v=value)) and (places := self._places(element, value)):
                        yield Finding(self.rule.info, tuple(dict.fromkeys(places)))

    def check(self, unit: Element) -> Iterator[Finding]:
        """What is broken, found without any screen."""
        yield from self.find(unit, self.contexts)

    def _values(self, element: Element) -> Iterable[str]:
        if not self.rule.foreach:
            return ("",)
        return dict.fromkeys(texts_of(self.rule.foreach)(element))

    def _places(self, element: Element, value: str) -> Places:
        case = self.given
        if "condition" in case and not compiled(case["condition"])(element, v=value):
            return None
        if "idCondition" in case and self._is_spared(element, value):
            return None
        return self.test(case, self.setting, element, value)

    def _is_spared(self, element: Element, value: str) -> bool:
        texts = [one.value for one in matches(self.given["paths"], element, value)]
        if self.given["idCondition"] == ORGANISATION:
            return any(text in self.setting.publishers for text in texts)
        return any(_begins_with_a_publisher(text, self.setting.publishers) for text in texts)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A case with what its screens leave to look at: some of its contexts, and for a repeated rule some values."""

    case: Case
    contexts: tuple[str, ...]
    inner: str

    def check(self, unit: Element) -> Iterator[Finding]:
        """What is broken."""
        return self.case.find(unit, self.contexts, self.inner)


class Ruleset:
    """The cases for one kind of file under one setting. Not to be shared between threads."""

    def __init__(self, kind: str, setting: Setting) -> None:
        unit = f"/{kind}/{kind.replace('ies', 'y').removesuffix('s')}"
        self.cases = [case for rule in ruleset() if (case := _case(rule, unit, setting))]
        groups = _grouped(self.cases)
        self._suspicions = [[_suspicion(case) for case in group] for group in groups]
        self._screens = text_of(f"concat('', {', '.join(f'number({_screen(group)})' for group in groups)})")

    def check(self, unit: Element) -> Iterator[Finding]:
        """What breaks the ruleset in one activity or organisation."""
        flags = self._screens(unit)
        at = flags.find("1")
        while at >= 0:
            for suspicion in self._suspicions[at]:
                yield from suspicion.check(unit)
            at = flags.find("1", at + 1)


def _grouped(cases: Iterable[Case]) -> list[list[Case]]:
    """Cases that look at the same elements below the unit, so that those are gone through once for all of them."""
    groups: dict[object, list[Case]] = {}
    for case in cases:
        groups.setdefault(case if case.contexts == (HERE,) else case.contexts, []).append(case)
    return list(groups.values())


def _screen(group: list[Case]) -> str:
    """True, from the unit, where a case of the group might be broken."""
    inner = " or ".join(f"({case.screen})" for case in group)
    return f"boolean({' or '.join(inner if path == HERE else f'{path}[{inner}]' for path in group[0].contexts)})"


def _suspicion(case: Case) -> Suspicion:
    contexts = tuple(path if path == HERE else f"{path}[{case.screen}]" for path in case.contexts)
    return Suspicion(case, contexts, case.inner if case.rule.foreach else "")


def _case(rule: RulesetRule, unit: str, setting: Setting) -> Case | None:
    contexts = tuple(path for one in rule.context.split(" | ") if (path := _relative(one, unit)))
    given = {
        name: _written(part, put_in=setting.strict or name in rule.substituted) for name, part in rule.case.items()
    }
    return Case(rule, given, contexts, TESTS[rule.kind], setting) if contexts else None


def _written(part: Any, *, put_in: bool) -> Any:
    """A part of a case, with the variable where its value belongs and numbers as the official library reads them."""
    if isinstance(part, list):
        return [_written(one, put_in=put_in) for one in part]
    if not isinstance(part, str):
        return part
    return _COMPARED.sub(rf"\g<0>{_NUMERAL}", part.replace("'$1'", "$v") if put_in else part)


def _relative(context: str, unit: str) -> str:
    if context.startswith("//"):
        return f"descendant::{context[2:]}"
    if context == unit:
        return HERE
    return context.removeprefix(f"{unit}/") if context.startswith(f"{unit}/") else ""


def _begins_with_a_publisher(text: str, publishers: frozenset[str]) -> bool:
    parts = text.split("-")
    return any("-".join(parts[:end]) in publishers for end in range(1, len(parts)))
