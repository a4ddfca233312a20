"""The amounts of the account of an agreement as figures that open: an amount into lines, a line into its postings.

A figure is named `agreement.COLUMN:agreement=NOR-1,from=2024-01-01,until=2024-12-31,currency=USD`: since the start
where no `from` is said, in the currency of the agreement where no other is. `result` or `place` is what stands right on
one.

Invariant: a figure has the value that the report to the partner shows, and its parts are all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from biennium.funding.models import Agreement
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.figures import Figure, RowRef, State, VersionPin, compute
from biennium.kernel.money import Money
from biennium.ledger.models import Line, Move
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.selectors.figures import INTO, by_posting
from biennium.ledger.selectors.moved import INTERNAL, moved
from biennium.ledger.selectors.scope import NONE, pairs, read_uid
from biennium.ledger.selectors.statements import STAGES, Account, Receipt
from biennium.organisation.models import Place
from biennium.programme.models import Result, Version
from biennium.programme.selectors.versions import Book

FAMILY = "agreement"
KEYS = ("agreement", "from", "until", "currency", "result", "place", "line")
DIVIDED = ("result", "place")
MEASURES = {True: "control", False: "reporting"}
"""What a move is in the currency of the fund, and in that of reports."""


@dataclass(frozen=True)
class Asked:
    """A column of an account in a currency, in its period or since the start (`whole`); of a result, place or line."""

    account: Account
    column: str
    values: Mapping[str, str]

    @property
    def whole(self) -> bool:
        return "from" not in self.values

    @property
    def currency(self) -> str:
        return self.values.get("currency", self.account.own)

    def name(self, column: str = "", **changes: str) -> str:
        """What this figure is named, or one beside it."""
        return name_of(column or self.column, {**self.values, "currency": self.currency, **changes})

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)


def name_of(column: str, values: Mapping[str, str]) -> str:
    """What the figure of a column is named."""
    return f"{FAMILY}.{column}:" + ",".join(f"{name}={values[name]}" for name in KEYS if values.get(name))


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name. Raises `NotFound` for a column or an agreement there is none of, `InvalidInput` for days
    and names that are wrong."""
    head, _colon, text = name.partition(":")
    made = opened(head.removeprefix(f"{FAMILY}."), pairs(text, KEYS), version.programme_id)
    return replace(made, version=VersionPin(version.programme.code, version.stage, version.short_hash))


def opened(column: str, values: Mapping[str, str], programme: int) -> Figure:
    """A column with its parts one level down; `programme` is the key of the one whose budget rates hold. Raises as
    `figure`."""
    if column not in COLUMNS:
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": f"{FAMILY}.{column}"},
            remedy=_("Figures: %(known)s.") % {"known": ", ".join(f"{FAMILY}.{one}" for one in COLUMNS)},
        )
    return COLUMNS[column](Asked(_account(values, programme), column, values))


def _account(values: Mapping[str, str], programme: int) -> Account:
    code = values.get("agreement", "")
    agreement = Agreement.objects.select_related("partner", "fund").filter(code=code).first()
    if agreement is None:
        raise NotFound(_("There is no agreement %(code)s.") % {"code": code})
    until = read_day(values.get("until", ""))
    start = read_day(values["from"]) if "from" in values else date.min
    if until < start:
        raise InvalidInput(_("The period of the report ends before it starts."))
    return Account(agreement, start, until, programme)


