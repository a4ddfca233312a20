"""Between the form of what is expected to pay for a work item and its service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from biennium.funding.models import Agreement
from biennium.kernel.money import Money
from biennium.office.budget.tables import title
from biennium.office.forms.money import percent_digits
from biennium.office.forms.plans import ExpectedRow
from biennium.office.forms.rows import Rows, rows_of
from biennium.programme.models import WorkItem
from biennium.web import formatting
from biennium.workplan.services.requirements import TO_COME

PREFIX = "expected_money"


@dataclass(frozen=True)
class Expected:
    """The agreements to come that are meant for a work item, as rows of a form."""

    item: WorkItem

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """The agreements that are not signed yet, by code."""
        rows = Agreement.objects.filter(status__in=TO_COME).select_related("partner").order_by("code")
        return {one.code: one for one in rows}

    def rows(self, data: Any) -> list[Rows]:
        """The one list of the form."""
        offered = [(code, _words(one)) for code, one in self.agreements.items()]
        return [rows_of(ExpectedRow, PREFIX, data, self._now(), {"agreements": offered})]

    def _now(self) -> list[dict[str, Any]]:
        rows = self.item.expectations.filter(agreement__status__in=TO_COME).select_related("agreement")
        return [{"agreement": one.agreement.code, "share": one.share} for one in rows]

    def shares(self, sets: Sequence[Any]) -> list[tuple[Agreement, int]]:
        """What was typed."""
        return [(self.agreements[row["agreement"]], row["share"]) for row in sets[0].said()]


def _words(one: Agreement) -> str:
    """“EU-1 · European Union · USD 1,000.00 · 50 %”."""
    amount = formatting.money(Money(one.amount, one.currency))
    return f"{one.code} · {title(one.partner.name)} · {amount} · {percent_digits(one.probability)} %"
