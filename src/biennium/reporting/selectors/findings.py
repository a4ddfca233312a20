"""What is not as it should be in the reports of a programme: the rules this room adds to `foundation.quality`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.assessment import SUBJECTS, Subject
from biennium.foundation.quality import ERROR, WARNING, Finding, register_rule
from biennium.kernel.indicators.disaggregation import discrepancies
from biennium.kernel.indicators.kinds import Kind
from biennium.kernel.indicators.targets import Disagreement, disagreement
from biennium.programme.models import Indicator, Programme, Target
from biennium.reporting import content, contributions
from biennium.reporting.models import CountryResult, CountryResultIndicator, CriterionAnswer, Evidence, ObservationCell
from biennium.reporting.selectors import consistency

Rule = Callable[[Programme], Iterator[Finding]]


def breakdowns(programme: Programme) -> Iterator[Finding]:
    """Cells that do not make the total. A ratio is broken down by its numerator."""
    rows = ObservationCell.objects.filter(
        observation__in=contributions.observations().filter(round__programme=programme)
    )
    grouped: dict[tuple[str, str, int], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    listed = rows.order_by("observation_id").select_related(
        "observation__indicator", "observation__round", "observation__place", "observation__region"
    )
    for cell in listed.iterator(chunk_size=5000):
        seen = cell.observation
        total = seen.value if seen.indicator.kind == Kind.COUNT else seen.numerator
        if total is not None:
            grouped[str(seen), str(seen.uid), total][cell.dimension][cell.category] = cell.value
    for (where, uid, total), cells in grouped.items():
        for found in discrepancies(total, cells):
            yield Finding(
                "breakdown",
                WARNING,
                where,
                _("The cells by %(dimension)s differ from the total by %(by)s.")
                % {"dimension": found.dimension, "by": found.by},
                _("Correct a cell or the total, or give what is not known as “unknown”."),
                kind="observation",
                code=uid,
            )


def targets(programme: Programme) -> Iterator[Finding]:
    """Regional targets that do not make the target of the world."""
    kinds = [kind.value for kind in Kind if kind.summed]
    rows = Target.objects.filter(
        indicator__programme=programme, indicator__retired_at__isnull=True, indicator__kind__in=kinds
    ).select_related("indicator")
    totals: dict[tuple[str, str], int] = {}
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for target in rows:
        at = (target.indicator.code, f"{target.start}–{target.end}")
        if target.region_id is None:
            totals[at] = target.value
        else:
            parts[at].append(target.value)
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
    covering = Target.objects.filter(
        indicator=OuterRef("indicator"), start__lte=OuterRef("result__date"), end__gte=OuterRef("result__date")
    )
    targeted = Target.objects.filter(indicator=OuterRef("indicator"))
    outside = contributions.claims().filter(Exists(targeted), ~Exists(covering), result__programme=programme)
    for claim in outside.select_related("result", "indicator"):
        yield Finding(
            "outside-window",
            WARNING,
            f"{claim.result.code} → {claim.indicator.code}",
            _("The result of %(day)s lies outside every target of the indicator and counts nowhere.")
            % {"day": claim.result.date},
            _("Correct the day, or the periods of the targets."),
            kind="country_result",
            code=claim.result.code,
        )


def unproved(programme: Programme) -> Iterator[Finding]:
    """Verified results without any evidence."""
    proof = Evidence.objects.filter(result=OuterRef("pk"), removed_at__isnull=True)
    bare = programme.country_results.filter(~Exists(proof), status__in=contributions.CONCLUDED)
    for result in bare:
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
    retired = Q(indicator__retired_at__isnull=False)
    for code, where, kind, key in _retired(programme, retired):
        yield Finding(
            "no-home",
            WARNING,
            where,
            _("Indicator %(code)s is retired; what was reported on it is kept.") % {"code": code},
            _("Report it on another indicator where there is one."),
            kind=kind,
            code=key,
        )
    criteria = Indicator.objects.filter(pk=OuterRef("served__indicator"), criteria__code=OuterRef("criterion"))
    answers = CriterionAnswer.objects.filter(~Exists(criteria), served__result__programme=programme)
    for answer in answers.exclude(served__result__status="withdrawn").select_related(
        "served__result", "served__indicator"
    ):
        yield Finding(
            "no-home",
            WARNING,
            f"{answer.served.result.code} → {answer.served.indicator.code}",
            _("Criterion %(code)s is gone; the answer to it is kept.") % {"code": answer.criterion},
            _("Answer the criteria there are now."),
            kind="country_result",
            code=answer.served.result.code,
        )


def _retired(programme: Programme, retired: Q) -> Iterator[tuple[str, str, str, str]]:
    """The indicator, where it was reported, and the object that says so: its kind and code."""
    observed = contributions.observations().filter(retired, round__programme=programme)
    for one in observed.select_related("indicator", "round__programme"):
        yield one.indicator.code, str(one), "observation", str(one.uid)
    claims = CountryResultIndicator.objects.filter(retired, result__programme=programme)
    for claim in claims.exclude(result__status=CountryResult.Status.WITHDRAWN).select_related("indicator", "result"):
        yield claim.indicator.code, claim.result.code, "country_result", claim.result.code


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


def _subjects(programme: Programme) -> Iterator[Subject]:
    """Country results that were not withdrawn, and reported values."""
    results = programme.country_results.exclude(status=CountryResult.Status.WITHDRAWN)
    for code, unit in results.order_by().values_list("code", "unit__code"):
        yield Subject("country_result", code, unit)
    seen = contributions.observations().filter(round__programme=programme)
    for uid, unit in seen.order_by().values_list("uid", "unit__code"):
        yield Subject("observation", str(uid), unit)


def register() -> None:
    """Adds the rules of this room, and its reports to what is assessed."""
    for rule in RULES:
        register_rule(*rule, deep=rule[0] in DEEP)
    SUBJECTS.register("reports", _subjects)
