"""Reads of this room."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet

from biennium.foundation.context import remembered
from biennium.organisation.models import Organisation, Person, Place, Region, Role, RoleAssignment, Unit
from biennium.standards import regions as standard_regions

UNITS = "units"
"""Under which key every unit is remembered during a request."""


def organisation() -> Organisation | None:
    """The organisation, once it is described; asked once a request."""
    return remembered("organisation", Organisation.objects.first)


def languages() -> list[str]:
    """The languages in which the organisation writes."""
    known = organisation()
    return known.languages if known else ["en"]


def all_units() -> list[Unit]:
    """Every unit, open or closed; asked once a request."""
    return remembered(UNITS, lambda: list(Unit.objects.all()))


def units_and_actions(person: int, at: date) -> list[tuple[Unit, list[str]]]:
    """Every unit with what a role of a person allows there on a day, in one query that `all_units` need not ask again;
    a unit at which the person holds several roles stands once for each."""
    holds = Q(assignments__person=person, assignments__starts__lte=at)
    until = Q(assignments__ends__isnull=True) | Q(assignments__ends__gte=at)
    held = FilteredRelation("assignments", condition=holds & until)
    rows = list(Unit.objects.annotate(held=held, actions=F("held__role__actions")))
    remembered(UNITS, lambda: list({unit.pk: unit for unit in rows}.values()))
    return [(unit, unit.actions or []) for unit in rows]


def open_units() -> QuerySet[Unit]:
    """Units that can be chosen."""
    return Unit.objects.filter(retired_at__isnull=True).select_related("parent")


def closed_units() -> QuerySet[Unit]:
    """Units that can no longer be chosen, the last closed first."""
    return Unit.objects.filter(retired_at__isnull=False).select_related("parent").order_by("-retired_at", "code")


def units_in_tree() -> list[tuple[int, Unit]]:
    """The open units, each behind the one above it, with its depth. One below a closed unit stands at the top."""
    units = list(open_units())
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in reversed(units):
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    ordered: list[tuple[int, Unit]] = []
    waiting = [(0, unit) for unit in below[None]]
    while waiting:
        depth, unit = waiting.pop()
        ordered.append((depth, unit))
        waiting += [(depth + 1, one) for one in below[unit.pk]]
    return ordered


def people() -> QuerySet[Person]:
    """Everybody with an account, with the roles they hold."""
    held = RoleAssignment.objects.select_related("role", "unit")
    return Person.objects.prefetch_related(Prefetch("assignments", queryset=held))


def roles() -> QuerySet[Role]:
    """All roles."""
    return Role.objects.all()


def places() -> QuerySet[Place]:
    """All countries and territories."""
    return Place.objects.all()


def regions(map_code: str) -> QuerySet[Region]:
    """The regions of a map, in its own order."""
    return Region.objects.filter(map=map_code)


def own_map() -> str:
    """The code of the map the organisation works with."""
    known = organisation()
    return known.region_map if known else "m49"


def map_to_begin_with() -> str:
    """The map of an organisation that is not described yet: its own, where one was loaded, else M49."""
    own = Region.objects.exclude(map__in=standard_regions.maps()).order_by("pk")
    return own.values_list("map", flat=True).first() or "m49"


def own_regions() -> QuerySet[Region]:
    """The regions of that map."""
    return regions(own_map())


def mapped_regions() -> tuple[Region, ...]:
    """The regions of that map with the codes of their places fetched; asked once a request."""
    coded = Prefetch("places", queryset=Place.objects.only("code"))
    return remembered("regions with their places", lambda: tuple(own_regions().prefetch_related(coded)))
