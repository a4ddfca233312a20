"""What plans rest on: kinds of country programme, markers, standard costs, and the staff there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.rows import checked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Organisation, Unit
from biennium.workplan.actions import CAPACITY, STANDARDS
from biennium.workplan.models import Capacity, CountryProgrammeKind, Marker, MarkerScore, StandardCost


@dataclass(frozen=True, slots=True)
class Score:
    """A score of a marker; `requires` names the evidence that it takes, empty for none."""

    score: int
    name: Mapping[str, str]
    requires: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Monthly:
    """What a month of a grade costs, minor units of the reporting currency."""

    grade: str
    station: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Hundredths of a month a unit has of a grade in a year."""

    unit: Unit
    grade: str
    year: int
    months: int


def _organisation() -> Organisation:
    found = Organisation.objects.first()
    if found is None:
        raise InvalidInput(_("The organisation is not described yet."), remedy=_("Describe it first."))
    return found


@transaction.atomic
def set_kind(
    *, actor: Actor, code: str, name: Mapping[str, str], endorsed: bool, dormant_after: int
) -> CountryProgrammeKind:
    """Says what a kind of country programme is called, whether it is endorsed, and when one of it lies dormant."""
    require(actor, STANDARDS)
    if dormant_after <= 0:
        raise InvalidInput(_("Give a number of days."), field="dormant_after")
    values = {"name": texts.clean(name), "endorsed": endorsed, "dormant_after": dormant_after}
    position = {"position": CountryProgrammeKind.objects.count()}
    checked(CountryProgrammeKind(code=code, **values))
    kind, _made = CountryProgrammeKind.objects.update_or_create(
        code=code, defaults=values, create_defaults={**values, **position}
    )
    audit.record(actor=actor, verb="workplan.kind_set", target=_organisation(), after={"code": code, **values})
    return kind


@transaction.atomic
def set_marker(*, actor: Actor, code: str, name: Mapping[str, str], scores: Sequence[Score]) -> Marker:
    """Defines a marker with its scores. Raises `InvalidInput` for fewer than two scores, or one that is there twice."""
    require(actor, STANDARDS)
    if len(scores) < 2 or len({one.score for one in scores}) < len(scores):
        raise InvalidInput(_("A marker has two different scores or more."), where=code)
    checked(Marker(code=code, name=texts.clean(name)))
    marker, _made = Marker.objects.update_or_create(
        code=code,
        defaults={"name": texts.clean(name)},
        create_defaults={"name": texts.clean(name), "position": Marker.objects.count()},
    )
    marker.scores.all().delete()
    MarkerScore.objects.bulk_create(
        MarkerScore(marker=marker, score=one.score, name=texts.clean(one.name), requires=texts.clean(one.requires))
        for one in scores
    )
    after = {"code": code, "name": dict(name), "scores": {one.score: dict(one.requires) for one in scores}}
    audit.record(actor=actor, verb="workplan.marker_set", target=_organisation(), after=after)
    return marker


@transaction.atomic
def set_standard_costs(*, actor: Actor, costs: Sequence[Monthly], modelled: bool = False, reason: str = "") -> None:
    """Sets what a month of staff costs; work that is planned in months costs that from now on."""
    require(actor, STANDARDS)
    for one in costs:
        if one.amount <= 0:
            raise InvalidInput(_("A month of staff costs more than zero."), where=f"{one.grade} {one.station}")
        key: dict[str, Any] = {"grade": one.grade, "station": one.station, "year": one.year}
        checked(StandardCost(**key, amount=one.amount))
        StandardCost.objects.update_or_create(**key, defaults={"amount": one.amount, "modelled": modelled})
    after = {f"{one.grade} {one.station} {one.year}": one.amount for one in costs}
    audit.record(actor=actor, verb="workplan.standard_costs_set", target=_organisation(), after=after, reason=reason)


@transaction.atomic
def set_capacity(*, actor: Actor, staff: Sequence[Staff], modelled: bool = False, reason: str = "") -> None:
    """Says how much staff units have; zero says that there is none."""
    for unit in dict.fromkeys(one.unit for one in staff):
        require(actor, CAPACITY, Capacity(unit=unit))
    for one in staff:
        if one.months < 0:
            raise InvalidInput(_("Months are zero or more."), where=f"{one.unit.code} {one.grade}")
        key: dict[str, Any] = {"unit": one.unit, "grade": one.grade, "year": one.year}
        checked(Capacity(**key, months=one.months))
        Capacity.objects.update_or_create(**key, defaults={"months": one.months, "modelled": modelled})
    after = {f"{one.unit.code} {one.grade} {one.year}": one.months for one in staff}
    audit.record(actor=actor, verb="workplan.capacity_set", target=_organisation(), after=after, reason=reason)
