"""The account of an agreement in the office: its lines as a table, each amount opened into its parts.

Invariant: what is shown is what the report to the partner tells; the parts shown are all of a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.funding.models import Agreement
from biennium.kernel.errors import InvalidInput
from biennium.kernel.figures import Figure, Input, State
from biennium.kernel.money import Money
from biennium.ledger.models import Line
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.selectors.scope import NONE, pairs, read_uid
from biennium.ledger.selectors.statement_figures import DIVIDED, KEYS, read_day
from biennium.ledger.selectors.statements import Account, Row
from biennium.web import formatting
from biennium.web.exports import Cell
from biennium.web.tables import Column, Table

ROWS: dict[str, Any] = {
    "amount": _lazy("Agreed"),
    "received": _lazy("Received"),
    "approved": _lazy("Released"),
    "allotted": _lazy("Allotted"),
    "committed": _lazy("Committed"),
    "spent": _lazy("Spent"),
    "support": _lazy("of which support cost"),
    "balance": _lazy("Balance: received less spent"),
}
ASKED = tuple(name for name in KEYS if name != "agreement")
WITHIN, WHOLE = range(2)


def asked(agreement: Agreement, parameters: QueryDict) -> dict[str, str]:
    """What an address asks of the account. Raises `InvalidInput` for what it does not know."""
    if strange := [name for name in parameters if name not in ASKED]:
        raise InvalidInput(
            _("There is no filter “%(name)s”.") % {"name": strange[0]},
            remedy=_("There are: %(known)s.") % {"known": ", ".join(ASKED)},
        )
    return {"agreement": agreement.code, **{name: str(value) for name, value in parameters.items() if value}}


def address(column: str, values: Mapping[str, str]) -> str:
    """Where a column is explained."""
    query = QueryDict(mutable=True)
    query.update({name: values[name] for name in ASKED if name in values})
    return f"{reverse('office:explain_agreement', args=[values['agreement'], column])}?{query.urlencode()}"


def title(column: str) -> str:
    """What a column is called."""
    return str(ROWS.get(column, column))


def days(agreement: Agreement, values: Mapping[str, str]) -> str:
    """The days a figure is of."""
    until = read_day(values["until"])
    return formatting.span(read_day(values["from"]) if "from" in values else min(agreement.starts, until), until)


def about(values: Mapping[str, str]) -> str:
    """What a figure is narrowed to: the codes of a result, a place or the dimensions of a line."""
    line = _line(values)
    narrowed = [values[name] for name in DIVIDED if name in values]
    words = [_("not specified") if one == NONE else one for one in narrowed]
    return " · ".join([*words, *([line.words] if line else [])])


def _line(values: Mapping[str, str]) -> Line | None:
    if "line" not in values:
        return None
    return Line.objects.filter(uid=read_uid(values["line"])).select_related("programme", *DIMENSIONS).first()


def table(account: Account) -> Table[Row]:
    """The account in the period and since the start, in each of its currencies."""
    days = formatting.span(account.start, account.until)
    labels = {WITHIN: days, WHOLE: _("Since the start")}
    columns = [_amount(account, currency, when, labels[when]) for currency in account.currencies for when in labels]
    return Table(
        name=f"account-{account.agreement.code}",
        caption=_("Account"),
        columns=[Column("row", _("Amount"), lambda row: title(row.name)), *columns],
        source=[_("Postings that took effect in these days, and what instalments brought")],
    )


def _amount(account: Account, currency: str, when: int, label: str) -> Column[Row]:
    days = {"from": account.start.isoformat()} if when == WITHIN else {}
    values = {"agreement": account.agreement.code, **days, "until": account.until.isoformat(), "currency": currency}

    def amount(row: Row) -> Cell:
        minor = row.amounts[currency][when]
        return State.NOT_APPLICABLE if minor is None else Money(minor, currency)

    def leads(row: Row) -> str:
        return "" if row.amounts[currency][when] is None else address(row.name, values)

    return Column(f"{currency}-{when}", label, amount, url=leads, numeric=True, unit=currency)


def explained(column: str, values: Mapping[str, str], found: Figure) -> Table[Input]:
    """The parts of a figure: a part leads to its own explanation, a posting to its line."""
    line = _line(values)
    url = reverse("office:line", args=[line.programme.code, line.uid]) if line else ""

    def leads(row: Input) -> str:
        kind, identity = row.name
        return _leads(identity) if kind == "figure" else url if kind == "posting" else ""

    return Table(
        name=f"{column}-{values['agreement']}",
        caption=_("What it is made of"),
        columns=[
            Column("part", _("Part"), _label, url=leads),
            Column("amount", title(column), lambda row: row.value, numeric=True, unit=_currency(found)),
        ],
        kept=ASKED,
        source=[_("Books of agreement %(code)s, as they stand now") % {"code": values["agreement"]}],
    )


def _currency(found: Figure) -> str:
    """The currency of the parts; that of the fund where they are converted."""
    return next((one.value.currency for one in found.inputs if isinstance(one.value, Money)), found.unit)


def _leads(name: str) -> str:
    head, _colon, text = name.partition(":")
    return address(head.partition(".")[2], pairs(text, KEYS))


def _label(row: Input) -> str:
    """A part by what it is called: another amount of the account in the reader's language."""
    kind, identity = row.name
    head, _colon, text = identity.partition(":")
    if kind != "figure" or "line" in pairs(text, KEYS):
        return getattr(row, "label", identity)
    return title(head.partition(".")[2])
