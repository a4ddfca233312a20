"""Pricing the programme: budget items, and what each step of pricing adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Fund
from biennium.funding.services.common import require_live
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.actions import ESTIMATE
from biennium.ledger.models import BudgetItem, Estimate, PreviousEstimate
from biennium.organisation.models import Region
from biennium.programme.models import Programme, Result


@transaction.atomic
def add_budget_item(
    *,
    actor: Actor,
    programme: Programme,
    code: str,
    title: Mapping[str, str],
    parent: BudgetItem | None = None,
    result: Result | None = None,
    may_be_negative: bool = False,
) -> BudgetItem:
    """Adds a line to the budget, behind its siblings. Raises `InvalidInput` for a code that is taken or no title."""
    require(actor, ESTIMATE)
    if not texts.clean(title):
        raise InvalidInput(_("A budget item needs a title."), where=code)
    if programme.budget_items.filter(code=code).exists():
        raise InvalidInput(
            _("There is a budget item with the code %(code)s already.") % {"code": code},
            remedy=_("Choose another code."),
        )
    last = programme.budget_items.aggregate(last=Max("position"))["last"]
    item = BudgetItem.objects.create(
        programme=programme,
        code=code,
        title=texts.clean(title),
        parent=parent,
        result=result,
        may_be_negative=may_be_negative,
        position=0 if last is None else last + 1,
    )
    after = {"code": code, "title": item.title, "result": result.code if result else None}
    audit.record(actor=actor, verb="ledger.budget_item_added", target=item, scope=programme, after=after)
    return item


@transaction.atomic
def estimate(
    *,
    actor: Actor,
    item: BudgetItem,
    fund: Fund,
    step: str,
    amount: Money,
    region: Region | None = None,
    modelled: bool = False,
    reason: str = "",
) -> Estimate:
    """Says what a step of pricing adds for a budget item, fund and region; what it said before is in the history.

    Raises `InvalidInput` for another currency than the programme's, a fund that is retired, or an item below zero that
    was not declared so.
    """
    require(actor, ESTIMATE)
    programme = Programme.objects.select_for_update().get(pk=item.programme_id)
    _refuse(item.code, programme, step, amount)
    require_live(fund)
    key: dict[str, Any] = {"budget_item": item, "fund": fund, "region": region, "step": step}
    before = _said(Estimate.objects.filter(**key).first())
    row, _new = Estimate.objects.update_or_create(
        **key, defaults={"programme": programme, "amount": amount.minor, "modelled": modelled}
    )
    _refuse_negative(item, fund)
    old, new = audit.changes(before, _said(row))
    if new:
        after = {"fund": fund.code, "step": step, "region": region.code if region else None, **new}
        audit.record(
            actor=actor,
            verb="ledger.estimated",
            target=item,
            scope=programme,
            before=old,
            after=after,
            reason=reason,
        )
    return row


@transaction.atomic
def estimate_previous(
    *,
    actor: Actor,
    programme: Programme,
    code: str,
    step: str,
    amount: Money,
    item: BudgetItem | None = None,
    precision: int = 1,
    reason: str = "",
) -> PreviousEstimate:
    """Says what a step of pricing was in the programme before (`code`), as it was published: of the item that goes on
    with it, or of all of it. `precision` is what the amount is rounded to, in minor units.

    Raises `InvalidInput` for another currency, an unknown step, or a code that differs from what was said before.
    """
    require(actor, ESTIMATE)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse(code, programme, step, amount)
    if programme.previous_estimates.exclude(code=code).exists() or code == programme.code or precision < 1:
        raise InvalidInput(_("One programme comes before this one."), where=code)
    key: dict[str, Any] = {"programme": programme, "budget_item": item, "step": step}
    values = {"amount": amount.minor, "precision": precision}
    row, _new = PreviousEstimate.objects.update_or_create(**key, defaults={"code": code, **values})
    after = {"code": code, "step": step, "budget_item": item.code if item else None, **values}
    audit.record(actor=actor, verb="ledger.previous_estimated", target=programme, after=after, reason=reason)
    return row


def _refuse(where: str, programme: Programme, step: str, amount: Money) -> None:
    if amount.currency != programme.currency:
        raise InvalidInput(
            _("The programme is priced in %(currency)s.") % {"currency": programme.currency}, where=where
        )
    if step not in Estimate.Step.values:
        raise InvalidInput(
            _("“%(step)s” is no step of pricing.") % {"step": step},
            remedy=_("Steps: %(names)s.") % {"names": ", ".join(Estimate.Step.values)},
        )


def _said(row: Estimate | None) -> dict[str, object]:
    return {} if row is None else {"amount": row.amount, "modelled": row.modelled}


def _refuse_negative(item: BudgetItem, fund: Fund) -> None:
    total = sum(item.estimates.filter(fund=fund).values_list("amount", flat=True))
    if total < 0 and not item.may_be_negative:
        raise InvalidInput(
            _("The steps for %(item)s sum to less than zero.") % {"item": item.code},
            remedy=_("Declare the item as one that may be negative, or correct the amount."),
        )
