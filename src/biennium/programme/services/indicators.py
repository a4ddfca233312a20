"""Indicators: their definition, criteria, breakdowns, baselines and targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.kernel.repeats import repeated
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import path
from biennium.programme.models import Baseline, Criterion, Disaggregation, Indicator, Programme, Target
from biennium.programme.registration import EDIT_INDICATOR, EDIT_RESULT
from biennium.programme.selectors.document import defined_indicators, indicator_values
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
)
from biennium.programme.values import scale

# What an upper room has to say against a change of a definition: each guard raises `InvalidInput`.
CHANGE_GUARDS: Registry[Callable[[Indicator, exchange.Indicator], None]] = Registry("guards of indicators")

PLAIN = (
    "code",
    "title",
    "definition",
    "kind",
    "unit",
    "decimals",
    "direction",
    "source",
    "cumulative",
    "counts_territories",
    "illustrative",
)


@transaction.atomic
def add_indicator(
    *, actor: Actor, programme: Programme, values: exchange.Indicator, codes: Codes | None = None
) -> Indicator:
    """Defines an indicator of a result, behind the result's others."""
    lookup = codes or Codes(programme)
    result = lookup.result(values.result, f"indicator {values.code}")
    require(actor, EDIT_RESULT, result)
    _check(programme, values)
    refuse_taken(programme.indicators.all(), values.code, "indicator")
    siblings = programme.indicators.filter(result=result, retired_at__isnull=True)
    back = returning(programme.indicators.all(), values.uid)
    indicator = back or Indicator(programme=programme)
    put_down(indicator, {"result": result, "position": place_at(siblings, None), **_plain(values)}, values.uid)
    if back is not None:
        _delete_parts(indicator)
    _write_parts(indicator, values, lookup)
    record_new(
        actor=actor, noun="indicator", target=indicator, programme=programme, values=values, returns=back is not None
    )
    return indicator


def _plain(values: exchange.Indicator) -> dict[str, Any]:
    return {name: getattr(values, name) for name in PLAIN}


def _check(programme: Programme, values: exchange.Indicator) -> None:
    where = f"indicator {values.code}"
    known_languages(programme, values.title, values.definition, values.unit, values.source)
    if values.kind == "qualitative" and (values.targets or values.baselines):
        raise InvalidInput(
            _("A qualitative indicator has no numbers."), where=where, remedy=_("Choose another kind."), field="kind"
        )
    for place, target in enumerate(values.targets):
        if target.end < target.start:
            field = path(("targets", place, "end"))
            raise InvalidInput(_("A target's period ends before it starts."), where=where, field=field)
    criteria, breakdowns = [one.code for one in values.criteria], [one.dimension for one in values.disaggregations]
    _refuse_twice(criteria, _("Two criteria have the same code."), where, "criteria", "code")
    _refuse_twice(breakdowns, _("A breakdown is listed twice."), where, "disaggregations", "dimension")
    baselines = [(one.as_of, one.region) for one in values.baselines]
    _refuse_twice(baselines, _("Two baselines are of the same date and region."), where, "baselines", "as_of")
    targets = [(one.start, one.end, one.region) for one in values.targets]
    _refuse_twice(targets, _("Two targets are for the same period and region."), where, "targets", "start")


def _refuse_twice(keys: list[Any], message: str, where: str, part: str, name: str) -> None:
    if (place := repeated(keys)) is not None:
        raise InvalidInput(message, where=where, field=path((part, place, name)))


def _scaled(value: str, decimals: int, where: str, *field: str | int) -> int:
    """The value as kept. Raises `InvalidInput` that names the row it stands in."""
    try:
        return scale(value, decimals, where)
    except InvalidInput as error:
        raise InvalidInput(error.message, where=where, remedy=error.remedy, field=path(field)) from None


def _delete_parts(indicator: Indicator) -> None:
    for part in (indicator.criteria, indicator.disaggregations, indicator.baselines, indicator.targets):
        part.all().delete()


