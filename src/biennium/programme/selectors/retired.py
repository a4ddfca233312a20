"""What of a programme is retired, and what was retired with it.

Invariant: what was retired in one go has one moment of retirement, by which it comes back in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from biennium.foundation.models import AuditEvent
from biennium.programme.models import Indicator, Programme, Result
from biennium.programme.selectors.document import in_tree_order

KINDS = {"result": "results", "indicator": "indicators", "section": "sections", "work_item": "work_items"}
"""The kinds of object that are retired, and where a programme has them."""
ABOVE = {"result": "parent", "indicator": "result", "section": "parent", "work_item": "result"}
"""What each stands below."""
RELATED = {"result": ("responsible_unit",), "indicator": ("result__responsible_unit",)}


@dataclass(frozen=True, slots=True)
class Retired:
    """An object that was retired, with how many came with it, and how it came to it."""

    kind: str
    row: Any
    more: int
    event: AuditEvent | None = None

    @property
    def above(self) -> Any:
        """What it stood below, if anything."""
        return getattr(self.row, ABOVE[self.kind])


def together(result: Result) -> tuple[list[Result], list[Indicator]]:
    """A retired result with those below it that were retired with it, in tree order, and the indicators of all."""
    rows = result.programme.results.filter(retired_at=result.retired_at).select_related("level", "parent__level")
    found = {result.pk: result}
    for one in in_tree_order(rows.order_by("position", "id")):
        if one.parent_id in found:
            found[one.pk] = one
    measures = result.programme.indicators.filter(retired_at=result.retired_at, result__in=found)
    return list(found.values()), list(measures.order_by("position", "id"))


def retired(programme: Programme) -> list[Retired]:
    """What was retired by itself, not with something above it, the latest first: four queries."""
    found: list[Retired] = []
    of: dict[datetime, int] = {}
    for kind, name in KINDS.items():
        above = ABOVE[kind]
        rows = getattr(programme, name).filter(retired_at__isnull=False).select_related(above, *RELATED.get(kind, ()))
        for row in rows:
            moment = getattr(getattr(row, above), "retired_at", None)
            if moment == row.retired_at and kind in ("result", "indicator"):
                of[moment] = of.get(moment, 0) + 1
            else:
                found.append(Retired(kind, row, 0))
    found.sort(key=lambda one: (one.row.retired_at, one.row.code), reverse=True)
    return [Retired(one.kind, one.row, of.get(one.row.retired_at, 0) if one.kind == "result" else 0) for one in found]


def explained(listed: Iterable[Retired]) -> list[Retired]:
    """The same with who retired each, and why: one query."""
    known = {one.row.uid: one for one in listed}
    events = AuditEvent.objects.filter(object_uid__in=list(known), verb__endswith="_retired").order_by("id")
    said = {event.object_uid: event for event in events}
    return [Retired(one.kind, one.row, one.more, said.get(uid)) for uid, one in known.items()]


def find(programme: Programme, kind: str, uid: UUID) -> Any:
    """The retired object of this kind and identity; None when there is none."""
    rows = getattr(programme, KINDS[kind]).filter(retired_at__isnull=False) if kind in KINDS else None
    return rows.filter(uid=uid).first() if rows is not None else None
