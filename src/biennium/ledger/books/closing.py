"""What stands on the lines of a year or an agreement that is being closed, and the postings that move it on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.kernel.books.amounts import Amounts
from biennium.kernel.books.netting import Standing, netted
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.desk import Commitments
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Entry, Step
from biennium.ledger.models import Line, Posting
from biennium.programme.models import Programme

CARRIED = (Stage.APPROVED, Stage.ALLOTTED, Stage.UNCOVERED)
CrossWalk = Mapping[int, int]
Onwards = Callable[[Dimensions], Dimensions]


@dataclass
class Closing:
    """What stands on the lines that are to be closed, and the postings that move it on; those of the kind `netting`
    balance the lines of one account."""

    fund: Fund
    lines: dict[int, Line]
    day: date
    netting: str = "carry_over"
    orders: list[Entry] = field(default_factory=list)
    left: dict[Stage, dict[int, Standing]] = field(default_factory=dict)

    def net(self) -> None:
        """Balances the lines of each account, so that what is left of it is what its lines say."""
        for stage in CARRIED:
            self.left[stage] = {}
            by_account: dict[int, dict[int, Standing]] = {}
            for line in self.lines.values():
                amounts = getattr(line.balance, stage), getattr(line.balance, f"{stage}_reporting")
                by_account.setdefault(line.account_id, {})[line.pk] = amounts
            for standing in by_account.values():
                moves, left = netted(standing)
                self.left[stage] |= left
                for one in moves:
                    booked = Amounts(one.control, one.control, one.reporting)
                    self.post(self.netting, (one.from_line, stage), (one.to_line, stage), booked)

    def post(self, kind: str, source: tuple[int, Stage], goal: tuple[int, Stage], booked: Amounts) -> None:
        """A posting between two of the lines."""
        here, there = (Dimensions.of(self.lines[line]) for line, _stage in (source, goal))
        self.add(kind, here, there, (source[1], goal[1]), booked)

    def add(self, kind: str, here: Dimensions, there: Dimensions, stages: tuple[Stage, Stage], booked: Amounts) -> None:
        """A posting of one move at the value at which the money was booked."""
        money = Money(booked.transaction, self.fund.currency)
        step = Step(line=here, to=there, from_stage=stages[0], to_stage=stages[1], money=money, booked=booked)
        self.orders.append(Entry(kind=kind, date=self.day, steps=(step,)))

    def carry_over(self, onwards: Onwards) -> None:
        """What is left goes to the line it becomes; what is missing (uncovered) is taken from it."""
        for stage in CARRIED:
            for pk, (control, reporting) in self.left[stage].items():
                here = Dimensions.of(self.lines[pk])
                there = onwards(here)
                source, goal = (here, there) if control > 0 else (there, here)
                if control:
                    self.add("carry_over", source, goal, (stage, stage), _booked(control, reporting))
        self._carry_commitments(onwards)

    def _carry_commitments(self, onwards: Onwards) -> None:
        """Each open commitment by itself, so that its invoice still finds it."""
        by_pk = {pk: line for pk, line in self.lines.items() if line.balance.committed}
        if not by_pk:
            return
        postings = Posting.objects.filter(kind="commitment", moves__to_line__fund=self.fund).order_by("id")
        currencies = dict(postings.values_list("pk", "moves__currency"))
        still = Commitments(list(currencies))
        for posting, currency in currencies.items():
            for one in still.of(posting):
                if one.line in by_pk and one.open:
                    here = Dimensions.of(by_pk[one.line])
                    self._carry(posting, here, onwards(here), Money(one.open.transaction, currency), one.open)

    def _carry(self, posting: int, here: Dimensions, there: Dimensions, money: Money, open_: Amounts) -> None:
        step = Step(
            line=here, to=there, from_stage=Stage.COMMITTED, to_stage=Stage.COMMITTED, money=money, booked=open_
        )
        self.orders.append(Entry(kind="carry_over", date=self.day, steps=(step,), follows=posting))

    def give_back(self, kind: str) -> None:
        """Withdraws what is allotted, then gives back all that is approved."""
        if committed := [line for line in self.lines.values() if line.balance.committed]:
            raise InvalidInput(
                _("%(amount)s is still committed.")
                % {"amount": Money(sum(line.balance.committed for line in committed), self.fund.currency)},
                where=committed[0].words,
                remedy=_("Clear or release the commitments first."),
            )
        for pk, (control, reporting) in self.left[Stage.ALLOTTED].items():
            if control:
                self._turn("withdrawal", "allotment", pk, (Stage.ALLOTTED, Stage.APPROVED), (control, reporting))
        for pk in self.lines:
            parts = [self.left[stage][pk] for stage in (Stage.ALLOTTED, Stage.APPROVED)]
            control, reporting = (sum(column) for column in zip(*parts, strict=True))
            if control:
                self._turn(kind, kind, pk, (Stage.APPROVED, Stage.SOURCE), (control, reporting))

    def _turn(self, kind: str, back: str, line: int, stages: tuple[Stage, Stage], amounts: Standing) -> None:
        """Moves an amount between stages of a line; the other way, as `back`, when it is negative."""
        source, goal = stages if amounts[0] > 0 else stages[::-1]
        self.post(kind if amounts[0] > 0 else back, (line, source), (line, goal), _booked(*amounts))


def _booked(control: int, reporting: int) -> Amounts:
    """The size of an amount; a reporting amount of the other sign is left where it is."""
    sign = 1 if control > 0 else -1
    return Amounts(abs(control), abs(control), max(0, sign * reporting))


def onwards(target: Programme, year: int, cross_walk: CrossWalk, *, inside: bool) -> Onwards:
    """Which line a line becomes: the next year of the same programme, or of the next one by the cross-walk."""

    def next_line(here: Dimensions) -> Dimensions:
        if inside:
            return replace(here, year=year)
        result = cross_walk.get(here.result) if here.result is not None else None
        return replace(here, programme=target.pk, year=year, result=result, budget_item=None, work_item=None)

    return next_line