def _write_parts(indicator: Indicator, values: exchange.Indicator, codes: Codes) -> None:
    where = f"indicator {values.code}"
    Criterion.objects.bulk_create(
        Criterion(indicator=indicator, code=one.code, position=position, text=one.text, required=one.required)
        for position, one in enumerate(values.criteria)
    )
    Disaggregation.objects.bulk_create(
        Disaggregation(indicator=indicator, dimension=one.dimension, categories=one.categories, position=position)
        for position, one in enumerate(values.disaggregations)
    )
    Baseline.objects.bulk_create(
        Baseline(
            indicator=indicator,
            region=codes.region(one.region, where) if one.region else None,
            value=_scaled(one.value, values.decimals, where, "baselines", place, "value"),
            as_of=one.as_of,
            note=one.note,
        )
        for place, one in enumerate(values.baselines)
    )
    Target.objects.bulk_create(
        Target(
            indicator=indicator,
            region=codes.region(one.region, where) if one.region else None,
            start=one.start,
            end=one.end,
            value=_scaled(one.value, values.decimals, where, "targets", place, "value"),
        )
        for place, one in enumerate(values.targets)
    )


def described(indicator: Indicator) -> exchange.Indicator:
    """The indicator as it stands in the database now."""
    return indicator_values(defined_indicators(indicator.programme).get(pk=indicator.pk))


@transaction.atomic
def change_indicator(
    *,
    actor: Actor,
    indicator: Indicator,
    values: exchange.Indicator,
    revision: int | None,
    reason: str = "",
    codes: Codes | None = None,
) -> Indicator:
    """Changes the definition of an indicator, or moves it to another result. Raises `Conflict` like `change_result`."""
    require(actor, EDIT_INDICATOR, indicator)
    current = locked(indicator, revision)
    programme = current.programme
    lookup = codes or Codes(programme)
    before = described(current)
    _check(programme, values)
    for guard in CHANGE_GUARDS.values():
        guard(current, values)
    if values.code != current.code:
        refuse_taken(programme.indicators.all(), values.code, "indicator")
    current.result = lookup.result(values.result, f"indicator {values.code}")
    require(actor, EDIT_RESULT, current.result)
    changed = columns(_plain(values), current)
    current.revision += 1
    current.save(update_fields=[*changed, "result", "revision"])
    _delete_parts(current)
    _write_parts(current, values, lookup)
    conclude_change(
        current,
        actor=actor,
        verb="programme.indicator_changed",
        programme=programme,
        before=before,
        after=described(current),
        reason=reason,
    )
    return current


@transaction.atomic
def move_indicator(*, actor: Actor, indicator: Indicator, position: int, reason: str = "") -> Indicator:
    """Puts an indicator at another place among those of its result, counted from 0."""
    require(actor, EDIT_INDICATOR, indicator)
    siblings = indicator.programme.indicators.filter(result_id=indicator.result_id, retired_at__isnull=True)
    if moved := put_at(indicator, siblings, position):
        audit.record(
            actor=actor,
            verb="programme.indicator_moved",
            target=indicator,
            scope=indicator.programme,
            before={"position": moved},
            after={"position": position},
            reason=reason,
        )
    return indicator


@transaction.atomic
def step_indicator(*, actor: Actor, indicator: Indicator, step: int) -> Indicator:
    """Moves an indicator some places down (negative: up) among those of its result."""
    siblings = indicator.programme.indicators.filter(result_id=indicator.result_id, retired_at__isnull=True)
    return move_indicator(actor=actor, indicator=indicator, position=stepped(indicator, siblings, step))


@transaction.atomic
def retire_indicator(*, actor: Actor, indicator: Indicator, reason: str, revision: int | None = None) -> Indicator:
    """Retires an indicator; sealed versions keep it. A reason is required."""
    require(actor, EDIT_INDICATOR, indicator)
    if not reason.strip():
        raise InvalidInput(_("Say why the indicator is retired."), where=f"indicator {indicator.code}")
    current = locked(indicator, revision)
    current.retired_at, current.revision = timezone.now(), current.revision + 1
    current.save(update_fields=["retired_at", "revision"])
    audit.record(
        actor=actor,
        verb="programme.indicator_retired",
        target=current,
        scope=current.programme,
        reason=reason.strip(),
    )
    return current
