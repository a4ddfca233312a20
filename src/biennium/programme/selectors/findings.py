"""What is not as it should be in the indicators of a programme: the rules this room adds to `foundation.quality`.

Invariant: all rules read the framework once, in one query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from biennium.foundation.assessment import SUBJECTS, Subject
from biennium.foundation.quality import WARNING, Finding, register_rule
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.programme.models import Programme
from biennium.programme.selectors.measured import Measure, framework

MOST_INDICATORS = 5
"""How many indicators one result bears; with more of them nobody can say what it is about."""
VALUED = frozenset(kind.value for kind in Kind) - {Kind.MILESTONE.value, Kind.QUALITATIVE.value}
"""The kinds whose values are numbers, counted in something."""
NEW = frozenset({Kind.COUNT.value, Kind.COUNTRY_COUNT.value})
"""The kinds that count what is new: unless it is to fall, they start from nothing."""


def _indicators(programme: Programme) -> list[Measure]:
    """The live indicators of live results."""
    return [one for one in framework(programme).indicators if one.result.is_live]


def _found(rule: str, one: Measure, message: str, remedy: str) -> Finding:
    return Finding(rule, WARNING, one.code, message, remedy, one.result.unit, "indicator", one.code)


def without_baseline(programme: Programme) -> Iterator[Finding]:
    """Indicators of numbers that do not say where they start from, and do not start from nothing."""
    for one in _indicators(programme):
        from_nothing = one.kind in NEW and one.direction == Direction.INCREASE
        if one.kind in VALUED and not from_nothing and not one.has_baseline:
            yield _found("no-baseline", one, _("It has no baseline."), _("Say where it stood, and when."))


def without_target(programme: Programme) -> Iterator[Finding]:
    """Indicators that promise nothing."""
    for one in _indicators(programme):
        if one.kind != Kind.QUALITATIVE and not one.aims:
            yield _found("no-target", one, _("It has no target."), _("Say what is to be reached, and in which period."))


def out_of_time(programme: Programme) -> Iterator[Finding]:
    """Indicators all of whose targets lie in another time than that of the programme."""
    for one in _indicators(programme):
        within = any(aim.start <= programme.end and aim.end >= programme.start for aim in one.aims)
        if one.aims and not within:
            yield _found(
                "target-period",
                one,
                _("No period of its targets lies in the programme."),
                _("Correct the periods, or give it a target in the programme."),
            )


def without_unit(programme: Programme) -> Iterator[Finding]:
    """Indicators of numbers that do not say of what."""
    for one in _indicators(programme):
        if one.kind in VALUED and not one.unit:
            yield _found(
                "no-unit",
                one,
                _("It does not say what it counts in."),
                _("Give it a unit of measurement, such as Member States or per cent."),
            )


def not_measurable(programme: Programme) -> Iterator[Finding]:
    """Indicators in words that nothing decides upon."""
    for one in _indicators(programme):
        if one.kind == Kind.QUALITATIVE and not one.has_criterion:
            yield _found(
                "not-measurable",
                one,
                _("It is told in words, and no criterion says when it is met."),
                _("Give it criteria, or a kind that is measured."),
            )


def too_many(programme: Programme) -> Iterator[Finding]:
    """Results with more indicators than a reader can weigh."""
    borne = Counter(one.result for one in _indicators(programme))
    for result, count in borne.items():
        if count > MOST_INDICATORS:
            words = ngettext("It has %(count)s indicator.", "It has %(count)s indicators.", count)
            yield Finding(
                "too-many-indicators",
                WARNING,
                result.code,
                words % {"count": count},
                _("Keep the %(most)s that say most, and retire the others.") % {"most": MOST_INDICATORS},
                result.unit,
                "result",
                result.code,
            )


RULES: tuple[tuple[str, Any, Any, Any], ...] = (
    (
        "no-baseline",
        _lazy("Indicators have a baseline"),
        _lazy("Without where it started from, no change can be told."),
        without_baseline,
    ),
    (
        "no-target",
        _lazy("Indicators have a target"),
        _lazy("What promises nothing can be neither reached nor missed."),
        without_target,
    ),
    (
        "target-period",
        _lazy("Targets lie in the time of the programme"),
        _lazy("Results of the programme would count towards none of them."),
        out_of_time,
    ),
    (
        "no-unit",
        _lazy("Indicators say what they count in"),
        _lazy("A number without a unit is read in as many ways as it has readers."),
        without_unit,
    ),
    (
        "not-measurable",
        _lazy("Indicators in words have criteria"),
        _lazy("Otherwise whoever reports it decides whether it is met."),
        not_measurable,
    ),
    (
        "too-many-indicators",
        _lazy("Results have few indicators"),
        _lazy("A result that is measured by everything is steered by nothing, and each of them is work to report."),
        too_many,
    ),
)


def _subjects(programme: Programme) -> Iterator[Subject]:
    for one in _indicators(programme):
        yield Subject("indicator", one.code, one.result.unit)


def register() -> None:
    """Adds the rules of this room, and its indicators to what is assessed."""
    for code, label, why, find in RULES:
        register_rule(code, WARNING, label, why, find)
    SUBJECTS.register("indicators", _subjects)
