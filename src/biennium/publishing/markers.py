"""The markers of work: the score its plan gives, else that of the result it serves, else of the nearest one above.

Invariant: every standard is told the same score. The UN's gender equality marker takes it as it is; the DAC, whose
markers end at 2, takes one less of a marker that ends at 3, where 1 is a limited contribution and no objective.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max

from biennium.programme.models import Reference, Result
from biennium.publishing.expenses import Expense
from biennium.workplan.models import PlanMarker

SCHEME, CODE = "marker", "gender"
NOT_SCORED = "not scored"
PRINCIPAL = 2
"""The highest significance the DAC knows."""


@dataclass(frozen=True, slots=True)
class Given:
    """The score a plan gives on a marker, and the highest there is."""

    score: int
    highest: int

    @property
    def significance(self) -> str:
        """In the terms of the DAC."""
        return str(min(max(self.score - 1, 0) if self.highest > PRINCIPAL else self.score, PRINCIPAL))


Scores = Mapping[str, Given]
"""By code of the marker."""


def of_items(items: Iterable[int]) -> Mapping[int, Scores]:
    """What the plans of some work items (primary keys, or a query for them) give; one query."""
    found: dict[int, dict[str, Given]] = defaultdict(dict)
    rows = PlanMarker.objects.filter(plan__work_item__in=items).order_by().annotate(most=Max("marker__scores__score"))
    for item, code, score, most in rows.values_list("plan__work_item", "marker__code", "score", "most"):
        found[item][code] = Given(score, most or PRINCIPAL)
    return found


@dataclass(frozen=True, slots=True)
class Gender:
    """The gender equality marker of what was spent, in the terms of the UN."""

    plans: Mapping[int, Scores]
    results: Mapping[int, str]

    def of(self, one: Expense) -> str:
        """Its score; empty where there is none."""
        given = self.plans.get(one.work_item.pk, {}).get(CODE) if one.work_item else None
        result = one.work_item.result_id if one.work_item else one.result and one.result.pk
        return str(given.score) if given else self.results.get(result or 0, "")


def scores(programmes: Iterable[int]) -> Mapping[int, str]:
    """The score of each result that has one, its own or one from above, by key; two queries."""
    of = {"result__programme__in": list(programmes)}
    rows = Reference.objects.filter(scheme=SCHEME, code=CODE, score__isnull=False, **of)
    own = dict(rows.order_by().values_list("result", "score"))
    above = dict(Result.objects.filter(programme__in=of["result__programme__in"]).values_list("pk", "parent"))
    found = {}
    for result in above:
        at: int | None = result
        while at is not None and at not in own:
            at = above.get(at)
        if at is not None:
            found[result] = str(own[at])
    return found