def read_day(text: str) -> date:
    """A day as it is written in the name of a figure. Raises `InvalidInput` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_("“%(value)s” is no day.") % {"value": text}, remedy=_("Write it as 2024-12-31.")) from None


def mark(row: Result | Place | None, programme: int) -> str:
    """How the name of a figure says a result or a place; that of another programme with the code of that."""
    if row is None:
        return NONE
    if isinstance(row, Place) or row.programme_id == programme:
        return row.code
    return f"{row.programme.code}/{row.code}"


def _agreed(asked: Asked) -> Figure:
    agreement = asked.account.agreement
    return Figure.known(asked.name(), Money(agreement.amount, agreement.currency), formula=_("as it was agreed"))


def _received(asked: Asked) -> Figure:
    """What instalments brought, each at the rate of its day."""
    found = asked.account.receipts(asked.currency, whole=asked.whole)
    rows = [_receipt(asked, one) for one in found]
    if any(one.minor is None for one in found):
        return replace(_without_rate(asked), inputs=tuple(rows))
    if not rows:
        return Figure.known(asked.name(), asked.money(0), formula=_("no instalment was received"))
    rates = {one.rate.pk: _rate(one.rate) for one in found if one.rate}
    return replace(compute("sum", asked.name(), rows, unit=asked.currency), rates=tuple(rates.values()))


def _receipt(asked: Asked, one: Receipt) -> RowRef:
    words = [one.day.isoformat(), str(one.money), str(one.rate or "")]
    value = None if one.minor is None else asked.money(one.minor)
    return RowRef("instalment", str(one.pk), " · ".join(filter(None, words)), value)


def _stage(asked: Asked) -> Figure:
    """Released, allotted, committed, spent, of it support cost."""
    if asked.currency not in (asked.account.held, asked.account.reporting):
        return _converted(asked)
    rows = _postings(asked) if "line" in asked.values else _lines(asked)
    if not rows:
        return Figure.known(asked.name(), asked.money(0), formula=_("no posting of these days"))
    return compute("sum", asked.name(), rows, unit=asked.currency)


def _lines(asked: Asked) -> list[RowRef]:
    """The lines on which something moved, by their codes."""
    account, column = asked.account, _base(asked.column)
    measure = MEASURES[asked.currency == account.held]
    by = next((one for one in DIVIDED if one in asked.values), "")
    days = {"until": account.until, "mark": _mark(asked.column)} | ({} if asked.whole else {"start": account.start})
    found = moved(account.agreement, by=("uid", *filter(None, [by])), **days)  # type: ignore[arg-type]
    wanted = _key(asked, by) if by else ()
    amounts = {key[0]: getattr(getattr(one, measure), column) for key, one in found.items() if key[1:] == wanted}
    lines = Line.objects.filter(uid__in=[uid for uid, amount in amounts.items() if amount])
    return [
        RowRef("figure", asked.name(line=str(one.uid)), one.words, asked.money(amounts[one.uid]))
        for one in lines.select_related(*DIMENSIONS).order_by("id")
    ]


def _key(asked: Asked, by: str) -> tuple[int | None]:
    """The primary key of the result or place. Raises `NotFound`."""
    value = asked.values[by]
    if value == NONE:
        return (None,)
    programme, slash, code = value.rpartition("/")
    of = {"programme__code": programme} if slash else {"programme": asked.account.programme}
    rows: Any = Result.objects.filter(**of) if by == "result" else Place.objects
    found = rows.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(_("There is no %(name)s %(value)s.") % {"name": by, "value": value})
    return (found,)


def _postings(asked: Asked) -> list[RowRef]:
    """What each posting of the days added to the column on a line. Raises `NotFound` for a line of something else."""
    account, stages = asked.account, INTO[_base(asked.column)]
    line = Line.objects.filter(agreement=account.agreement, uid=read_uid(asked.values["line"])).first()
    if line is None:
        raise NotFound(_("There is no such line of this agreement."))
    days = Q(posting__date__lte=account.until, posting__date__gte=account.start)
    if marked := _mark(asked.column):
        days &= Q(mark=marked)
    moves = Move.objects.filter(Q(to_line=line, to_stage__in=stages) | Q(from_line=line, from_stage__in=stages), days)
    return by_posting(moves, {line.pk}, stages, asked.money, MEASURES[asked.currency == account.held])


def _base(column: str) -> str:
    """Support cost is spent."""
    return "spent" if column == "support" else column


def _mark(column: str) -> str:
    return INTERNAL if column == "support" else ""


def _converted(asked: Asked) -> Figure:
    """The amount in the currency of the fund, at the rate of the last day."""
    account = asked.account
    held = opened(asked.column, {**asked.values, "currency": account.held}, account.programme)
    rate = account.rate(account.held, asked.currency, account.until)
    if rate is None or not isinstance(held.value, Money):
        return replace(_without_rate(asked), inputs=(_part(held),))
    words = _("what is below, at the rate of the last day: %(rate)s") % {"rate": rate}
    made = Figure.known(asked.name(), rate.exact.convert(held.value), formula=words)
    return replace(made, inputs=(_part(held),), rates=(_rate(rate),))


def _balance(asked: Asked) -> Figure:
    """Received less spent, since the start."""
    whole = {name: value for name, value in asked.values.items() if name != "from"}
    parts = [opened(one, whole, asked.account.programme) for one in ("received", "spent")]
    return compute("difference", asked.name(), [_part(one) for one in parts], unit=asked.currency)


def _part(one: Figure) -> RowRef:
    return RowRef("figure", one.key, f"{one.key.partition(':')[0].partition('.')[2]} {one.unit}", one.value)


def _rate(rate: Any) -> RowRef:
    return RowRef("rate", str(rate.pk), str(rate), rate.exact.value)


def _without_rate(asked: Asked) -> Figure:
    words = _("there is no rate to convert it with")
    return Figure.absent(asked.name(), State.NOT_APPLICABLE, unit=asked.currency, formula=words)


COLUMNS: dict[str, Callable[[Asked], Figure]] = {
    "amount": _agreed,
    "received": _received,
    **dict.fromkeys((*STAGES, "support"), _stage),
    "balance": _balance,
}
