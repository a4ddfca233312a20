"""Results: add, change, move, reorder, retire. Which unit answers for a result follows from the leads above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Level, Programme, Reference, Result
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT, SHAPE
from biennium.programme.selectors.document import live_results, result_values
from biennium.programme.services.common import (
    columns,
    conclude_change,
    known_languages,
    place_at,
    put_at,
    put_down,
    record_new,
    refuse_taken,
    returning,
    stepped,
    taken,
)


@transaction.atomic
def add_result(
    *,
    actor: Actor,
    programme: Programme,
    values: exchange.Result,
    position: int | None = None,
    codes: Codes | None = None,
) -> Result:
    """Adds a result below another, or at the top, at a position among its siblings (None: behind the last).

    Links to results that do not exist yet are set afterwards with `change_result`.
    """
    lookup = codes or Codes(programme)
    where = f"result {values.code}"
    parent = lookup.result(values.parent, where) if values.parent else None
    require(actor, SHAPE if parent else EDIT_PROGRAMME, parent)
    level = lookup.level(values.level, where)
    refuse_wrong_level(level, parent, where)
    known_languages(programme, values.title, values.strategy)
    if values.code in lookup.results:
        raise taken("result", values.code)
    siblings = programme.results.filter(parent=parent, retired_at__isnull=True)
    back = returning(programme.results.all(), values.uid)
    result = back or Result(programme=programme)
    place = {"parent": parent, "level": level, "position": place_at(siblings, position)}
    columns(_columns(values, lookup), result)
    result.responsible_unit = result.lead_unit or (parent.responsible_unit if parent else programme.unit)
    put_down(result, place, values.uid)
    _write_sets(result, values, lookup, replace=back is not None)
    lookup.results[result.code] = result
    record_new(actor=actor, noun="result", target=result, programme=programme, values=values, returns=back is not None)
    return result


def refuse_wrong_level(level: Level, parent: Result | None, where: str) -> None:
    """Raises `InvalidInput` where results of the level do not stand below those of the parent's, or at the top."""
    if parent is None and level.parents:
        raise InvalidInput(
            _("A result of the level %(level)s stands below another result.") % {"level": level.code}, where=where
        )
    if parent is not None and parent.level.code not in level.parents:
        raise InvalidInput(
            _("A result of the level %(level)s does not stand below one of the level %(above)s.")
            % {"level": level.code, "above": parent.level.code},
            where=where,
        )


def _columns(values: exchange.Result, codes: Codes) -> dict[str, Any]:
    first, last = values.paragraphs or (None, None)
    return {
        "code": values.code,
        "title": values.title,
        "strategy": values.strategy,
        "scope": values.scope or "",
        "paragraph_first": first,
        "paragraph_last": last,
        "item": values.item,
        "lead_unit": codes.unit(values.lead_unit, f"result {values.code}") if values.lead_unit else None,
    }


def _write_sets(result: Result, values: exchange.Result, codes: Codes, *, replace: bool) -> None:
    """What the result refers to; `replace` what it referred to before."""
    where = f"result {values.code}"
    if result.code in values.links:
        raise InvalidInput(_("A result cannot be linked to itself."), where=where, field="links")
    if replace or values.contributing_units:
        result.contributing_units.set(
            [codes.unit(code, where, "contributing_units") for code in values.contributing_units]
        )
    if replace or values.links:
        result.links.set([codes.result(code, where, "links") for code in values.links])
    if replace:
        result.references.all().delete()
    Reference.objects.bulk_create(
        Reference(result=result, scheme=one.scheme, code=one.code, score=one.score) for one in values.references
    )


@transaction.atomic
def change_result(
    *,
    actor: Actor,
    result: Result,
    values: exchange.Result,
    revision: int | None,
    reason: str = "",
    codes: Codes | None = None,
) -> Result:
    """Changes what a result says and refers to; its place in the tree is `move_result`'s.

    Raises `Conflict` when it is not at `revision` any more (None: whatever it is).
    """
    require(actor, EDIT_RESULT, result)
    current = locked(result, revision)
    programme = current.programme
    lookup = codes or Codes(programme)
    before = described(current)
    if values.code != current.code:
        refuse_taken(programme.results.all(), values.code, "result")
    known_languages(programme, values.title, values.strategy)
    changed = columns(_columns(values, lookup), current)
    current.revision += 1
    current.save(update_fields=[*changed, "revision"])
    _write_sets(current, values, lookup, replace=True)
    lookup.results[current.code] = current
    settle_responsibility(programme)
    conclude_change(
        current,
        actor=actor,
        verb="programme.result_changed",
        programme=programme,
        before=before,
        after=described(current),
        reason=reason,
    )
    return current


