"""The gender equality marker of what was spent: that of the result it serves, else of the nearest one above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennium.programme.models import Reference, Result

SCHEME, CODE = "marker", "gender"
NOT_SCORED = "not scored"


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
