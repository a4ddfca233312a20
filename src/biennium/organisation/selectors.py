"""Reads of this room."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from biennium.foundation.context import remembered
from biennium.organisation.models import Organisation, Person, Place, Region, Role, RoleAssignment, Unit


def organisation() -> Organisation | None:
    """The organisation, once it is described; asked once a request."""
    return remembered("organisation", Organisation.objects.first)


def all_units() -> list[Unit]:
    """Every unit, open or closed; asked once a request."""
    return remembered("units", lambda: list(Unit.objects.all()))


def open_units() -> QuerySet[Unit]:
    """Units that can be chosen."""
    return Unit.objects.filter(retired_at__isnull=True).select_related("parent")


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
