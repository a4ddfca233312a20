"""What can be derived from the tables of a year, and so must hold; each row at fault is named.

Rules: the tables of expense are the same money; the tables of revenue are the same money; every code is one of its
list; the shares of a work item sum to the whole. A difference that has a name is told, and does not fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.shares import WHOLE
from biennium.publishing.datacube.tables import NO_GOAL, NOT_PUBLISHED, NOT_SPECIFIED, Year
from biennium.publishing.datasets import Check, Dataset, decimal
from biennium.publishing.iati.gathering.words import told
from biennium.standards.un_finance import codes

EXPENSE = {
    "expenses_sub_agency": "function",
    "expenses_sdgs": "sdg",
    "expenses_by_country_region_sub_agency": "location",
    "expenses_gender_marker": "gender",
}
REVENUE = ("revenue_sub_agency", "revenue_contrib_type")
DONORS = ("revenue_government_donors", "revenue_non_gov_donors")
GOALS = frozenset({NO_GOAL, *(str(number) for number in range(1, 18))})


def check(of: Year, datasets: Sequence[Dataset]) -> list[Check]:
    """The outcome of every rule, in a fixed order."""
    found = {dataset.name: dataset for dataset in datasets}
    return [
        *_same_expense(of, found),
        *_same_revenue(of, found),
        _codes(
            _("Every function is one of standard II"),
            _unknown(found["expenses_sub_agency"], 5, {entry.label for entry in codes("function").values()}),
        ),
        _codes(_("Every goal is one of standard V"), _unknown(found["expenses_sdgs"], 4, GOALS)),
        _codes(_("Every place has a region of standard III"), _nowhere(found["expenses_by_country_region_sub_agency"])),
        _codes(
            _("Every instrument is one of standard IV"),
            _unknown(found["revenue_sub_agency"], 6, set(codes("instrument"))),
        ),
        _codes(
            _("Every type of contributor is one of standard VI"),
            _unknown(found["revenue_contrib_type"], 2, {*codes("contributor"), NOT_PUBLISHED}),
        ),
        _codes(_("The shares of a work item over goals sum to 100 %"), _shares(of)),
        _codes(_("Expense has a work item with a function"), _functionless(of)),
    ]


def _same_expense(of: Year, found: Mapping[str, Dataset]) -> Iterator[Check]:
    spent = decimal(of.spent, of.currency)
    for name, table in EXPENSE.items():
        lang = get_language() or "en"
        known = [
            f"{one.code}: {decimal(one.amount, of.currency):+} ({told(one.reason, lang)})" for one in of.named(table)
        ]
        named = sum((decimal(one.amount, of.currency) for one in of.named(table)), Decimal(0))
        rule = _("%(table)s sums to the expense of the books") % {"table": name}
        yield _agreeing(rule, found[name].total(), spent, named, known, of.currency)


def _same_revenue(of: Year, found: Mapping[str, Dataset]) -> Iterator[Check]:
    recognised = decimal(sum(one.reporting for one in of.income), of.currency)
    for name in REVENUE:
        rule = _("%(table)s sums to the revenue of the books") % {"table": name}
        yield _agreeing(rule, found[name].total(), recognised, Decimal(0), [], of.currency)
    donors = sum((found[name].total() for name in DONORS), Decimal(0))
    rule = _("Revenue from governments and from others is all revenue")
    yield _agreeing(rule, donors, recognised, Decimal(0), [], of.currency)


def _agreeing(rule: str, one: Decimal, other: Decimal, named: Decimal, known: list[str], currency: str) -> Check:
    told = {"one": f"{one:,}", "other": f"{other:,}", "difference": f"{one - other:+,}", "currency": currency}
    if one == other:
        return Check(rule, "holds", f"{currency} {one:,}")
    words = _("%(currency)s %(one)s against %(other)s: %(difference)s") % told
    return Check(rule, "known" if one - other == named else "fails", words, tuple(known))


def _codes(rule: str, rows: Sequence[str]) -> Check:
    words = _("%(count)s rows do not.") % {"count": len(rows)} if rows else ""
    return Check(rule, "fails" if rows else "holds", words, tuple(rows))


def _unknown(dataset: Dataset, column: int, known: set[str] | frozenset[str]) -> list[str]:
    return [_row(dataset, number) for number, row in enumerate(dataset.rows) if str(row[column]) not in known]


def _nowhere(dataset: Dataset) -> list[str]:
    return [_row(dataset, number) for number, row in enumerate(dataset.rows) if not row[3]]


def _row(dataset: Dataset, number: int) -> str:
    told = ", ".join(str(cell) for cell in dataset.rows[number] if cell != "")
    return f"{dataset.name}, row {number + 2}: {told}"


def _shares(of: Year) -> list[str]:
    items = {one.work_item.pk: one.work_item for one in of.expenses if one.work_item and one.work_item.sdg}
    return sorted(
        f"{item.code}: {sum(item.sdg.values()) / 100} %" for item in items.values() if sum(item.sdg.values()) != WHOLE
    )


def _functionless(of: Year) -> list[str]:
    """What was spent on no function, by fund and result: whoever answers for it can name one."""
    found: dict[str, int] = {}
    for one in of.expenses:
        if not (one.work_item and one.work_item.function):
            name = " · ".join(str(part) for part in (one.fund.code, one.result and one.result.code) if part)
            found[name] = found.get(name, 0) + one.amount
    told = {name: decimal(amount, of.currency) for name, amount in found.items() if amount}
    return [f"{name}: {of.currency} {amount:,} ({NOT_SPECIFIED})" for name, amount in sorted(told.items())]
