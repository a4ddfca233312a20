"""The tables of the cube in the layouts of the data sets that UN CEB publishes.

Invariant: every table of expense sums to the same total, but for differences that have a name; every table of revenue
sums to the same total. A contributor who is not published is never named. Amounts are of the reporting currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from biennium.kernel.shares import apportion
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import IncomeEntry
from biennium.organisation.selectors import organisation
from biennium.programme.models import WorkItem
from biennium.publishing.datacube.models import KnownDifference
from biennium.publishing.datasets import Dataset, decimal
from biennium.publishing.expenses import Expense, expenses
from biennium.publishing.locations import Location, location
from biennium.publishing.markers import NOT_SCORED, Gender, of_items, scores
from biennium.standards.un_finance import codes

NO_GOAL = "X00"
"""The standard's code for expense that serves no goal."""
NOT_SPECIFIED = "not specified"
NOT_PUBLISHED = "not published"
FINANCIAL_INFORMATION = "EXP"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """What the books say of one calendar year, read once for all tables."""

    year: int

    @cached_property
    def entity(self) -> str:
        """The organisation's short name."""
        known = organisation()
        return (known.acronym.get("en") or str(known)) if known else NOT_SPECIFIED

    @cached_property
    def currency(self) -> str:
        """The currency it reports in."""
        return reporting_currency()

    @cached_property
    def expenses(self) -> list[Expense]:
        """What was spent."""
        return expenses(self.year)

    @cached_property
    def spent(self) -> int:
        """The expense of the year, in minor units."""
        return sum(one.amount for one in self.expenses)

    @cached_property
    def income(self) -> list[IncomeEntry]:
        """What was recognised as revenue."""
        rows = IncomeEntry.objects.filter(year=self.year, step=IncomeEntry.Step.RECOGNISED)
        return list(rows.select_related("partner__place"))

    @cached_property
    def differences(self) -> list[KnownDifference]:
        """Those that have a name."""
        return sorted(KnownDifference.objects.filter(year=self.year), key=lambda one: one.code)

    def amounts(self, parts: Iterable[tuple[Key, int]]) -> list[tuple[Key, Decimal]]:
        """Sums by key, those of nothing left out."""
        sums: dict[Key, int] = defaultdict(int)
        for key, amount in parts:
            sums[key] += amount
        return [(key, decimal(amount, self.currency)) for key, amount in sorted(sums.items()) if amount]

    def named(self, table: str) -> Iterator[KnownDifference]:
        """The known differences of a table."""
        return (one for one in self.differences if one.table == table)


def expense_by_function(of: Year) -> Dataset:
    """Standard II."""
    parts = [((_function(one),), one.amount) for one in of.expenses]
    parts += [((_function_name(one.code),), one.amount) for one in of.named("function")]
    rows = [(of.year, amount, of.currency, of.entity, of.entity, name) for (name,), amount in of.amounts(parts)]
    columns = ("calendar_year", "amount", "currency", "agency", "sub_agency", "transaction_type")
    return Dataset("expenses_sub_agency", "Expense by UN function (standard II)", columns, rows)


def expense_by_goal(of: Year) -> Dataset:
    """Standard V. A known difference is a row of its own."""
    found = sorted(of.amounts(_goals(of)), key=lambda one: _in_order(*one[0]))
    rows = [_goal_row(of, goal, target, amount) for (goal, target), amount in found]
    rows += [_goal_row(of, one.code, "", decimal(one.amount, of.currency)) for one in of.named("sdg")]
    columns = (
        *("calendar year", "entity code", "type of financial information", "amount"),
        *("SDG goal", "SDG target", "SDG indicator"),
    )
    return Dataset("expenses_sdgs", "Expense by Sustainable Development Goal (standard V)", columns, rows)


def expense_by_location(of: Year) -> Dataset:
    """Standard III. What is spent in no country is global."""
    places: dict[Key, Location] = {}
    for one in of.expenses:
        found = location(one.place)
        places[found.key] = found
    parts = [(location(one.place).key, one.amount) for one in of.expenses]
    rows = [
        (of.year, of.entity, of.entity, found.region, found.sub_region, found.name, found.kind, amount)
        for found, amount in ((places[key], amount) for key, amount in of.amounts(parts))
    ]
    columns = (
        *("calendar_year", "agency", "sub_agency", "region", "sub-region"),
        *("country/territory", "location_type", "amount"),
    )
    return Dataset("expenses_by_country_region_sub_agency", "Expense by location (standard III)", columns, rows)


def expense_by_gender_marker(of: Year) -> Dataset:
    """Standard VII: what was spent on work that has a gender equality marker."""
    programmes = {one.programme.pk for one in of.expenses}
    gender = Gender(
        of_items(WorkItem.objects.filter(programme__in=programmes).values_list("pk", flat=True)), scores(programmes)
    )
    names = {code: entry.label for code, entry in codes("gender").items()}
    rows = [
        (of.year, of.entity, found, names.get(found, NOT_SCORED), amount)
        for (found,), amount in of.amounts(((gender.of(one),), one.amount) for one in of.expenses)
    ]
    columns = ("calendar_year", "agency", "gender_marker", "gender_marker_name", "amount")
    return Dataset("expenses_gender_marker", "Expense by gender equality marker (standard VII)", columns, rows)


