"""Support cost: what a project owes for the work around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Agreement, CostCategory, Fund
from biennium.funding.selectors.terms import support_cost_rate
from biennium.kernel.books.expense import recovery_amount
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.shares import apportion
from biennium.ledger.actions import LOAD
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Recovery
from biennium.ledger.models import Batch, Line
from biennium.ledger.services import rules
from biennium.ledger.services.posting import post_many
from biennium.programme.models import Programme


@transaction.atomic
def recover_support_cost(
    *, actor: Actor, agreement: Agreement, programme: Programme, year: int, day: date, reason: str = ""
) -> Batch | None:
    """Recovers from an agreement round(rate × all it has spent) less what was recovered already (design: arithmetic,
    § 3), shared out over its lines of the year by what they spent. The rate is the agreement's (0: none), else its
    fund's. None where nothing is due.

    Raises `InvalidInput` when the fund names no fund that support cost goes to, or there is no cost category for it.
    """
    require(actor, LOAD)
    fund = agreement.fund
    category = CostCategory.objects.filter(support_cost=True, retired_at__isnull=True).first()
    if fund.support_cost_fund_id is None or category is None:
        raise InvalidInput(
            _("%(fund)s does not say where its support cost goes.") % {"fund": fund.code},
            remedy=_("Name a support-cost fund, and a cost category for it."),
        )
    Fund.objects.select_for_update().get(pk=fund.pk)
    into = Dimensions(programme.pk, fund.support_cost_fund_id, year=year)
    orders = [
        Recovery(
            date=day,
            line=replace(line, cost_category=category.pk),
            into=into,
            money=Money(due, fund.currency),
            text=agreement.code,
        )
        for line, due in _due(agreement, support_cost_rate(agreement), year).items()
    ]
    if not orders:
        return None
    rules.require_open_years([into, *(order.line for order in orders)])
    return post_many(actor=actor, origin="recovery", orders=orders, reason=reason or agreement.code)


def _due(agreement: Agreement, rate: int, year: int) -> dict[Dimensions, int]:
    """What is due on each line of the year (of no cost category), in minor units of the fund's currency. What was
    recovered too much is given back on lines that bore it, no more than they did: also where all was refunded."""
    base: dict[Dimensions, int] = {}
    recovered: dict[Dimensions, int] = {}
    lines = Line.objects.filter(agreement=agreement).select_related("balance", "cost_category").order_by("key")
    for line in lines:
        is_support = line.cost_category is not None and line.cost_category.support_cost
        column = recovered if is_support else base
        of = replace(Dimensions.of(line), cost_category=None)
        column[of] = column.get(of, 0) + line.balance.spent
    now = [
        line
        for line in {**base, **recovered}
        if line.year == year and max(base.get(line, 0), recovered.get(line, 0)) > 0
    ]
    weights, already = [max(0, base.get(line, 0)) for line in now], [recovered.get(line, 0) for line in now]
    total = max(recovery_amount(sum(base.values()), rate, sum(recovered.values())), -sum(already))
    if not any(weights):
        total, weights = min(0, total), already
    targets = apportion(total + sum(already), weights)
    due = zip(now, (target - had for target, had in zip(targets, already, strict=True)), strict=True)
    return {line: amount for line, amount in due if amount}
