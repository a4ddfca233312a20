"""The standard ruleset applied to one activity or organisation at a time.

Invariant: for every case the contexts, conditions and repetitions are those of the official validator; the screens
decide only what is looked at, never what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.kinds import TESTS, Given, Places, Test
from biennium.publishing.iati.screens import screen
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.xpaths import Element, compiled, matches, text_of
from biennium.standards.iati.tables import RulesetRule, ruleset

ORGANISATION, PREFIX = "NOT_EXISTING_ORG_ID", "NOT_EXISTING_ORG_ID_PREFIX"


@dataclass(frozen=True, slots=True)
class Case:
    """One case with its contexts as paths from the activity or organisation; `.` is that element itself.

    `given` is what its test is given, with the variable `$v` where the value of a repeated rule stands.
    """

    rule: RulesetRule
    given: Given
    contexts: tuple[str, ...]
    test: Test

    def screen(self, setting: Setting) -> str:
        """True, from the activity or organisation, where the case might be broken."""
        rule = self.rule
        inner = f"boolean({rule.foreach})" if rule.foreach else screen(rule.kind, self.given, setting)
        return " or ".join(f"({inner})" if path == "." else f"{path}[{inner}]" for path in self.contexts)

    def check(self, unit: Element, setting: Setting) -> Iterator[Finding]:
        """One finding for every context element, and value of a repeated rule, where the case is broken."""
        for path in self.contexts:
            for element in compiled(path)(unit):
                for value in self._values(element):
                    if places := self._places(element, value, setting):
                        yield Finding(self.rule.info, tuple(dict.fromkeys(places)))

    def _values(self, element: Element) -> Iterable[str]:
        if not self.rule.foreach:
            return ("",)
        return dict.fromkeys(one.value for one in matches([self.rule.foreach], element))

    def _places(self, element: Element, value: str, setting: Setting) -> Places:
        case = self.given
        if "condition" in case and not compiled(case["condition"])(element, v=value):
            return None
        if "idCondition" in case and self._is_spared(element, value, setting):
            return None
        return self.test(case, setting, element, value)

    def _is_spared(self, element: Element, value: str, setting: Setting) -> bool:
        texts = [one.value for one in matches(self.given["paths"], element, value)]
        if self.given["idCondition"] == ORGANISATION:
            return any(text in setting.publishers for text in texts)
        return any(_begins_with_a_publisher(text, setting.publishers) for text in texts)


class Ruleset:
    """The cases for one kind of file under one setting. Not to be shared between threads."""

    def __init__(self, kind: str, setting: Setting) -> None:
        unit = f"/{kind}/{kind.replace('ies', 'y').removesuffix('s')}"
        self.setting = setting
        self.cases = [case for rule in ruleset() if (case := _case(rule, unit, setting))]
        flags = ", ".join(f"number({_boolean(case.screen(setting))})" for case in self.cases)
        self._screens = text_of(f"concat('', {flags})")

    def check(self, unit: Element) -> Iterator[Finding]:
        """What breaks the ruleset in one activity or organisation."""
        flags = self._screens(unit)
        at = flags.find("1")
        while at >= 0:
            yield from self.cases[at].check(unit, self.setting)
            at = flags.find("1", at + 1)


def _boolean(expression: str) -> str:
    return f"boolean({expression})"


def _case(rule: RulesetRule, unit: str, setting: Setting) -> Case | None:
    contexts = tuple(path for one in rule.context.split(" | ") if (path := _relative(one, unit)))
    given = {
        name: _put_in(part) if setting.strict or name in rule.substituted else part for name, part in rule.case.items()
    }
    return Case(rule, given, contexts, TESTS[rule.kind]) if contexts else None


def _put_in(part: Any) -> Any:
    if isinstance(part, list):
        return [_put_in(one) for one in part]
    return part.replace("'$1'", "$v") if isinstance(part, str) else part


def _relative(context: str, unit: str) -> str:
    if context.startswith("//"):
        return f".{context}"
    if context == unit:
        return "."
    return context.removeprefix(f"{unit}/") if context.startswith(f"{unit}/") else ""


def _begins_with_a_publisher(text: str, publishers: frozenset[str]) -> bool:
    parts = text.split("-")
    return any("-".join(parts[:end]) in publishers for end in range(1, len(parts)))
