"""What became of country outcomes from one programme to the next: new, changed, kept, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennium.programme.models import Programme, Result, WorkItem
from biennium.workplan.models import OutputShare, Plan

COMPARED = ("code", "title", "place_id", "function", "sdg")


@dataclass(frozen=True, slots=True)
class Carried:
    """Country outcomes by what became of them; of the changed ones, both states and the names of what differs."""

    new: list[WorkItem]
    changed: list[tuple[WorkItem, WorkItem, list[str]]]
    kept: list[WorkItem]
    dropped: list[WorkItem]


def carried(old: Programme, new: Programme) -> Carried:
    """Compares the live country outcomes of two programmes by their identity, in two queries."""
    before, after = _outcomes(old), _outcomes(new)
    found = Carried(new=[], changed=[], kept=[], dropped=[one for uid, one in before.items() if uid not in after])
    for uid, item in after.items():
        earlier = before.get(uid)
        if earlier is None:
            found.new.append(item)
        elif differing := [name for name in COMPARED if getattr(item, name) != getattr(earlier, name)]:
            found.changed.append((earlier, item, [name.removesuffix("_id") for name in differing]))
        else:
            found.kept.append(item)
    return found


def earlier(programme: Programme) -> list[Programme]:
    """The programmes that begin before this one, the nearest first."""
    return list(Programme.objects.filter(start__lt=programme.start).order_by("-start", "code"))


def plans_of(items: Sequence[WorkItem]) -> dict[int, Plan]:
    """The plans of work items by the key of the item, each with the unit that leads, in one query."""
    rows = Plan.objects.filter(work_item__in=items).select_related("lead_unit")
    return {one.work_item_id: one for one in rows}


def served(items: Sequence[WorkItem]) -> list[Result]:
    """All outputs that work items serve, as the primary one or beside it, in the order of the framework."""
    shares = OutputShare.objects.filter(plan__work_item__in=items).select_related("result")
    found = {one.result.pk: one.result for one in shares} | {one.result.pk: one.result for one in items if one.result}
    return sorted(found.values(), key=lambda one: (one.position, one.pk))


def _outcomes(programme: Programme) -> dict[object, WorkItem]:
    rows = programme.work_items.filter(retired_at__isnull=True, kind=WorkItem.Kind.COUNTRY_OUTCOME)
    return {one.uid: one for one in rows.select_related("place", "result").order_by("code")}
