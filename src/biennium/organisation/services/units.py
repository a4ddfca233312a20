"""The organisation itself and its units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit, context
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.foundation.rows import checked
from biennium.kernel import text as texts
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.kernel.identity import is_code
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
    _refuse_languages(languages)
    if not (cleaned := texts.clean(name)):
        raise InvalidInput(_("An organisation needs a name."))
    values = {
        "name": cleaned,
        "acronym": texts.clean(acronym),
        "languages": list(languages),
        "iati": iati.strip(),
        "region_map": region_map,
        "currency": currency,
    }
    organisation = Organisation.objects.select_for_update().first() or Organisation(revision=0)
    before = {key: getattr(organisation, key) for key in values} if organisation.pk else {}
    old, new = audit.changes(before, values)
    if not new:
        return organisation
    for key, value in values.items():
        setattr(organisation, key, value)
    organisation.revision += 1
    checked(organisation).save()
    context.forget()
    audit.record(
        actor=actor, verb="organisation.described", target=organisation, before=old if before else {}, after=new
    )
    return organisation


def _refuse_languages(languages: Sequence[str]) -> None:
    if not languages:
        raise InvalidInput(_("An organisation needs at least one language."))
    for lang in languages:
        if not texts.LANGUAGE_TAG.fullmatch(lang):
            raise InvalidInput(_("“%(lang)s” is not a language tag.") % {"lang": lang}, remedy=_("Use en, fr, es …"))
    if len(set(languages)) != len(languages):
        raise InvalidInput(_("A language is listed twice."))


@transaction.atomic
def open_unit(*, actor: Actor, code: str, name: Mapping[str, str], parent: Unit | None = None) -> Unit:
    """Opens a unit, at the top or below another that is open."""
    require(actor, MANAGE)
    if not is_code(code):
        raise InvalidInput(
            _("“%(code)s” is no code.") % {"code": code},
            remedy=_("Use up to 64 letters, digits and signs, without spaces and slashes."),
            field="code",
        )
    if not (cleaned := texts.clean(name)):
        raise InvalidInput(_("A unit needs a name."), field="name")
    if Unit.objects.filter(code=code).exists():
        raise InvalidInput(
            _("There is a unit with the code %(code)s already.") % {"code": code},
            remedy=_("Choose another code."),
            field="code",
        )
    _refuse_closed(parent)
    unit = Unit.objects.create(code=code, name=cleaned, parent=parent)
    context.forget()
    after = {"code": code, "name": unit.name, "parent": parent.code if parent else None}
    audit.record(actor=actor, verb="organisation.unit_opened", target=unit, after=after)
    return unit


def _refuse_closed(unit: Unit | None) -> None:
    if unit is not None and unit.retired_at:
        words = {"unit": unit.code}
        raise InvalidInput(_("%(unit)s is closed.") % words, remedy=_("Choose an open unit."), field="parent")


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
        raise InvalidInput(_("A unit needs a name."), field="name")
    _refuse_cycle(current, parent)
    old, new = _described(current), {"name": cleaned, "parent": parent.code if parent else None}
    before, after = audit.changes(old, new)
    if not after:
        return current
    if "parent" in after:
        _refuse_closed(parent)
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
            raise InvalidInput(_("%(unit)s cannot stand below itself.") % {"unit": unit.code}, field="parent")
        above = above.parent


@transaction.atomic
def retire_unit(*, actor: Actor, unit: Unit, reason: str) -> Unit:
    """Closes a unit: it stays in the books and can no longer be chosen."""
    require(actor, MANAGE)
    if unit.retired_at:
        raise InvalidInput(_("%(unit)s is closed already.") % {"unit": unit.code})
    if unit.children.filter(retired_at__isnull=True).exists():
        raise InvalidInput(
            _("%(unit)s still has open units below it.") % {"unit": unit.code}, remedy=_("Close or move those first.")
        )
    unit.retired_at, unit.revision = timezone.now(), unit.revision + 1
    unit.save(update_fields=["retired_at", "revision"])
    context.forget()
    audit.record(actor=actor, verb="organisation.unit_retired", target=unit, reason=reason.strip())
    return unit


@transaction.atomic
def reopen_unit(*, actor: Actor, unit: Unit, reason: str) -> Unit:
    """Opens a closed unit again, where it stood. Raises `InvalidInput` while the unit above it is closed."""
    require(actor, MANAGE)
    current = locked(unit, None)
    if current.retired_at is None:
        raise InvalidInput(_("%(unit)s is open already.") % {"unit": current.code})
    if current.parent is not None and current.parent.retired_at:
        raise InvalidInput(
            _("It stood below %(code)s, which is closed.") % {"code": current.parent.code},
            remedy=_("Open that one again first."),
        )
    current.retired_at, current.revision = None, current.revision + 1
    current.save(update_fields=["retired_at", "revision"])
    context.forget()
    audit.record(actor=actor, verb="organisation.unit_reopened", target=current, reason=reason.strip())
    return current
