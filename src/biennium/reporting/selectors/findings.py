"""What is not as it should be in the reports of a programme: the rules this room adds to `foundation.quality`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.assessment import SUBJECTS, Crowd, Subject
from biennium.foundation.quality import ERROR, WARNING, Finding, register_rule
from biennium.kernel.indicators.disaggregation import discrepancies
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.targets import Disagreement, disagreement
from biennium.programme.models import Programme
from biennium.programme.selectors.measured import framework
from biennium.reporting import content, contributions
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors import assessed as read
from biennium.reporting.selectors import consistency

Rule = Callable[[Programme], Iterator[Finding]]


def breakdowns(programme: Programme) -> Iterator[Finding]:
    """Cells that do not make the total. A ratio is broken down by its numerator."""
    for seen in read.seen(programme):
        for found in discrepancies(seen.total, seen.cells) if seen.total is not None else ():
            yield Finding(
                "breakdown",
                WARNING,
                seen.where,
                _("The cells by %(dimension)s differ from the total by %(by)s.")
                % {"dimension": found.dimension, "by": found.by},
                _("Correct a cell or the total, or give what is not known as “unknown”."),
                unit=seen.unit,
                kind="observation",
                code=seen.uid,
            )


def targets(programme: Programme) -> Iterator[Finding]:
    """Regional targets that do not make the target of the world."""
    kinds = [kind.value for kind in Kind if kind.summed]
    totals: dict[tuple[str, str], int] = {}
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    aims = ((one.code, aim) for one in framework(programme).indicators if one.kind in kinds for aim in one.aims)
    for code, aim in aims:
        at = (code, f"{aim.start}–{aim.end}")
        if aim.region is None:
            totals[at] = aim.value
        else:
            parts[at].append(aim.value)
    for at, values in parts.items():
        if at in totals and (found := disagreement(totals[at], values)):
            yield _disagreeing(at, found)


def _disagreeing(at: tuple[str, str], found: Disagreement) -> Finding:
    code, period = at
    return Finding(
        "regional-targets",
        WARNING,
        f"{code} {period}",
        _("The targets of the regions make %(parts)s, the target is %(total)s.")
        % {"parts": found.parts, "total": found.total},
        _("Correct the targets of the indicator."),
        kind="indicator",
        code=code,
    )


def windows(programme: Programme) -> Iterator[Finding]:
    """Results that count in no target's window."""
    for claim in read.claims(programme):
        if not claim.outside:
            continue
        yield Finding(
            "outside-window",
            WARNING,
            f"{claim.result} → {claim.indicator}",
            _("The result of %(day)s lies outside every target of the indicator and counts nowhere.")
            % {"day": claim.day},
            _("Correct the day, or the periods of the targets."),
            kind="country_result",
            code=claim.result,
        )


def unproved(programme: Programme) -> Iterator[Finding]:
    """Verified results without any evidence."""
    for result in read.results(programme):
        if result.proved or result.status not in contributions.CONCLUDED:
            continue
        yield Finding(
            "no-evidence",
            WARNING,
            result.code,
            _("The result is verified without evidence."),
            _("Withdraw it and report it anew with its evidence."),
            kind="country_result",
            code=result.code,
        )


def changed_after_verification(programme: Programme) -> Iterator[Finding]:
    """Verified results that do not say any more what was verified: changed past the services."""
    for result in programme.country_results.filter(status__in=contributions.CONCLUDED).select_related("place"):
        if not content.holds(result):
            yield Finding(
                "verification-superseded",
                ERROR,
                result.code,
                _("The result is not what was verified."),
                _("Restore it from the backup, or withdraw it and report it anew."),
                kind="country_result",
                code=result.code,
            )


def homeless(programme: Programme) -> Iterator[Finding]:
    """Reports whose indicator was retired, and answers to criteria that are gone: kept, and without a home."""
    for code, where, unit, kind, key in _retired(programme):
        yield Finding(
            "no-home",
            WARNING,
            where,
            _("Indicator %(code)s is retired; what was reported on it is kept.") % {"code": code},
            _("Report it on another indicator where there is one."),
            unit=unit,
            kind=kind,
            code=key,
        )
    for claim in read.claims(programme):
        for criterion in claim.lost:
            yield Finding(
                "no-home",
                WARNING,
                f"{claim.result} → {claim.indicator}",
                _("Criterion %(code)s is gone; the answer to it is kept.") % {"code": criterion},
                _("Answer the criteria there are now."),
                kind="country_result",
                code=claim.result,
            )


def _retired(programme: Programme) -> Iterator[tuple[str, str, str, str, str]]:
    """The indicator, where it was reported, by which office, and the object that says so: its kind and code. A country
    result knows its office itself."""
    for seen in read.seen(programme):
        if seen.retired:
            yield seen.indicator, seen.where, seen.unit, "observation", seen.uid
    for claim in read.claims(programme):
        if claim.retired:
            yield claim.indicator, claim.result, "", "country_result", claim.result


def aggregates(programme: Programme) -> Iterator[Finding]:
    """Aggregates that are not what a full recomputation gives."""
    for difference in consistency.differences(programme):
        yield Finding(
            "aggregates",
            ERROR,
            difference.bucket.key,
            _("A figure is not what its reports amount to."),
            _("Rebuild the aggregates, and find out who wrote past the services."),
        )


RULES: tuple[tuple[str, str, Any, Any, Rule], ...] = (
    (
        "breakdown",
        WARNING,
        _lazy("Breakdowns make their totals"),
        _lazy("Cells that do not make the total tell two stories about one figure."),
        breakdowns,
    ),
    (
        "regional-targets",
        WARNING,
        _lazy("Regional targets make the target of the world"),
        _lazy("Otherwise the world can reach its target while no region reaches its own."),
        targets,
    ),
    (
        "outside-window",
        WARNING,
        _lazy("Results lie within the period of a target"),
        _lazy("A result outside every target counts nowhere, and nobody notices."),
        windows,
    ),
    (
        "no-evidence",
        WARNING,
        _lazy("Verified results have evidence"),
        _lazy("What is counted must be proved."),
        unproved,
    ),
    (
        "verification-superseded",
        ERROR,
        _lazy("Verified results say what was verified"),
        _lazy("A result that was changed past the services counts for something nobody confirmed."),
        changed_after_verification,
    ),
    (
        "no-home",
        WARNING,
        _lazy("Reports belong to live indicators and criteria"),
        _lazy("What was reported on a retired indicator shows nowhere."),
        homeless,
    ),
    (
        "aggregates",
        ERROR,
        _lazy("Figures are what their reports amount to"),
        _lazy("A full recomputation must give the figures that are shown."),
        aggregates,
    ),
)


DEEP = frozenset({"verification-superseded", "aggregates"})
"""They hash every result and recompute every figure."""


def _subjects(programme: Programme) -> Iterator[Subject | Crowd]:
    """Country results that were not withdrawn, and reported values."""
    for result in read.results(programme):
        if result.status != CountryResult.Status.WITHDRAWN:
            yield Subject("country_result", result.code, result.unit)
    for unit, count in read.values_by_unit(programme).items():
        yield Crowd("observation", unit, count)


def register() -> None:
    """Adds the rules of this room, and its reports to what is assessed."""
    for rule in RULES:
        register_rule(*rule, deep=rule[0] in DEEP)
    SUBJECTS.register("reports", _subjects)
