"""Programmes themselves: their period, title, languages, cover, levels and vocabularies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Unit
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import plain
from biennium.programme.models import Level, Programme, Term
from biennium.programme.registration import CREATE, EDIT_PROGRAMME
from biennium.programme.selectors.completeness import Completeness
from biennium.programme.selectors.document import live_levels
from biennium.programme.services.results import settle_responsibility

# What an upper room has to say against a change of a programme: each guard raises `InvalidInput`.
CHANGE_GUARDS: Registry[Callable[[Programme, exchange.Programme], None]] = Registry("guards of programmes")


def _head(values: exchange.Programme) -> dict[str, Any]:
    return {
        "title": values.title,
        "start": values.start,
        "end": values.end,
        "currency": values.currency,
        "languages": values.languages,
        "paper": plain(values.paper) if values.paper else None,
    }


def _unit(programme: Programme, values: exchange.Programme) -> Unit | None:
    return Codes(programme).unit(values.unit, "unit") if values.unit else None


def _refuse_disorder(values: exchange.Programme) -> None:
    if values.end <= values.start:
        raise InvalidInput(_("A programme ends after it starts."), where="end", field="end")
    if len(set(values.languages)) != len(values.languages):
        raise InvalidInput(_("A language is listed twice."), where="languages", field="languages")
    try:
        minor_digits(values.currency)
    except InvalidInput as error:
        raise InvalidInput(error.message, remedy=error.remedy, where="currency", field="currency") from None


@transaction.atomic
def create_programme(
    *, actor: Actor, values: exchange.Programme, unit: Unit | None = None, is_demonstration: bool = False
) -> Programme:
    """Creates a programme with its levels, without vocabularies and results. `unit` answers for what has no lead, if
    the values do not name it."""
    require(actor, CREATE)
    _refuse_disorder(values)
    if values.uid and Programme.objects.filter(uid=values.uid).exists():
        raise InvalidInput(
            _("The identity %(uid)s is taken by another programme.") % {"uid": values.uid}, remedy=_("Leave it out.")
        )
    if Programme.objects.filter(code=values.code).exists():
        raise InvalidInput(
            _("There is a programme %(code)s already.") % {"code": values.code},
            remedy=_("Choose another code, or merge."),
            field="code",
        )
    identity = {"uid": values.uid} if values.uid else {}
    programme = Programme(code=values.code, is_demonstration=is_demonstration, **_head(values), **identity)
    programme.unit = _unit(programme, values) or unit
    programme.save(force_insert=True)
    _write_levels(programme, values.levels)
    audit.record(
        actor=actor,
        verb="programme.created",
        target=programme,
        scope=programme,
        after={"code": programme.code, "title": programme.title},
    )
    return programme


@transaction.atomic
def change_programme(
    *, actor: Actor, programme: Programme, values: exchange.Programme, revision: int | None, reason: str = ""
) -> Programme:
    """Changes title, period, languages, cover and the unit that answers for what has no lead."""
    require(actor, EDIT_PROGRAMME, programme)
    _refuse_disorder(values)
    current = locked(programme, revision)
    new = {**_head(values), "unit": _unit(current, values)}
    old = {name: getattr(current, name) for name in new}
    if old == new:
        return current
    _refuse_language_in_use(current, values)
    for guard in CHANGE_GUARDS.values():
        guard(current, values)
    for name, value in new.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*new, "revision"])
    settle_responsibility(current)
    before, after = audit.changes(_jsonable(old), _jsonable(new))
    audit.record(
        actor=actor,
        verb="programme.described",
        target=current,
        scope=current,
        before=before,
        after=after,
        reason=reason,
    )
    return current


def _refuse_language_in_use(programme: Programme, values: exchange.Programme) -> None:
    """A language goes when nothing is written in it any more, so that no text is hidden."""
    for share in Completeness(programme).shares:
        if share.written and share.lang not in values.languages:
            raise InvalidInput(
                _("%(count)s texts are written in “%(lang)s”.") % {"count": share.written, "lang": share.lang},
                remedy=_("Keep the language, or delete those texts first."),
                field="languages",
            )


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    unit: Unit | None = values["unit"]
    dates = {name: str(values[name]) for name in ("start", "end")}
    return {**values, **dates, "unit": unit.code if unit else None}


@transaction.atomic
def set_levels(*, actor: Actor, programme: Programme, levels: Sequence[exchange.Level]) -> None:
    """Replaces the levels. A level that results stand on cannot be left out; one left out that retired results stood on
    is retired with them."""
    require(actor, EDIT_PROGRAMME, programme)
    used = set(programme.results.filter(retired_at__isnull=True).values_list("level__code", flat=True))
    if missing := sorted(used - {level.code for level in levels}):
        raise InvalidInput(
            _("There are results of the level %(level)s.") % {"level": missing[0]},
            remedy=_("Move or retire them first."),
        )
    before = {"levels": [level.code for level in live_levels(programme)]}
    _write_levels(programme, levels)
    audit.record(
        actor=actor,
        verb="programme.levels_set",
        target=programme,
        scope=programme,
        before=before,
        after={"levels": [level.code for level in levels]},
    )


def _write_levels(programme: Programme, levels: Sequence[exchange.Level]) -> None:
    codes = [level.code for level in levels]
    if len(set(codes)) != len(codes):
        raise InvalidInput(_("Two levels have the same code."), where="levels")
    for level in levels:
        if unknown := sorted(set(level.parents) - set(codes)):
            raise InvalidInput(
                _("The level %(level)s stands below “%(unknown)s”, which is no level.")
                % {"level": level.code, "unknown": unknown[0]}
            )
    for position, level in enumerate(levels):
        values = {**level.model_dump(exclude={"code"}), "position": position, "retired_at": None}
        Level.objects.update_or_create(programme=programme, code=level.code, defaults=values)
    left_out = programme.levels.exclude(code__in=codes)
    left_out.filter(results__isnull=True).delete()
    left_out.filter(retired_at__isnull=True).update(retired_at=timezone.now())


@transaction.atomic
def set_terms(
    *, actor: Actor, programme: Programme, terms: Sequence[exchange.Term], codes: Codes | None = None
) -> None:
    """Replaces the programme's vocabularies (partners, markers, action programmes …)."""
    require(actor, EDIT_PROGRAMME, programme)
    lookup = codes or Codes(programme)
    keys = [(term.scheme, term.code) for term in terms]
    if len(set(keys)) != len(keys):
        raise InvalidInput(_("A term is listed twice."), where="terms")
    existing = {(term.scheme, term.code): term for term in programme.terms.all()}
    for term in terms:
        result = lookup.result(term.result, f"terms, {term.scheme} {term.code}") if term.result else None
        Term.objects.update_or_create(
            programme=programme, scheme=term.scheme, code=term.code, defaults={"title": term.title, "result": result}
        )
    Term.objects.filter(pk__in=[term.pk for key, term in existing.items() if key not in set(keys)]).delete()
    audit.record(
        actor=actor,
        verb="programme.terms_set",
        target=programme,
        scope=programme,
        before={"terms": len(existing)},
        after={"terms": len(terms)},
    )
