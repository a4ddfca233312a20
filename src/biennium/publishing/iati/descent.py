"""One way down an activity or organisation: every element that somebody asked for is seen once, the others are passed.

Invariant: code lists are decided on the way; for the ruleset a look says only which cases might be broken (`looks`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.xpaths import Element

Check = Callable[[Element], Finding | None]
Look = Callable[[Element], bool]


@dataclass(slots=True)
class Seen:
    """What the way down showed: what is wrong, and the numbers of the cases that might be broken."""

    findings: list[Finding] = field(default_factory=list)
    suspects: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Step:
    """A path: the checks of an element there, the looks at it with the cases they serve, and its children's paths."""

    checks: list[Check] = field(default_factory=list)
    looks: dict[Look, set[int]] = field(default_factory=dict)
    children: dict[str, Step] = field(default_factory=dict)

    def at(self, path: list[str]) -> Step:
        """The step at the end of a path, made if need be."""
        return self.children.setdefault(path[0], Step()).at(path[1:]) if path else self


@dataclass(slots=True)
class Descent:
    """The way down the units of one kind of file: `unit` is its beginning, `anywhere` is for elements at any depth."""

    unit: Step = field(default_factory=Step)
    anywhere: dict[str, Step] = field(default_factory=dict)

    def see(self, unit: Element) -> Seen:
        """Goes down one activity or organisation."""
        seen = Seen()
        _down(unit, self.unit, seen)
        if self.anywhere:
            for element in unit.iterdescendants(*self.anywhere):
                _down(element, self.anywhere[element.tag], seen)
        return seen


def _down(element: Element, step: Step, seen: Seen) -> None:
    for check in step.checks:
        if finding := check(element):
            seen.findings.append(finding)
    for look, numbers in step.looks.items():
        if look(element):
            seen.suspects |= numbers
    children = step.children
    if children:
        for child in element:
            below = children.get(child.tag)
            if below is not None:
                _down(child, below, seen)
