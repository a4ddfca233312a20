"""The offices that keep work: the unit that leads it; before anybody does, those responsible for a country programme of
its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from biennium.foundation.actors import Actor
from biennium.foundation.context import remembered
from biennium.foundation.permission import decide
from biennium.organisation.models import Unit
from biennium.programme.models import WorkItem
from biennium.workplan.actions import PLAN
from biennium.workplan.models import CountryProgramme, Plan


def keeps(actor: Actor, item: WorkItem) -> bool:
    """Whether the actor plans for the office of the work."""
    plan = Plan.objects.filter(work_item=item).select_related("lead_unit").first() if item.pk else None
    if plan is not None:
        return decide(actor, PLAN, plan).allowed
    return item.place_id in places_of(actor)


def places_of(actor: Actor) -> set[int]:
    """The places whose work the actor plans, as primary keys."""
    return {
        place
        for unit, places in _responsible().items()
        if decide(actor, PLAN, Plan(lead_unit=unit)).allowed
        for place in places
    }


def _responsible() -> Mapping[Unit, set[int]]:
    """The places of each office that is responsible for a country programme under way, in one query."""
    return remembered("places of offices", _read)


def _read() -> Mapping[Unit, set[int]]:
    found: dict[Unit, set[int]] = defaultdict(set)
    rows = CountryProgramme.objects.exclude(status=CountryProgramme.Status.COMPLETED).select_related("unit")
    for one in rows.prefetch_related("places"):
        found[one.unit].update(place.pk for place in one.places.all())
    return found
