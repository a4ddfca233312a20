"""The facts every installation has: places and the published region maps, and the roles to begin with.

Loading them again changes nothing but names that were corrected in the standards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from biennium.foundation.actors import Actor
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
    _load_places()
    for map_code in standard_regions.maps():
        load_region_map(actor=actor, map_code=map_code, regions=standard_regions.region_map(map_code))
    known = set(Role.objects.values_list("code", flat=True))
    for role in STANDARD_ROLES:
        if role.code not in known:
            define_role(actor=actor, code=role.code, name=role.name, actions=role.actions)


def _load_places() -> None:
    Place.objects.bulk_create(
        [
            Place(code=one.alpha3, alpha2=one.alpha2, m49=one.m49 or "", kind=one.kind, name=dict(one.name))
            for one in standard_places.places()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["alpha2", "m49", "kind", "name"],
    )


@transaction.atomic
def load_region_map(*, actor: Actor, map_code: str, regions: Iterable[standard_regions.RegionFacts]) -> None:
    """Creates or corrects a map: its regions (parents before children) and the places in each."""
    require(actor, MANAGE)
    places = {place.code: place.pk for place in Place.objects.all()}
    rows: dict[str, Region] = {}
    for facts in regions:
        parent = rows[facts.parent] if facts.parent else None
        rows[facts.code], _ = Region.objects.update_or_create(
            map=map_code, code=facts.code, defaults={"name": dict(facts.name), "parent": parent}
        )
        rows[facts.code].places.set(_keys(facts.places, places, facts.code))


def _keys(codes: Sequence[str], places: Mapping[str, int], region: str) -> list[int]:
    if unknown := [code for code in codes if code not in places]:
        raise InvalidInput(f"There is no place with the code {unknown[0]}.", where=f"region {region}")
    return [places[code] for code in codes]