def revenue(of: Year) -> Dataset:
    """Standard IV: by financing instrument."""
    rows = [
        (of.entity, of.entity, of.year, amount, _instrument(code), _type(code), code)
        for (code,), amount in of.amounts(((one.instrument,), one.reporting) for one in of.income)
    ]
    columns = ("agency", "sub_agency", "calendar_year", "amount", "sub_type_name", "rev_type", "sub_type")
    return Dataset("revenue_sub_agency", "Revenue by financing instrument (standard IV)", columns, rows)


def revenue_by_contributor_type(of: Year) -> Dataset:
    """Standard VI: by type of contributor."""
    parts = (((_contributor(one), one.instrument), one.reporting) for one in of.income)
    rows = [(of.year, of.entity, who, code, amount) for (who, code), amount in of.amounts(parts)]
    columns = ("calendar_year", "entity", "contrib_type", "rev_type", "amount")
    return Dataset("revenue_contrib_type", "Revenue by type of contributor (standard VI)", columns, rows)


def revenue_of_governments(of: Year) -> Dataset:
    """Governments, by name."""
    parts = (((_donor(one), one.instrument), one.reporting) for one in of.income if _contributor(one) == "C01")
    rows = [(of.year, donor, of.entity, code, amount) for (donor, code), amount in of.amounts(parts)]
    columns = ("calendar_year", "government_donor", "entity", "rev_type", "amount")
    return Dataset("revenue_government_donors", "Revenue from governments", columns, rows)


def revenue_of_others(of: Year) -> Dataset:
    """Everybody else, by name; who is not published is one row."""
    others = [one for one in of.income if _contributor(one) != "C01"]
    parts = (((_donor(one), one.instrument, _contributor(one)), one.reporting) for one in others)
    rows = [
        (amount, of.currency, of.entity, of.year, code, donor, who) for (donor, code, who), amount in of.amounts(parts)
    ]
    columns = ("amount", "_currency", "entity", "calendar_year", "rev_type", "donor", "contrib_type")
    return Dataset("revenue_non_gov_donors", "Revenue from others than governments", columns, rows)


TABLES: Sequence[Callable[[Year], Dataset]] = (
    revenue,
    revenue_by_contributor_type,
    revenue_of_governments,
    revenue_of_others,
    expense_by_function,
    expense_by_goal,
    expense_by_location,
    expense_by_gender_marker,
)


def _function(one: Expense) -> str:
    return _function_name(one.work_item.function if one.work_item else "")


def _function_name(code: str) -> str:
    known = codes("function").get(code)
    return known.label if known else code or NOT_SPECIFIED


def _goals(of: Year) -> Iterator[tuple[Key, int]]:
    """Each work item's expense over its goals and targets: split once, so that the parts are the whole."""
    by_item: dict[int | None, int] = defaultdict(int)
    items = {one.work_item.pk: one.work_item for one in of.expenses if one.work_item}
    for one in of.expenses:
        by_item[one.work_item.pk if one.work_item else None] += one.amount
    for key, amount in by_item.items():
        shares = items[key].sdg if key is not None else {}
        if not shares:
            yield (NO_GOAL, ""), amount
            continue
        served = sorted(shares)
        for code, part in zip(served, apportion(amount, [shares[one] for one in served]), strict=True):
            goal, dot, _target = code.partition(".")
            yield (goal, code if dot else ""), part


def _in_order(goal: str, target: str) -> tuple[int, str]:
    """Goals by number, what serves none last; a target that ends in a letter follows those that end in a number."""
    return (int(goal) if goal.isdigit() else 100, target.rjust(8))


def _goal_row(of: Year, goal: str, target: str, amount: Decimal) -> tuple[int | str | Decimal, ...]:
    return (of.year, of.entity, FINANCIAL_INFORMATION, amount, goal, target, "")


def _instrument(code: str) -> str:
    known = codes("instrument").get(code)
    return known.label if known else NOT_SPECIFIED


def _type(code: str) -> str:
    """The instrument above an instrument: R03 of R03E."""
    return code[:3]


def _contributor(one: IncomeEntry) -> str:
    """The type of the contributor; income that gives no authority has none, unless it names one."""
    if one.partner is not None and one.partner.published:
        return one.partner.contributor_type
    if one.partner is not None:
        return NOT_PUBLISHED
    return "C09" if one.fund_id is None else NOT_PUBLISHED


def _donor(one: IncomeEntry) -> str:
    named = one.partner if one.partner and one.partner.published else None
    return named.name.get("en") or named.code if named else NOT_PUBLISHED