def described(result: Result) -> exchange.Result:
    """The result as it stands in the database now."""
    row = live_results(result.programme).get(pk=result.pk)
    return result_values(row, row.parent.code if row.parent else None)


@transaction.atomic
def move_result(
    *,
    actor: Actor,
    result: Result,
    parent: Result | None,
    position: int | None,
    revision: int | None,
    code: str | None = None,
    level: Level | None = None,
    reason: str = "",
) -> Result:
    """Moves a result (with all below it) under another parent, or to another place among its siblings.

    `position` counts from 0 among the siblings it will have; `code` and `level` are its new ones, if they change with
    the place.
    """
    require(actor, SHAPE, result)
    require(actor, SHAPE if parent else EDIT_PROGRAMME, parent)
    current = locked(result, revision)
    programme = current.programme
    before = _standing(current)
    current.level = level or current.level
    refuse_wrong_level(current.level, parent, f"result {current.code}")
    _refuse_cycle(current, parent)
    if code and code != current.code:
        refuse_taken(programme.results.all(), code, "result")
        current.code = code
    current.parent = parent
    current.save(update_fields=["parent", "code", "level"])
    put_at(current, programme.results.filter(parent=parent, retired_at__isnull=True), position)
    old, new = audit.changes(before, _standing(current))
    if not new:
        return current
    current.revision += 1
    current.save(update_fields=["revision"])
    settle_responsibility(programme)
    told = {"target": current, "scope": programme, "before": old, "after": new, "reason": reason}
    audit.record(actor=actor, verb="programme.result_moved", **told)
    return current


@transaction.atomic
def step_result(*, actor: Actor, result: Result, step: int) -> Result:
    """Moves a result some places down (negative: up) among its siblings."""
    siblings = result.programme.results.filter(parent_id=result.parent_id, retired_at__isnull=True)
    position = stepped(result, siblings, step)
    return move_result(actor=actor, result=result, parent=result.parent, position=position, revision=None)


def _standing(result: Result) -> dict[str, Any]:
    """Where a result stands."""
    parent = result.parent.code if result.parent else None
    return {"parent": parent, "position": result.position, "code": result.code, "level": result.level.code}


def _refuse_cycle(result: Result, parent: Result | None) -> None:
    above = parent
    while above is not None:
        if above.pk == result.pk:
            raise InvalidInput(_("A result cannot stand below itself."), where=f"result {result.code}", field="parent")
        above = above.parent


@transaction.atomic
def retire_result(
    *, actor: Actor, result: Result, reason: str, revision: int | None = None, spare: Collection[UUID] = ()
) -> list[Result]:
    """Retires a result, all below it and their indicators: they stay in the books and in sealed versions.

    A reason is required. `spare` are the identities of results and indicators that are about to be moved elsewhere:
    they stay, with what is below them. Returns the results retired.
    """
    require(actor, SHAPE, result)
    if not reason.strip():
        raise InvalidInput(_("Say why the result is retired."), where=f"result {result.code}")
    current = locked(result, revision)
    programme = current.programme
    retired = _subtree(programme, current, spare)
    now = timezone.now()
    programme.results.filter(pk__in=[one.pk for one in retired]).update(retired_at=now)
    measures = programme.indicators.filter(result__in=retired, retired_at__isnull=True)
    measures.exclude(uid__in=spare).update(retired_at=now)
    audit.record_many(
        [
            audit.event(
                actor=actor, verb="programme.result_retired", target=one, scope=programme, reason=reason.strip()
            )
            for one in retired
        ]
    )
    return retired


def _subtree(programme: Programme, root: Result, spare: Collection[UUID]) -> list[Result]:
    rows = [row for row in programme.results.filter(retired_at__isnull=True) if row.uid not in spare]
    kept, grown = {root.pk}, True
    while grown:
        more = {row.pk for row in rows if row.parent_id in kept} - kept
        kept, grown = kept | more, bool(more)
    return [row for row in rows if row.pk in kept]


def settle_responsibility(programme: Programme) -> None:
    """Recomputes which unit answers for each live result: its own lead, else the one above, else the programme's."""
    live = Result.objects.filter(programme=programme, retired_at__isnull=True)
    rows = {row.pk: row for row in live.only("id", "parent_id", "lead_unit_id", "responsible_unit_id")}
    changed: dict[int | None, list[int]] = defaultdict(list)
    for row in rows.values():
        if (unit := _responsible(row, rows, programme.unit_id)) != row.responsible_unit_id:
            changed[unit].append(row.pk)
    for unit, keys in changed.items():
        live.filter(pk__in=keys).update(responsible_unit=unit)


def _responsible(row: Result, rows: dict[int, Result], default: int | None) -> int | None:
    above: Result | None = row
    while above is not None:
        if above.lead_unit_id is not None:
            return above.lead_unit_id
        above = rows.get(above.parent_id or 0)
    return default
