"""The organisation itself and its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from biennium.foundation import audit, context
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Organisation, Unit
from biennium.organisation.registration import MANAGE


@transaction.atomic
def describe_organisation(
    *,
    actor: Actor,
    name: Mapping[str, str],
    acronym: Mapping[str, str],
    languages: Sequence[str],
    iati: str = "",
    region_map: str = "m49",
    currency: str = "USD",
) -> Organisation:
    """Creates the organisation, or changes how it is described; `currency` is the one it reports in (ISO 4217)."""
    require(actor, MANAGE)
    minor_digits(currency)
    if not languages or not texts.clean(name):
        raise InvalidInput("An organisation needs a name and at least one language.")
    values = {
        "name": texts.clean(name),
        "acronym": texts.clean(acronym),
        "languages": list(languages),
        "iati": iati,
        "region_map": region_map,
        "currency": currency,
    }
    existing = Organisation.objects.select_for_update().first()
    before = {key: getattr(existing, key) for key in values} if existing else {}
    organisation, _ = Organisation.objects.update_or_create(singleton=True, defaults=values)
    before, after = audit.changes(before, values)
    if after:
        audit.record(actor=actor, verb="organisation.described", target=organisation, before=before, after=after)
    return organisation


@transaction.atomic
def open_unit(*, actor: Actor, code: str, name: Mapping[str, str], parent: Unit | None = None) -> Unit:
    """Opens a unit, at the top or below another."""
    require(actor, MANAGE)
    if not texts.clean(name):
        raise InvalidInput("A unit needs a name.", field="name")
    if Unit.objects.filter(code=code).exists():
        raise InvalidInput(
            f"There is a unit with the code {code} already.", remedy="Choose another code.", field="code"
        )
    unit = Unit.objects.create(code=code, name=texts.clean(name), parent=parent)
    context.forget()
    after = {"code": code, "name": unit.name, "parent": parent.code if parent else None}
    audit.record(actor=actor, verb="organisation.unit_opened", target=unit, after=after)
    return unit


@transaction.atomic
def change_unit(
    *,
    actor: Actor,
    unit: Unit,
    name: Mapping[str, str],
    parent: Unit | None,
    revision: int | None,
    reason: str = "",
) -> Unit:
    """Gives a unit another name or place; its code and identity stay. Raises `Conflict` like all edits."""
    require(actor, MANAGE)
    current = locked(unit, revision)
    if not (cleaned := texts.clean(name)):
        raise InvalidInput("A unit needs a name.", field="name")
    _refuse_cycle(current, parent)
    old, new = _described(current), {"name": cleaned, "parent": parent.code if parent else None}
    before, after = audit.changes(old, new)
    if not after:
        return current
    current.name, current.parent, current.revision = cleaned, parent, current.revision + 1
    current.save(update_fields=["name", "parent", "revision"])
    context.forget()
    what = {"before": before, "after": after, "reason": reason}
    audit.record(actor=actor, verb="organisation.unit_changed", target=current, **what)
    return current


def _described(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "parent": unit.parent.code if unit.parent else None}


def _refuse_cycle(unit: Unit, parent: Unit | None) -> None:
    above = parent
    while above is not None:
        if above.pk == unit.pk:
            raise InvalidInput(f"{unit.code} cannot stand below itself.", field="parent")
        above = above.parent


@transaction.atomic
def retire_unit(*, actor: Actor, unit: Unit, reason: str) -> Unit:
    """Closes a unit: it stays in the books and can no longer be chosen."""
    require(actor, MANAGE)
    if unit.children.filter(retired_at__isnull=True).exists():
        raise InvalidInput(f"{unit.code} still has open units below it.", remedy="Close or move them first.")
    unit.retired_at, unit.revision = timezone.now(), unit.revision + 1
    unit.save(update_fields=["retired_at", "revision"])
    audit.record(actor=actor, verb="organisation.unit_retired", target=unit, reason=reason)
    return unit
