"""The programme before, beside this one: the same steps of the price, and what each changed.

Invariant: what is published roughly says what it is rounded to, on the page and in the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.money import Money
from biennium.ledger.selectors.previous import Previous
from biennium.ledger.selectors.pricing import Price
from biennium.office.budget.tables import source
from biennium.office.budget.words import PRICE_STEPS
from biennium.programme.models import Programme
from biennium.web import formatting
from biennium.web.tables import Column, Table

SUMS = {"total": ("constant", "cost_increase", "exchange")}


@dataclass(frozen=True, slots=True)
class Beside:
    """A step in both programmes, in minor units of the same currency; `precision` is what the earlier one is rounded
    to."""

    step: str
    before: int
    now: int
    precision: int

    @property
    def change(self) -> Fraction | None:
        """What it is more, as a part of what it was; None where it was nothing."""
        return Fraction(self.now - self.before, self.before) if self.before else None


def rows(before: Previous, now: Price) -> list[Beside]:
    """The steps, and all of them together."""

    def precision(step: str) -> int:
        return max((before.precision.get(one, 1) for one in SUMS.get(step, (step,))), default=1)

    return [Beside(step, getattr(before.whole, step), getattr(now, step), precision(step)) for step in PRICE_STEPS]


def described(programme: Programme, before: Previous) -> Table[Beside]:
    """The table of both."""
    currency = programme.currency

    def money(name: str, label: str, minor: Any) -> Column[Beside]:
        return Column(name, label, lambda row: Money(minor(row), currency), numeric=True, unit=currency)

    columns = [
        Column[Beside]("step", _("Step"), lambda row: str(PRICE_STEPS[row.step])),
        money("before", before.code, lambda row: row.before),
        money("now", programme.code, lambda row: row.now),
        money("difference", _("Difference"), lambda row: row.now - row.before),
        Column[Beside]("change", _("Change"), _change),
    ]
    if before.is_rounded:
        columns.append(Column[Beside]("rounded", _("Known to"), lambda row: _rounded(row, currency)))
    return Table(
        name=f"strategic-budget-{programme.code}-{before.code}",
        caption=_("%(before)s and %(now)s") % {"before": before.code, "now": programme.code},
        columns=columns,
        source=source(programme),
    )


def _change(row: Beside) -> str:
    return _("not applicable") if row.change is None else formatting.percent(row.change, 1)


def _rounded(row: Beside, currency: str) -> str:
    return _("the unit") if row.precision == 1 else formatting.money(Money(row.precision, currency))
