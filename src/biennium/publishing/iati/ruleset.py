"""The standard ruleset applied to one activity or organisation at a time.

Invariant: for every case the contexts, conditions and repetitions are those of the official validator; the screens
decide only what is looked at, never what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from biennium.publishing.iati.descent import Descent, Step
from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.kinds import TESTS, Given, Places, Test
from biennium.publishing.iati.looks import look
from biennium.publishing.iati.screens import screen
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.xpaths import Element, compiled, matches, text_of, texts_of
from biennium.standards.iati.tables import RulesetRule, ruleset

HERE, DESCENDANT = ".", "descendant::"
_PREDICATE = re.compile(r"\[[^]]*\]")
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
            for element in (unit,) if path == HERE else compiled(path)(unit):
                for value in self.values(element):
                    if (not inner or compiled(inner)(element, v=value)) and (places := self._places(element, value)):
                        yield Finding(self.rule.info, tuple(dict.fromkeys(places)))

    def check(self, unit: Element) -> Iterator[Finding]:
        """What is broken, found without any look or screen."""
        yield from self.find(unit, self.contexts)

    def values(self, element: Element) -> Iterable[str]:
        """What a repeated rule is repeated for, each once; nothing in particular for any other."""
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


class Group:
    """Cases that share a screen, by number. Those repeated for the same values are gone through together as well."""

    def __init__(self, cases: list[tuple[int, Case]]) -> None:
        self.numbers = [number for number, _ in cases]
        self._case = cases[0][1]
        self.screen = _screen([case for _, case in cases])
        self._inner = " or ".join(case.inner for _, case in cases)

    def suspects(self, unit: Element) -> list[int]:
        """The cases that might be broken, where the screen says that one might be."""
        if self._case.rule.foreach and self._case.contexts == (HERE,):
            inner = compiled(self._inner)
            if not any(inner(unit, v=value) for value in self._case.values(unit)):
                return []
        return self.numbers


class Ruleset:
    """The cases for one kind of file under one setting, their looks put on the way down its units.

    Not to be shared between threads.
    """

    def __init__(self, kind: str, setting: Setting, descent: Descent) -> None:
        unit = f"/{kind}/{kind.replace('ies', 'y').removesuffix('s')}"
        self.cases = [case for rule in ruleset() if (case := _case(rule, unit, setting))]
        self._suspicions = [_suspicion(case) for case in self.cases]
        unseen = [(number, case) for number, case in enumerate(self.cases) if not _planted(number, case, descent)]
        self._groups = _grouped(unseen)
        self._screens = text_of(f"concat('', {', '.join(f'number({group.screen})' for group in self._groups)})")

    def check(self, unit: Element, suspects: set[int]) -> Iterator[Finding]:
        """What breaks the ruleset in one activity or organisation; `suspects` are the cases found on the way down."""
        for flag, group in zip(self._screens(unit), self._groups, strict=True):
            if flag == "1":
                suspects.update(group.suspects(unit))
        for number in sorted(suspects):
            yield from self._suspicions[number].check(unit)


def _planted(number: int, case: Case, descent: Descent) -> bool:
    """Puts the look of a case on the way down, at all its contexts; false when it has none.

    Of the unit itself there is only one: its screen costs less.
    """
    found = look(case.rule.kind, case.given, case.setting)
    if not found or (case.contexts == (HERE,) and not found.path):
        return False
    for path in case.contexts:
        if path.startswith(DESCENDANT):
            step = descent.anywhere.setdefault(path.removeprefix(DESCENDANT), Step())
        else:
            step = descent.unit.at([] if path == HERE else _PREDICATE.sub("", path).split("/"))
        step.at(found.path).looks.setdefault(found.look, set()).add(number)
    return True


def _grouped(cases: Iterable[tuple[int, Case]]) -> list[Group]:
    """Cases that look at the same elements or values, so that those are gone through once for all of them."""
    groups: dict[object, list[tuple[int, Case]]] = {}
    for number, case in cases:
        alone = case.rule.foreach or case
        groups.setdefault(alone if case.contexts == (HERE,) else case.contexts, []).append((number, case))
    return [Group(group) for group in groups.values()]


def _screen(group: list[Case]) -> str:
    """True, from the unit, where a case of the group might be broken."""
    inner = " or ".join(f"({screen})" for screen in dict.fromkeys(case.screen for case in group))
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
        return f"{DESCENDANT}{context[2:]}"
    if context == unit:
        return HERE
    return context.removeprefix(f"{unit}/") if context.startswith(f"{unit}/") else ""


def _begins_with_a_publisher(text: str, publishers: frozenset[str]) -> bool:
    parts = text.split("-")
    return any("-".join(parts[:end]) in publishers for end in range(1, len(parts)))
