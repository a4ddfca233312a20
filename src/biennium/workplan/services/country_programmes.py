"""Country programmes: planned, endorsed by the constituents, under way, completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide, require
from biennium.foundation.revisions import locked
from biennium.foundation.rows import checked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.lifecycle import Context, Lifecycle, Refusal, Transition
from biennium.kernel.repeats import repeated
from biennium.organisation.models import Place, Unit
from biennium.workplan.actions import COUNTRY_PROGRAMME
from biennium.workplan.models import (
    CountryProgramme,
    CountryProgrammeKind,
    FrameworkLink,
    Plan,
    Priority,
    Signatory,
)
from biennium.workplan.services.common import said

Status = CountryProgramme.Status


def _signed(programme: CountryProgramme) -> str | None:
    """What stands against starting: a kind that is endorsed has to be."""
    if programme.kind.endorsed and programme.status == Status.PLANNING:
        return _("The constituents have not endorsed it.")
    return None


def _takes_endorsement(programme: CountryProgramme) -> str | None:
    if not programme.kind.endorsed:
        return _("A country programme of this kind is not endorsed: it starts.")
    return None


LIFE: Lifecycle[CountryProgramme] = Lifecycle(
    gettext_noop("country programme"),
    Status.values,
    (
        Transition(
            "endorse",
            frozenset({"planning"}),
            "endorsed",
            COUNTRY_PROGRAMME,
            _takes_endorsement,
            label=pgettext_lazy("step", "endorse"),
        ),
        Transition(
            "start",
            frozenset({"planning", "endorsed"}),
            "active",
            COUNTRY_PROGRAMME,
            _signed,
            label=pgettext_lazy("step", "start"),
        ),
        Transition(
            "complete", frozenset({"active"}), "completed", COUNTRY_PROGRAMME, label=pgettext_lazy("step", "complete")
        ),
        Transition(
            "reopen",
            frozenset({"endorsed", "active", "completed"}),
            "planning",
            COUNTRY_PROGRAMME,
            reason_required=True,
            label=pgettext_lazy("step", "reopen"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A priority, or an outcome of a framework: its code and title."""

    code: str
    title: Mapping[str, str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CountryProgrammeValues:
    """What a country programme says."""

    code: str
    title: Mapping[str, str]
    kind: CountryProgrammeKind
    places: Sequence[Place]
    unit: Unit
    start: date
    end: date
    priorities: Sequence[Titled] = ()
    links: Sequence[Titled] = ()
    modelled: bool = False

    def columns(self) -> dict[str, Any]:
        """The columns of its row."""
        names = ("code", "kind", "unit", "start", "end", "modelled")
        return {name: getattr(self, name) for name in names} | {"title": texts.clean(self.title)}


@dataclass(frozen=True, slots=True)
class Endorsement:
    """When the constituents endorsed a country programme, and who signed: group → names."""

    day: date
    signatories: Mapping[str, Sequence[str]] = field(default_factory=dict)


@transaction.atomic
def add_country_programme(*, actor: Actor, values: CountryProgrammeValues) -> CountryProgramme:
    """Begins a country programme. Raises `InvalidInput` for a code that is taken, no place, or a period reversed."""
    require(actor, COUNTRY_PROGRAMME, CountryProgramme(unit=values.unit))
    _refuse_disorder(values, None)
    added = checked(CountryProgramme(**values.columns()))
    added.save(force_insert=True)
    _put(added, values)
    audit.record(actor=actor, verb="workplan.country_programme_added", target=added, after=described(added))
    return added


@transaction.atomic
def change_country_programme(
    *, actor: Actor, country_programme: CountryProgramme, values: CountryProgrammeValues, revision: int | None = None
) -> CountryProgramme:
    """Changes what it says. Raises `Conflict` when it is not at `revision` any more, and `InvalidInput` as adding does,
    or for a priority or a place that plans still name."""
    current = locked(country_programme, revision)
    require(actor, COUNTRY_PROGRAMME, current)
    require(actor, COUNTRY_PROGRAMME, CountryProgramme(unit=values.unit))
    _refuse_disorder(values, current)
    before = described(current)
    for name, value in values.columns().items():
        setattr(current, name, value)
    checked(current).save()
    _put(current, values)
    old, new = audit.changes(before, described(current))
    if new:
        current.revision += 1
        current.save(update_fields=["revision"])
        audit.record(actor=actor, verb="workplan.country_programme_changed", target=current, before=old, after=new)
    return current


@transaction.atomic
def move_country_programme(
    *,
    actor: Actor,
    country_programme: CountryProgramme,
    step: str,
    endorsement: Endorsement | None = None,
    reason: str = "",
    revision: int | None = None,
) -> CountryProgramme:
    """Takes it a step on. Raises `InvalidInput` naming the rule, and for an endorsement without a day."""
    current = locked(country_programme, revision)
    before = {"status": current.status}
    current.status = LIFE.advance(step, current.status, asked(current, actor), reason=reason)
    if step == "endorse":
        _sign(current, endorsement)
    elif step == "reopen":
        current.endorsed_on = None
        current.signatories.all().delete()
    current.revision += 1
    current.save(update_fields=["status", "endorsed_on", "revision"])
    after = {"status": current.status} | ({"endorsed_on": str(current.endorsed_on)} if step == "endorse" else {})
    audit.record(
        actor=actor,
        verb="workplan.country_programme_moved",
        target=current,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    return current


def asked(country_programme: CountryProgramme, actor: Actor) -> Context[CountryProgramme]:
    """What a step is asked with."""
    return Context(country_programme, lambda action: decide(actor, action, country_programme))


def steps(country_programme: CountryProgramme, actor: Actor) -> dict[str, Refusal | None]:
    """Each step from the state it is in: None where it is possible, else the rule and who can lift it."""
    leading = [one.name for one in LIFE.transitions if country_programme.status in one.sources]
    return {name: LIFE.why_not(name, country_programme.status, asked(country_programme, actor)) for name in leading}


def _sign(current: CountryProgramme, endorsement: Endorsement | None) -> None:
    if endorsement is None:
        raise InvalidInput(_("Say on which day the constituents endorsed it."), field="endorsed_on")
    if endorsement.day > timezone.localdate():
        raise InvalidInput(_("An endorsement cannot lie in the future."), field="endorsed_on")
    current.endorsed_on = endorsement.day
    rows = [
        checked(Signatory(country_programme=current, group=group, name=name.strip()))
        for group, names in endorsement.signatories.items()
        for name in dict.fromkeys(names)
        if name.strip()
    ]
    if unknown := {one.group for one in rows} - set(Signatory.Group.values):
        raise InvalidInput(_("“%(group)s” is no group of constituents.") % {"group": min(unknown)})
    Signatory.objects.bulk_create(rows)


def _refuse_disorder(values: CountryProgrammeValues, current: CountryProgramme | None) -> None:
    if not texts.clean(values.title):
        raise InvalidInput(_("A country programme needs a title."), field="title")
    if not values.places:
        raise InvalidInput(_("A country programme needs its country, territory or countries."), field="places")
    if values.end <= values.start:
        raise InvalidInput(_("The period would end before it starts."), field="end")
    _refuse_twice("priorities", [one.code for one in values.priorities])
    _refuse_twice("framework_links", [f"{one.kind} {one.code}" for one in values.links])
    others = CountryProgramme.objects.filter(code=values.code)
    if (others.exclude(pk=current.pk) if current else others).exists():
        raise InvalidInput(
            _("The code %(code)s is taken.") % {"code": values.code}, remedy=_("Choose another code."), field="code"
        )
    if current is not None:
        _refuse_leaving(values, current)


def _refuse_twice(rows: str, keys: Sequence[str]) -> None:
    if (place := repeated(keys)) is not None:
        code = keys[place].split()[-1]
        raise InvalidInput(_("The code %(code)s is there twice.") % {"code": code}, field=f"{rows}[{place}].code")


def _refuse_leaving(values: CountryProgrammeValues, current: CountryProgramme) -> None:
    """Plans that stand in the country programme keep the place and the priority they have there."""
    plans = Plan.objects.filter(country_programme=current, work_item__retired_at__isnull=True)
    astray = plans.exclude(work_item__place__in=list(values.places)).select_related("work_item").first()
    kept = [one.code for one in values.priorities]
    lost = plans.filter(priority__isnull=False).exclude(priority__code__in=kept).select_related("work_item").first()
    if one := astray or lost:
        raise InvalidInput(
            _("%(code)s is planned under what would be taken away.") % {"code": one.work_item.code},
            remedy=_("Change that plan first."),
        )


def _put(current: CountryProgramme, values: CountryProgrammeValues) -> None:
    """Places, priorities (kept by their code) and links, as the values say."""
    current.places.set(values.places)
    current.priorities.exclude(code__in=[one.code for one in values.priorities]).delete()
    for position, one in enumerate(values.priorities):
        Priority.objects.update_or_create(
            country_programme=current,
            code=one.code,
            defaults={"title": texts.clean(one.title), "position": position},
        )
    current.links.all().delete()
    FrameworkLink.objects.bulk_create(
        checked(FrameworkLink(country_programme=current, kind=one.kind, code=one.code, title=texts.clean(one.title)))
        for one in values.links
    )


def described(current: CountryProgramme) -> dict[str, Any]:
    """What it says, as the audit log writes it."""
    return said(
        {
            "code": current.code,
            "title": current.title,
            "kind": current.kind.code,
            "unit": current.unit.code,
            "start": current.start,
            "end": current.end,
            "places": sorted(current.places.values_list("code", flat=True)),
            "priorities": {one.code: one.title for one in current.priorities.all()},
            "links": {f"{one.kind} {one.code}": one.title for one in current.links.all()},
        }
    )
