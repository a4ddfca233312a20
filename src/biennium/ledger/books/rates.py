"""Which rate is in force, and what an amount is in the other currencies."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.kernel.books.amounts import Amounts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.models import Rate
from biennium.organisation.selectors import organisation

Converted = tuple[Amounts, int | None, int | None]
_Key = tuple[str, int | None, frozenset[str]]


def reporting_currency() -> str:
    """The currency the organisation reports in."""
    known = organisation()
    return known.currency if known else "USD"


def currencies_with_rates() -> set[str]:
    """Every currency there is a rate of."""
    return {code for pair in Rate.objects.order_by().values_list("base", "quote").distinct() for code in pair}


class RateTable:
    """The rates between the currencies at hand, read in one query; none where there is only one currency."""

    def __init__(self, currencies: Iterable[str], reporting: str = "") -> None:
        self.reporting = reporting or reporting_currency()
        self._days: dict[_Key, list[date]] = defaultdict(list)
        self._rates: dict[_Key, list[Rate]] = defaultdict(list)
        known = {*currencies, self.reporting}
        if len(known) > 1:
            for rate in Rate.objects.filter(Q(base__in=known), Q(quote__in=known)).order_by("valid_from", "id"):
                key = (rate.kind, rate.programme_id, frozenset((rate.base, rate.quote)))
                self._days[key].append(rate.valid_from)
                self._rates[key].append(rate)

    def amounts(self, money: Money, fund: Fund, programme: int, day: date) -> Converted:
        """The three amounts of a move, and the rates used. Raises `InvalidInput` when there is no rate."""
        control, control_rate = self._to(money, fund.currency, fund.controlled_at, programme, day)
        reporting, reporting_rate = self._to(money, self.reporting, fund.reported_at, programme, day)
        return Amounts(money.minor, control.minor, reporting.minor), control_rate, reporting_rate

    def _to(self, money: Money, currency: str, kind: str, programme: int, day: date) -> tuple[Money, int | None]:
        if money.currency == currency:
            return money, None
        rate = self.find(money.currency, currency, kind, programme, day)
        return rate.exact.convert(money), rate.pk

    def find(self, one: str, other: str, kind: str, programme: int, day: date) -> Rate:
        """The rate in force on a day: the latest from before or on it, as recorded last."""
        key = (kind, programme if kind == Rate.Kind.BUDGET else None, frozenset((one, other)))
        index = bisect_right(self._days[key], day)
        if not index:
            raise InvalidInput(
                _("There is no %(kind)s rate of %(one)s and %(other)s for %(day)s.")
                % {"kind": kind, "one": one, "other": other, "day": day},
                remedy=_("Record the rate first."),
            )
        return self._rates[key][index - 1]
