"""What was retired comes back: a result with all that was retired with it, an indicator, a text, a work item.

Invariant: what comes back stands where it stood, below something that is live, on a level in use, under a code that
nothing else took meanwhile, and refers to nothing that is gone. What was retired at another moment stays retired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.programme.models import Indicator, Programme, Result, Section, WorkItem
from biennium.programme.registration import EDIT_INDICATOR, EDIT_PROGRAMME, EDIT_RESULT, SHAPE
from biennium.programme.selectors.retired import together
from biennium.programme.selectors.unlisted import unlisted
from biennium.programme.services.common import TAKEN, place_at
from biennium.programme.services.results import refuse_wrong_level, settle_responsibility

R = TypeVar("R", Result, Indicator, Section, WorkItem)


def permission(row: Result | Indicator | Section | WorkItem) -> tuple[str, Result | Indicator | Programme]:
    """What bringing a row back takes, and on what."""
    if isinstance(row, Result):
        return SHAPE, row
    if isinstance(row, Indicator):
        return EDIT_INDICATOR, row
    if isinstance(row, WorkItem) and row.result is not None:
        return EDIT_RESULT, row.result
    return EDIT_PROGRAMME, row.programme


@transaction.atomic
def bring_back_result(*, actor: Actor, result: Result, reason: str) -> list[Result]:
    """Brings back a result with the results below it and the indicators that were retired with it. Returns the results.

    Raises `InvalidInput` while something it needs is retired, or where a code was taken meanwhile.
    """
    require(actor, *permission(result))
    current = _retired(result, reason)
    programme = current.programme
    _refuse_below(current.parent)
    require(actor, SHAPE if current.parent else EDIT_PROGRAMME, current.parent or programme)
    results, indicators = together(current)
    _refuse_levels(results)
    _refuse_taken(programme.results, results, "result")
    _refuse_taken(programme.indicators, indicators, "indicator")
    _refuse_unlisted(programme, results)
    siblings = programme.results.filter(parent=current.parent, retired_at__isnull=True)
    results[0].position = place_at(siblings, current.position)
    _revive(results)
    _revive(indicators)
    settle_responsibility(programme)
    _record(actor, "result", results, reason)
    _record(actor, "indicator", indicators, reason)
    return results


@transaction.atomic
def bring_back_indicator(*, actor: Actor, indicator: Indicator, reason: str) -> Indicator:
    """Brings back an indicator, behind the others of its result. Raises `InvalidInput` like `bring_back_result`."""
    require(actor, *permission(indicator))
    current = _retired(indicator, reason)
    _refuse_below(current.result)
    _refuse_taken(current.programme.indicators, [current], "indicator")
    current.position = place_at(current.result.indicators.filter(retired_at__isnull=True), current.position)
    return _come_back(actor, "indicator", current, reason)


@transaction.atomic
def bring_back_section(*, actor: Actor, section: Section, reason: str) -> Section:
    """Brings back a text. Raises `InvalidInput` like `bring_back_result`."""
    require(actor, *permission(section))
    current = _retired(section, reason)
    programme = current.programme
    _refuse_below(current.parent)
    _refuse_below(current.result)
    _refuse_taken(programme.sections, [current], "section")
    siblings = programme.sections.filter(parent=current.parent, retired_at__isnull=True)
    current.position = place_at(siblings, current.position)
    return _come_back(actor, "section", current, reason)


@transaction.atomic
def bring_back_work_item(*, actor: Actor, item: WorkItem, reason: str) -> WorkItem:
    """Brings back a country outcome or a product, with its plan; it outlives its result, which may be retired.

    Raises `InvalidInput` for a code that was taken meanwhile.
    """
    require(actor, *permission(item))
    current = _retired(item, reason)
    _refuse_taken(current.programme.work_items, [current], "work item")
    return _come_back(actor, "work_item", current, reason)


def _retired(row: R, reason: str) -> R:
    """The row as it stands, which is retired."""
    current = locked(row, None)
    if current.retired_at is None:
        raise InvalidInput(_("%(code)s is not retired.") % {"code": current.code})
    if not reason.strip():
        raise InvalidInput(
            _("What is brought back is brought back for a reason."), remedy=_("Say why."), field="reason"
        )
    return current


def _refuse_below(above: Result | Section | None) -> None:
    if above is not None and above.retired_at:
        raise InvalidInput(
            _("It stood below %(code)s, which is retired.") % {"code": above.code}, remedy=_("Bring that back first.")
        )


def _refuse_levels(results: Sequence[Result]) -> None:
    for one in results:
        if one.level.retired_at:
            raise InvalidInput(
                _("%(code)s is of the level “%(level)s”, which is not used any more.")
                % {"code": one.code, "level": one.level.code},
                remedy=_("Add the level again first."),
            )
        refuse_wrong_level(one.level, one.parent, f"result {one.code}")


def _refuse_taken(rows: Any, coming: Iterable[Any], noun: str) -> None:
    codes = rows.filter(code__in=[one.code for one in coming], retired_at__isnull=True).values_list("code", flat=True)
    if taken := sorted(codes):
        raise InvalidInput(
            TAKEN[noun] % {"code": taken[0]}, remedy=_("Give that one another code first."), field="code"
        )


def _refuse_unlisted(programme: Programme, results: Sequence[Result]) -> None:
    if gone := unlisted(programme, results):
        result, scheme, entry = min(gone)
        raise InvalidInput(
            _("%(result)s refers to “%(entry)s”, which is not in the list “%(list)s” any more.")
            % {"result": result, "entry": entry, "list": scheme},
            remedy=_("Add the entry again first."),
        )


def _revive(rows: Sequence[Any]) -> None:
    for one in rows:
        one.retired_at, one.revision = None, one.revision + 1
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, ["retired_at", "revision", "position"])


def _come_back(actor: Actor, noun: str, row: R, reason: str) -> R:
    row.retired_at, row.revision = None, row.revision + 1
    row.save()
    _record(actor, noun, [row], reason)
    return row


def _record(actor: Actor, noun: str, rows: Iterable[Any], reason: str) -> None:
    verb, why = f"programme.{noun}_restored", reason.strip()
    audit.record_many(
        [audit.event(actor=actor, verb=verb, target=one, scope=one.programme, reason=why) for one in rows]
    )
