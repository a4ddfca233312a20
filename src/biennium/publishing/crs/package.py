"""The records of a year, core contributions apart, and the checks that both pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import IncomeEntry, LineBalance
from biennium.programme.models import WorkItem
from biennium.publishing.chains import chains
from biennium.publishing.crs.checks import check
from biennium.publishing.crs.records import FIELDS, Reporting, Spent, donor_code
from biennium.publishing.crs.scope import left_out, recipient
from biennium.publishing.datacube.tables import NOT_PUBLISHED
from biennium.publishing.datasets import Cell, Dataset, Package, decimal
from biennium.publishing.expenses import Expense, expenses
from biennium.publishing.markers import of_items
from biennium.publishing.modelled import source
from biennium.publishing.publications import selectors

STANDARD = "crs"
CRS_ID = FIELDS.index("crs_id")
CORE = ("R01", "R02A", "R02B")
CORE_FIELDS = (
    "year",
    "donor_name",
    "donor_code",
    "instrument",
    "channel_code",
    "bi_multi",
    "aid_t",
    "amount",
    "currency_code",
)
MULTILATERAL, CORE_AID = "2", "B02"


@dataclass(frozen=True)
class Year:
    """What the books say of one calendar year, read once."""

    year: int

    @cached_property
    def currency(self) -> str:
        """The currency it reports in."""
        return reporting_currency()

    @cached_property
    def expenses(self) -> list[Expense]:
        """What was spent."""
        return expenses(self.year)

    @cached_property
    def spent(self) -> list[Spent]:
        """What the CRS is about, activity by activity."""
        sums: dict[tuple[int, int, int | None], int] = defaultdict(int)
        first: dict[tuple[int, int, int | None], Expense] = {}
        for one in self.expenses:
            if one.work_item is None or left_out(one):
                continue
            key = (one.work_item.pk, one.fund.pk, one.agreement.pk if one.agreement else None)
            sums[key] += one.amount
            first.setdefault(key, one)
        committed = self._committed()
        return [
            Spent(
                of.programme,
                of.work_item,
                of.fund,
                of.agreement,
                of.place,
                recipient(of),
                committed.get(key, 0),
                sums[key],
            )
            for key, of in first.items()
            if of.work_item and (sums[key] or committed.get(key))
        ]

    def _committed(self) -> dict[tuple[int, int, int | None], int]:
        """What was committed, including what was spent, without support cost that one fund owes another."""
        rows = LineBalance.objects.filter(line__year=self.year, line__work_item__isnull=False)
        rows = rows.exclude(line__cost_category__support_cost=True).order_by()
        keys = ("line__work_item", "line__fund", "line__agreement")
        sums = rows.values_list(*keys).annotate(
            Sum("committed_reporting"), Sum("spent_reporting"), Sum("uncovered_reporting")
        )
        return {(item, fund, agreement): sum(amounts) for item, fund, agreement, *amounts in sums}


def package(year: int) -> Package:
    """What the organisation reports to the DAC of a calendar year. Raises `InvalidInput` without an identifier."""
    of = Year(year)
    profile = selectors.profile()
    reporter = selectors.reporter(profile)
    name = next(iter(reporter.name.values()), reporter.identifier)
    scores = of_items(
        WorkItem.objects.filter(programme__in={one.programme.pk for one in of.spent}).values_list("pk", flat=True)
    )
    above = chains({one.programme.pk for one in of.expenses})
    reporting = Reporting(year, name, reporter.identifier, of.currency, profile, above, scores)
    records = Dataset(
        "crs",
        _("Activities reported to the DAC"),
        FIELDS,
        sorted(map(reporting.record, of.spent), key=lambda row: str(row[CRS_ID])),
    )
    core = _core(of)
    about = {"entity": name, "year": str(year), "currency": of.currency}
    title = _("OECD-DAC Creditor Reporting System: %(entity)s, %(year)s") % {"entity": name, "year": year}
    checks = check(of.expenses, of.spent, records, of.currency)
    return Package(STANDARD, title, [records, core], checks, source(one.programme for one in of.expenses), about)


def _core(of: Year) -> Dataset:
    """Core contributions, which contributors report as such: they stand apart from what was spent of them."""
    rows = IncomeEntry.objects.filter(year=of.year, step=IncomeEntry.Step.RECOGNISED, instrument__in=CORE)
    sums: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for one in rows.select_related("partner__place", "fund"):
        shown = one.partner if one.partner and one.partner.published else None
        name = (shown.name.get("en") or shown.code) if shown else NOT_PUBLISHED
        sums[name, donor_code(shown) if shown else "", one.instrument, _channel(one.fund)] += one.reporting
    listed: list[tuple[Cell, ...]] = [
        (of.year, *key, MULTILATERAL, CORE_AID, decimal(amount, of.currency), of.currency)
        for key, amount in sorted(sums.items())
        if amount
    ]
    return Dataset("core_contributions", _("Core contributions"), CORE_FIELDS, listed)


def _channel(fund: Fund | None) -> str:
    return fund.crs_channel if fund else ""
