"""The facts every installation has: places and the published region maps, and the roles to begin with.

Loading them again changes nothing, and writes no event, but for what was corrected in the standards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from biennium.foundation import audit, context
from biennium.foundation.actors import Actor
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Place, Region, Role
from biennium.organisation.registration import MANAGE
from biennium.organisation.roles import STANDARD_ROLES
from biennium.organisation.services.people import define_role
from biennium.standards import places as standard_places
from biennium.standards import regions as standard_regions


@transaction.atomic
def load_facts(*, actor: Actor) -> None:
    """Places, the M49 and DAC maps, and the standard roles where a role of that code is not there yet."""
    require(actor, MANAGE)
    _load_places(actor)
    for map_code in standard_regions.maps():
        load_region_map(actor=actor, map_code=map_code, regions=standard_regions.region_map(map_code))
    known = set(Role.objects.values_list("code", flat=True))
    for role in STANDARD_ROLES:
        if role.code not in known:
            define_role(actor=actor, code=role.code, name=role.name, actions=role.actions)


def _load_places(actor: Actor) -> None:
    known = {place.code: place for place in Place.objects.all()}
    new: list[Place] = []
    corrected: list[Place] = []
    events: list[AuditEvent] = []
    for facts in standard_places.places():
        place = known.get(facts.alpha3) or Place(code=facts.alpha3)
        before = {} if place.pk is None else _described(place)
        place.alpha2, place.m49, place.kind = facts.alpha2, facts.m49 or "", facts.kind
        place.name = dict(facts.name)
        if before != (after := _described(place)):
            (corrected if place.pk else new).append(place)
            events.append(_event(actor, "organisation.place_defined", place, before, after))
    Place.objects.bulk_create(new)
    Place.objects.bulk_update(corrected, ["alpha2", "m49", "kind", "name"])
    audit.record_many(events)


def _described(place: Place) -> dict[str, Any]:
    return {"code": place.code, "alpha2": place.alpha2, "m49": place.m49, "kind": place.kind, "name": place.name}


def _event(actor: Actor, verb: str, target: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> AuditEvent:
    old, new = audit.changes(before, after)
    return audit.event(actor=actor, verb=verb, target=target, before=old if before else {}, after=new)


@transaction.atomic
def load_region_map(*, actor: Actor, map_code: str, regions: Iterable[standard_regions.RegionFacts]) -> None:
    """Creates or corrects a map: its regions (parents before children) and the places in each.

    Raises `InvalidInput` for a place there is none of, or one that would stand in two regions of the map.
    """
    require(actor, MANAGE)
    places = {place.code: place.pk for place in Place.objects.all()}
    rows = {row.code: row for row in Region.objects.filter(map=map_code).prefetch_related("places")}
    events = [_define_region(actor, map_code, facts, rows, places) for facts in regions]
    audit.record_many([event for event in events if event])
    _refuse_shared_places(map_code)
    context.forget()


def _define_region(
    actor: Actor,
    map_code: str,
    facts: standard_regions.RegionFacts,
    rows: dict[str, Region],
    places: Mapping[str, int],
) -> AuditEvent | None:
    """Brings one region to the facts; the event to write, or None where nothing changed."""
    where = f"region {facts.code}"
    members = _keys(facts.places, places, where)
    parent = _parent(facts.parent, rows, where)
    region = rows.get(facts.code) or Region(map=map_code, code=facts.code)
    before = {} if region.pk is None else _standing(region, [place.code for place in region.places.all()])
    region.name, region.parent = dict(facts.name), parent
    after = _standing(region, facts.places)
    if before == after:
        return None
    region.save()
    region.places.set(members)
    rows[region.code] = region
    return _event(actor, "organisation.region_defined", region, before, after)


def _standing(region: Region, places: Iterable[str]) -> dict[str, Any]:
    parent = region.parent.code if region.parent else None
    return {"map": region.map, "code": region.code, "name": region.name, "parent": parent, "places": sorted(places)}


def _parent(code: str | None, rows: Mapping[str, Region], where: str) -> Region | None:
    if code is None:
        return None
    if code not in rows:
        raise InvalidInput(_("The region %(code)s above it does not come before it.") % {"code": code}, where=where)
    return rows[code]


def _keys(codes: Sequence[str], places: Mapping[str, int], where: str) -> list[int]:
    if unknown := [code for code in codes if code not in places]:
        raise InvalidInput(_("There is no place with the code %(code)s.") % {"code": unknown[0]}, where=where)
    return [places[code] for code in codes]


def _refuse_shared_places(map_code: str) -> None:
    in_map = Count("regions", filter=Q(regions__map=map_code))
    if shared := Place.objects.annotate(times=in_map).filter(times__gt=1).order_by("code").first():
        codes = ", ".join(shared.regions.filter(map=map_code).values_list("code", flat=True))
        raise InvalidInput(
            _("%(place)s stands in several regions: %(codes)s.") % {"place": shared.code, "codes": codes},
            where=f"region map {map_code}",
        )
