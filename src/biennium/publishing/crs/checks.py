"""What must hold of the records of a year; each record at fault is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.utils.translation import gettext as _

from biennium.publishing.crs.records import FIELDS, MARKERS, MOST_TARGETS, Spent
from biennium.publishing.crs.scope import RULES, by_rule
from biennium.publishing.datasets import Check, Dataset, decimal
from biennium.publishing.expenses import Expense
from biennium.standards.iati import tables

HIGHEST = {"rmnch": 4, "desertification": 3}
"""The markers that go further than 2."""
LISTS = {
    "flow_code": "FlowType",
    "bi_multi": "CollaborationType",
    "finance_t": "FinanceType",
    "aid_t": "AidType",
    "purpose_code": "Sector",
    "channel_code": "CRSChannelCode",
}


def check(expenses: Sequence[Expense], spent: Sequence[Spent], records: Dataset, currency: str) -> list[Check]:
    """The outcome of every rule, in a fixed order."""
    targets, recipient = _("At most ten targets are named"), _("Every record has a recipient")
    return [
        _whole(expenses, spent, records, currency),
        _told_apart(records),
        _numbered(records),
        *(_coded(records, field, codelist) for field, codelist in LISTS.items()),
        _none(records, "sdg_focus", targets, lambda text: len(text.split(";")) > MOST_TARGETS),
        *_significances(records),
        _none(records, "recipient_code", recipient, lambda text: not text),
    ]


def _whole(expenses: Sequence[Expense], spent: Sequence[Spent], records: Dataset, currency: str) -> Check:
    rules = by_rule(expenses)
    listed = [(decimal(amount, currency), fund, rule) for (rule, fund), amount in sorted(rules.items())]
    told = tuple(f"{fund}: {amount:,} ({RULES[rule]})" for amount, fund, rule in listed)
    reported, left = sum(one.spent for one in spent), sum(rules.values())
    holds = records.total("disbursement_national") == decimal(reported, currency)
    holds = holds and reported + left == sum(one.amount for one in expenses)
    words = f"{currency} {decimal(reported, currency):,} + {decimal(left, currency):,}"
    state = ("known" if rules else "holds") if holds else "fails"
    return Check(_("What is reported and what is left out are the expense of the books"), state, words, told)


def _told_apart(records: Dataset) -> Check:
    times = Counter(str(row[FIELDS.index("crs_id")]) for row in records.rows)
    return _none(records, "crs_id", _("Every record has an identifier of its own"), lambda name: times[name] > 1)


def _numbered(records: Dataset) -> Check:
    """A provider that the DAC has no number for is told without one; it can be known by its identifier or channel."""
    code, name = FIELDS.index("donor_code"), FIELDS.index("donor_name")
    without = tuple(sorted({str(row[name]) for row in records.rows if not row[code]}))
    words = _("Without a number: %(count)s.") % {"count": len(without)} if without else ""
    return Check(_("Every provider has its number at the DAC"), "known" if without else "holds", words, without)


def _significances(records: Dataset) -> Iterator[Check]:
    for field in MARKERS.values():
        most = HIGHEST.get(field, 2)
        rule = _("%(field)s is from 0 to %(most)s") % {"field": field, "most": most}
        yield _none(records, field, rule, partial(_beyond, most))


def _beyond(most: int, text: str) -> bool:
    return bool(text) and not 0 <= int(text) <= most


def _coded(records: Dataset, field: str, codelist: str) -> Check:
    known = tables.codes(codelist)
    rule = _("%(field)s is a code of %(codelist)s") % {"field": field, "codelist": codelist}
    return _none(records, field, rule, lambda text: text not in known)


def _none(records: Dataset, field: str, rule: str, wrong: Callable[[str], bool]) -> Check:
    column, name = FIELDS.index(field), FIELDS.index("crs_id")
    rows = tuple(f"{row[name]}: {field} “{row[column]}”" for row in records.rows if wrong(str(row[column])))
    words = _("%(count)s records do not.") % {"count": len(rows)} if rows else ""
    return Check(rule, "fails" if rows else "holds", words, rows)
