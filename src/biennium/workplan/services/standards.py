"""What plans rest on: kinds of country programme, markers, standard costs, and the staff there is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.foundation.rows import checked
from biennium.kernel import text as texts
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.organisation.models import Organisation, Unit
from biennium.workplan.actions import CAPACITY, STANDARDS
from biennium.workplan.models import Capacity, CountryProgrammeKind, Marker, MarkerScore, StandardCost

R = TypeVar("R", StandardCost, Capacity)


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


def costs_revision(years: Collection[int]) -> int:
    """At which revision the standard costs of these years are: it grows with each that is added or changed."""
    return _sum(StandardCost.objects.filter(year__in=years))


def capacity_revision(unit: Unit, years: Collection[int]) -> int:
    """At which revision the staff of a unit is in these years: it grows with each number that is added or changed."""
    return _sum(Capacity.objects.filter(unit=unit, year__in=years))


def _sum(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(of=Sum("revision"))["of"] or 0)


def _refuse_stale(at: int, seen: int | None) -> None:
    if seen is not None and at != seen:
        raise Conflict(
            _("Somebody else changed these numbers while you were editing them."),
            remedy=_("Compare both and save again."),
        )


@transaction.atomic
def set_kind(
    *,
    actor: Actor,
    code: str,
    name: Mapping[str, str],
    endorsed: bool,
    dormant_after: int,
    revision: int | None = None,
) -> CountryProgrammeKind:
    """Says what a kind of country programme is called, whether it is endorsed, and when one of it lies dormant.

    Raises `Conflict` when it is not at `revision` any more (None: whatever it is).
    """
    require(actor, STANDARDS)
    if dormant_after <= 0:
        raise InvalidInput(_("Give a number of days."), field="dormant_after")
    values = {"name": texts.clean(name), "endorsed": endorsed, "dormant_after": dormant_after}
    checked(CountryProgrammeKind(code=code, **values))
    known = CountryProgrammeKind.objects.filter(code=code).first()
    if known is None:
        known = CountryProgrammeKind(code=code, position=CountryProgrammeKind.objects.count(), revision=0)
    else:
        known = locked(known, revision)
    before, after = audit.changes({name: getattr(known, name) for name in values} if known.pk else {}, values)
    if not after:
        return known
    for column, value in values.items():
        setattr(known, column, value)
    known.revision += 1
    known.save()
    named = {"code": code}
    audit.record(
        actor=actor,
        verb="workplan.kind_set",
        target=_organisation(),
        before={**named, **before},
        after={**named, **after},
    )
    return known


@transaction.atomic
def set_marker(
    *, actor: Actor, code: str, name: Mapping[str, str], scores: Sequence[Score], revision: int | None = None
) -> Marker:
    """Defines a marker with its scores. Raises `Conflict` when it is not at `revision` any more (0: there was none yet,
    None: whatever it is); `InvalidInput` for fewer than two scores, one that is there twice, and one left out that work
    has been given."""
    require(actor, STANDARDS)
    if len(scores) < 2 or len({one.score for one in scores}) < len(scores):
        raise InvalidInput(_("A marker has two different scores or more."), where=code)
    rows = [
        MarkerScore(score=one.score, name=texts.clean(one.name), requires=texts.clean(one.requires)) for one in scores
    ]
    marker = Marker.objects.filter(code=code).first()
    if marker and revision == 0:
        raise InvalidInput(_("The code %(code)s is taken; choose another one.") % {"code": code}, field="code")
    marker = locked(marker, revision) if marker else Marker(code=code, position=Marker.objects.count(), revision=0)
    _refuse_given(marker, {one.score for one in scores})
    before = _marker_said(marker, marker.scores.all()) if marker.pk else {}
    marker.name = texts.clean(name)
    after = _marker_said(marker, rows)
    if before == after:
        return marker
    checked(marker)
    marker.revision += 1
    marker.save()
    marker.scores.all().delete()
    for row in rows:
        row.marker = marker
    MarkerScore.objects.bulk_create(rows)
    old, new = audit.changes(before, after)
    named = {"code": code}
    audit.record(
        actor=actor,
        verb="workplan.marker_set",
        target=_organisation(),
        before={**named, **old} if before else {},
        after={**named, **new},
    )
    return marker


def _refuse_given(marker: Marker, scores: Collection[int]) -> None:
    """Work keeps the score it was given."""
    rows = marker.given.exclude(score__in=scores).select_related("plan__work_item") if marker.pk else ()
    for given in rows[:1]:
        raise InvalidInput(
            _("%(work)s has been given the score %(score)s.") % {"work": given.plan.work_item, "score": given.score},
            where=marker.code,
            remedy=_("Give that work another score first, or keep this one."),
        )


def _marker_said(marker: Marker, scores: Iterable[MarkerScore]) -> dict[str, Any]:
    told = {str(one.score): {"name": one.name, "requires": one.requires} for one in scores}
    return {"name": dict(marker.name), "scores": dict(sorted(told.items(), key=lambda pair: int(pair[0])))}


@transaction.atomic
def set_standard_costs(
    *,
    actor: Actor,
    costs: Sequence[Monthly],
    modelled: bool = False,
    reason: str = "",
    years: Collection[int] = (),
    revision: int | None = None,
) -> None:
    """Sets what a month of staff costs; work that is planned in months costs that from now on.

    Raises `Conflict` when the costs of the `years` the writer saw are not at `revision` any more (None: whatever it
    is).
    """
    require(actor, STANDARDS)
    organisation = _held()
    _refuse_stale(costs_revision(years), revision)
    if wrong := next((one for one in costs if one.amount <= 0), None):
        raise InvalidInput(_("A month of staff costs more than zero."), where=f"{wrong.grade} {wrong.station}")
    wanted = {(one.grade, one.station, one.year): one.amount for one in costs}
    known = {(one.grade, one.station, one.year): one for one in StandardCost.objects.all()}
    rows = [
        (known.get(key) or StandardCost(grade=key[0], station=key[1], year=key[2], revision=0), amount)
        for key, amount in wanted.items()
    ]
    before, after = _written(rows, "amount", lambda row: f"{row.grade} {row.station} {row.year}", modelled)
    if after:
        verb = "workplan.standard_costs_set"
        audit.record(actor=actor, verb=verb, target=organisation, before=before, after=after, reason=reason)


@transaction.atomic
def set_capacity(
    *,
    actor: Actor,
    staff: Sequence[Staff],
    modelled: bool = False,
    reason: str = "",
    years: Collection[int] = (),
    revision: int | None = None,
) -> None:
    """Says how much staff units have; zero says that there is none.

    Raises `Conflict` when the staff of these units in the `years` the writer saw is not at `revision` any more (None:
    whatever it is).
    """
    units = list(dict.fromkeys(one.unit for one in staff))
    for unit in units:
        require(actor, CAPACITY, Capacity(unit=unit))
    organisation = _held()
    _refuse_stale(sum(capacity_revision(unit, years) for unit in units), revision)
    if wrong := next((one for one in staff if one.months < 0), None):
        raise InvalidInput(_("Months are zero or more."), where=f"{wrong.unit.code} {wrong.grade}")
    wanted = {(one.unit, one.grade, one.year): one.months for one in staff}
    there = Capacity.objects.filter(unit__in=units).select_related("unit")
    known = {(one.unit, one.grade, one.year): one for one in there}
    rows = [
        (known.get(key) or Capacity(unit=key[0], grade=key[1], year=key[2], revision=0), months)
        for key, months in wanted.items()
    ]
    before, after = _written(rows, "months", lambda row: f"{row.unit.code} {row.grade} {row.year}", modelled)
    if after:
        verb = "workplan.capacity_set"
        audit.record(actor=actor, verb=verb, target=organisation, before=before, after=after, reason=reason)


def _held() -> Organisation:
    """The organisation under a lock: who sets such numbers waits for who does so already."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=_organisation().pk)


def _written(
    rows: Iterable[tuple[R, int]], column: str, called: Callable[[R], str], modelled: bool
) -> tuple[dict[str, int], dict[str, int]]:
    """Writes the number of each row that says another one so far; returns what they said and say, by their names."""
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for row, number in rows:
        said = getattr(row, column) if row.pk else None
        if said == number:
            continue
        setattr(row, column, number)
        row.modelled = modelled
        row.revision += 1
        checked(row).save()
        before |= {} if said is None else {called(row): said}
        after[called(row)] = number
    return before, after
