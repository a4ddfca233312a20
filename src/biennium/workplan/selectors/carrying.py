"""What became of country outcomes from one programme to the next: new, changed, kept, dropped."""

from __future__ import annotations

from dataclasses import dataclass

from biennium.programme.models import Programme, WorkItem

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


def _outcomes(programme: Programme) -> dict[object, WorkItem]:
    rows = programme.work_items.filter(retired_at__isnull=True, kind=WorkItem.Kind.COUNTRY_OUTCOME)
    return {one.uid: one for one in rows.select_related("place", "result").order_by("code")}
