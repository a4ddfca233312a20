"""Partners: what each gave, what it signed, and what became of it.

Invariant: those who are not published are one row without a name; an agreement is shown once it is signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.funding.models import Agreement, Partner
from biennium.funding.selectors.public import SIGNED
from biennium.kernel.figures import Figure, State
from biennium.kernel.money import Money
from biennium.kernel.text import folded
from biennium.ledger.models import IncomeEntry
from biennium.ledger.selectors import contributions
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED, Scope
from biennium.portal.money.naming import Naming
from biennium.portal.money.source import source
from biennium.portal.money.tables import THOUSANDS
from biennium.portal.pages import PINNED, Page
from biennium.web import exports, formatting, shapes
from biennium.web.tables import Column, Filter, Table, by_key, where


@dataclass(frozen=True, slots=True)
class Giver:
    """A partner by code (`~`: those who are not published), its type, and minor units of the reporting currency."""

    code: str
    name: str
    type: str
    income: int
    approved: int
    spent: int


def givers(naming: Naming) -> list[Giver]:
    """Everybody who gave or signed, by name; those who are not published last."""
    page = naming.page
    listed = {one.code: one for one in Partner.objects.filter(published=True)}
    income = contributions.by_contributor(contributions.Income(page.programme), "recognised")
    money: dict[str, ledger.Amounts] = defaultdict(ledger.Amounts)
    for row in ledger.table(Scope(page.programme), ["partner"]).rows:
        if row.key[0] != NONE:
            money[row.key[0] if row.key[0] in listed else NOT_PUBLISHED] += row.amounts
    found = [
        _giver(naming, listed.get(code), code, income.get(code, 0), money[code]) for code in {*income, *money} - {NONE}
    ]
    return sorted(found, key=lambda one: (one.code == NOT_PUBLISHED, folded(one.name)))


def _giver(naming: Naming, partner: Partner | None, code: str, income: int, amounts: ledger.Amounts) -> Giver:
    kind = naming.words("type", partner.contributor_type) if partner and partner.contributor_type else ""
    name = naming.page.words(partner.name) if partner else naming.words("partner", NOT_PUBLISHED)
    return Giver(code, name, kind, income, amounts.approved, amounts.spent)


def answer(listed: Sequence[Giver], currency: str) -> str:
    """“192 partners are published; USD 932.8 million of income is recognised, USD 101.7 million of it of contributors
    who are not published.”"""
    named = [one for one in listed if one.code != NOT_PUBLISHED]
    counted = ngettext("%(count)s partner is published", "%(count)s partners are published", len(named))
    said = counted % {"count": formatting.number(len(named))}
    total = Money(sum(one.income for one in listed), currency)
    hidden = Money(sum(one.income for one in listed if one.code == NOT_PUBLISHED), currency)
    told = {"said": said, "total": formatting.compact(total), "hidden": formatting.compact(hidden)}
    if not hidden.minor:
        return _("%(said)s; %(total)s of income is recognised.") % told
    words = _("%(said)s; %(total)s of income is recognised, %(hidden)s of it of contributors who are not published.")
    return words % told


def partner_answer(name: str, income: Figure, amounts: ledger.Amounts, currency: str) -> str:
    """“Norway: USD 30.1 million of income recognised; USD 20.4 million signed and approved, USD 9.8 million of it
    spent.”"""
    words = {
        "partner": name,
        "income": formatting.compact(income.value) if isinstance(income.value, Money) else "",
        "approved": formatting.compact(Money(amounts.approved, currency)),
        "spent": formatting.compact(Money(amounts.spent, currency)),
    }
    if not amounts.approved:
        return _("%(partner)s: %(income)s of income recognised.") % words
    said = _("%(partner)s: %(income)s of income recognised; %(approved)s signed and approved, %(spent)s of it spent.")
    return said % words


def table(page: Page, listed: Sequence[Giver], currency: str) -> Table[Giver]:
    """The partners as a table, in pages and files."""
    kinds = sorted({one.type for one in listed if one.type})
    return Table(
        name=f"{page.file_name}-partners",
        caption=_("Partners"),
        columns=_columns(page, currency),
        filters=[
            Filter("type", _("Type"), where(lambda row, value: row.type == value), [(one, one) for one in kinds]),
            Filter("q", _("Find"), where(lambda row, value: folded(value) in folded(row.name))),
        ],
        kept=(PINNED,),
        source=source(page),
        per_page=100,
    )


def _columns(page: Page, currency: str) -> list[Column[Giver]]:
    def url(row: Giver) -> str:
        return "" if row.code == NOT_PUBLISHED else page.url("partner", row.code)

    def income(row: Giver) -> str:
        return page.url("explain", contributions.name_of(_income(page, row.code), "recognised")) if row.income else ""

    return [
        Column("partner", _("Partner"), lambda row: row.name, url, by_key(lambda row: folded(row.name))),
        Column("code", _("Code"), lambda row: "" if row.code == NOT_PUBLISHED else row.code, only="file"),
        Column("type", _("Type"), lambda row: row.type, sorting=by_key(lambda row: row.type)),
        _amount("income", _("Income recognised"), currency, income),
        _amount("approved", _("Signed and approved"), currency, lambda row: _explained(page, row, "approved")),
        _amount("spent", shapes.stage_words("spent"), currency, lambda row: _explained(page, row, "spent")),
    ]


def _amount(name: str, label: str, currency: str, url: Any) -> Column[Giver]:
    return Column(
        name,
        label,
        lambda row: Money(getattr(row, name), currency),
        url,
        by_key(lambda row: getattr(row, name)),
        numeric=True,
        unit=currency,
        scale=THOUSANDS,
    )


def _explained(page: Page, row: Giver, column: str) -> str:
    scope = Scope(page.programme, {"partner": row.code})
    return page.url("explain", name_of(scope, column)) if row.approved or row.spent else ""


def _income(page: Page, code: str) -> contributions.Income:
    return contributions.Income(page.programme, {"partner": code})


def agreements(partner: Partner) -> QuerySet[Agreement]:
    """What a partner signed, the latest first, with what of it came."""
    signed = Agreement.objects.filter(partner=partner, status__in=SIGNED).select_related("fund")
    booked = IncomeEntry.objects.filter(agreement=OuterRef("pk"), step="received", currency=OuterRef("currency"))
    sums = {
        "booked": Subquery(booked.order_by().values("agreement").annotate(sum=Sum("amount")).values("sum")),
        "came": Sum("instalments__received", default=0),
        "foreseen": Count("instalments"),
    }
    return signed.annotate(**sums).order_by("-starts", "code")


def agreements_table(page: Page, partner: Partner) -> Table[Any]:
    """The agreements of a partner as a table; amounts in the currency each was signed in."""
    return Table(
        name=f"{page.file_name}-agreements-{partner.code}",
        caption=_("Agreements"),
        columns=[
            Column("code", _("Agreement"), lambda row: row.code),
            Column("title", _("Title"), lambda row: row.title),
            Column("fund", _("Fund"), lambda row: row.fund.name, lambda row: page.url("fund", row.fund.code)),
            Column("starts", _("From"), lambda row: row.starts),
            Column("ends", _("To"), lambda row: row.ends),
            Column("currency", _("Currency"), lambda row: row.currency),
            Column("amount", _("Signed"), lambda row: _digits(row.amount, row.currency), numeric=True),
            Column("came", _("Received"), _received, numeric=True),
        ],
        kept=(PINNED,),
        source=source(page),
    )


def _received(row: Any) -> Any:
    """What came of an agreement, as the books of income say, else its instalments; else nobody told."""
    if row.booked is None and not row.foreseen:
        return State.NOT_REPORTED
    return _digits(row.came if row.booked is None else row.booked, row.currency)


def _digits(amount: int, currency: str) -> Any:
    """An amount without its currency, which stands in a column of its own."""
    return formatting.exact(Money(amount, currency).decimal_string())


def agreements_files(page: Page, partner: Partner) -> dict[str, str]:
    """The addresses of the files of a partner's agreements."""
    code = page.programme.code
    return {one: reverse("portal:agreements_file", args=[code, partner.code, one]) for one in exports.FORMATS}
