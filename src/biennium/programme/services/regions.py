"""The organisation's own map of regions, in which its programmes set targets."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Organisation
from biennium.organisation.selectors import organisation
from biennium.organisation.services.facts import load_region_map
from biennium.organisation.services.units import describe_organisation
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.standards import regions as standard_regions

KEPT = ("name", "acronym", "languages", "iati", "currency")


@transaction.atomic
def adopt_region_map(*, actor: Actor, values: exchange.RegionMap) -> None:
    """Creates or corrects a map and makes it the one the organisation works with; a region left out stays.

    In an installation that does not know whose it is, the organisation takes it when the first programme comes in.
    Raises `InvalidInput` for the code of a published map, and for another map while programmes stand on one.
    """
    if values.map in standard_regions.maps():
        raise InvalidInput(
            _("“%(map)s” is a published map.") % {"map": values.map},
            where="map",
            remedy=_("Give your own map another code."),
        )
    codes = [region.code for region in values.regions]
    if twice := [code for code in codes if codes.count(code) > 1]:
        raise InvalidInput(_("The region %(code)s is given twice.") % {"code": twice[0]}, where="regions")
    load_region_map(actor=actor, map_code=values.map, regions=[_facts(region) for region in values.regions])
    known = organisation()
    if known is not None and known.region_map != values.map:
        _work_with(actor, known, values.map)


def _facts(region: exchange.Region) -> standard_regions.RegionFacts:
    return standard_regions.RegionFacts(region.code, region.parent, region.name, tuple(region.places))


def _work_with(actor: Actor, known: Organisation, region_map: str) -> None:
    if Programme.objects.exists():
        raise InvalidInput(
            _("There are programmes with regions of the map “%(map)s”.") % {"map": known.region_map},
            where="map",
            remedy=_("Correct that map, under its code."),
        )
    kept = {name: getattr(known, name) for name in KEPT}
    describe_organisation(actor=actor, region_map=region_map, **kept)
