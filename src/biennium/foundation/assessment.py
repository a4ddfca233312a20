"""How good the data of each office are: its objects against the rules of `foundation.quality`.

Invariant: an object without a finding counts whole, one that may mislead half, one that makes a figure wrong not at
all; an object counts once, by the gravest of its findings, so that a score lies between 0 and 100.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from biennium.foundation.context import remembering
from biennium.foundation.quality import ERROR, RULES, WARNING, Finding
from biennium.foundation.registry import Registry

WHOLE = 2
LOST = {WARNING: 1, ERROR: 2}
"""Of the two halves of an object, how many a finding takes away."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An object that rules are asked of, and the code of the office that keeps it; empty for none."""

    kind: str
    code: str
    unit: str


SUBJECTS: Registry[Callable[[Any], Iterable[Subject | Crowd]]] = Registry("objects of data quality")


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many objects of a kind that an office keeps, counted and not read: what is found of one names the office."""

    kind: str
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many objects an office keeps, and how many of them have no finding, a warning, an error."""

    unit: str
    clean: int
    warned: int
    wrong: int

    @property
    def subjects(self) -> int:
        """All its objects."""
        return self.clean + self.warned + self.wrong

    @property
    def score(self) -> int:
        """Per cent, rounded down: 100 is said only where nothing was found."""
        return score(self.clean, self.warned, self.subjects)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The standing of each office, the lowest score first, and all that was found."""

    offices: list[Standing]
    findings: list[Finding]

    @property
    def together(self) -> Standing:
        """All offices as one."""
        sums = (sum(getattr(one, name) for one in self.offices) for name in ("clean", "warned", "wrong"))
        return Standing("", *sums)


def score(clean: int, warned: int, subjects: int) -> int:
    """The share of objects that count, in per cent rounded down; 100 where there is none."""
    if not subjects:
        return 100
    return (WHOLE * clean + (WHOLE - LOST[WARNING]) * warned) * 100 // (WHOLE * subjects)


def assess(programme: Any) -> Assessment:
    """All rules that are not deep, over all objects of a programme."""
    with remembering():
        subjects = [one for source in SUBJECTS.values() for one in source(programme)]
        found = [one for rule in RULES.values() if not rule.deep for one in rule.find(programme)]
    kept = {(one.kind, one.code): one.unit for one in subjects if isinstance(one, Subject)}
    crowds = [one for one in subjects if isinstance(one, Crowd)]
    findings = [one if one.unit else replace(one, unit=kept.get(_key(one), "")) for one in found]
    return Assessment(_standings(kept, crowds, findings), findings)


def _key(finding: Finding) -> tuple[str, str]:
    """The object of a finding."""
    return (finding.kind, finding.code) if finding.kind else (finding.rule, finding.where)


def _standings(kept: dict[tuple[str, str], str], crowds: list[Crowd], findings: list[Finding]) -> list[Standing]:
    owners, lost = dict(kept), dict.fromkeys(kept, 0)
    for one in findings:
        key = _key(one)
        owners.setdefault(key, one.unit)
        lost[key] = max(lost.get(key, 0), LOST[one.severity])
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    named = Counter((kind, unit) for (kind, _code), unit in owners.items())
    for key, unit in owners.items():
        counted[unit][lost[key]] += 1
    for crowd in crowds:
        counted[crowd.unit][0] += crowd.count - named[crowd.kind, crowd.unit]
    rows = [Standing(unit, sums[0], sums[LOST[WARNING]], sums[LOST[ERROR]]) for unit, sums in counted.items()]
    return sorted(rows, key=lambda row: (row.score, row.unit))
