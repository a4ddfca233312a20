"""What partners committed and paid, split over work items by the allotments of their agreements.

Invariants: the parts of an agreement's money sum to it, the programme as a whole having what no work item has; what is
only expected is not published; a contributor who is not published is named nowhere, not even by an agreement's code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from biennium.funding.models import Agreement, Instalment
from biennium.kernel.money import Money
from biennium.kernel.shares import apportion
from biennium.ledger.models import IncomeEntry, LineBalance
from biennium.programme.models import Programme
from biennium.publishing.iati.gathering.folding import running

SIGNED = ("signed", "active", "closed")
COMMITMENT, FUNDS = "11", "1"


@dataclass(frozen=True, slots=True)
class Event:
    """Money of an agreement: a commitment when it was signed, funds when they came."""

    type: str
    day: date
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Came:
    """A part of an event, for one work item. Without an agreement, its contributor is not published."""

    type: str
    fund: int
    agreement: Agreement | None
    day: date
    value: Money


class Income:
    """The signed agreements of a programme as of a day, to be split in the order in which allotments are handed out."""

    def __init__(self, programme: Programme, as_of: date, allotted: Mapping[int, int]) -> None:
        """`allotted` is what is allotted of each agreement in this programme."""
        found = Agreement.objects.filter(status__in=SIGNED, signed_on__lte=as_of).select_related("partner", "fund")
        shares = _shares(programme)
        self.agreements = {one.pk: one for one in found if shares.get(one.pk, {}).get(programme.pk)}
        self._allotted = allotted
        self._seen: dict[int, int] = defaultdict(int)
        self._given: dict[tuple[int, int], int] = defaultdict(int)
        self._events = {
            pk: [_of_programme(event, shares[pk], programme.pk) for event in events]
            for pk, events in _events(self.agreements, as_of).items()
        }

    def of(self, allotments: Mapping[int, int]) -> list[Came]:
        """What falls to a work item that has these allotments by agreement."""
        return _gathered(self._split(allotments))

    def rest(self) -> list[Came]:
        """What fell to no work item, once all have had theirs."""
        return _gathered(self._rest())

    def _split(self, allotments: Mapping[int, int]) -> Iterator[tuple[Agreement, Event, int]]:
        for pk in sorted(allotments):
            agreement, part, whole = self.agreements.get(pk), allotments[pk], self._allotted.get(pk, 0)
            if agreement is None or whole <= 0:
                continue
            for number, event in enumerate(self._events[pk]):
                amount = running(event.amount, self._seen[pk], part, whole)
                self._given[pk, number] += amount
                yield agreement, event, amount
            self._seen[pk] += part

    def _rest(self) -> Iterator[tuple[Agreement, Event, int]]:
        for pk, agreement in self.agreements.items():
            for number, event in enumerate(self._events[pk]):
                yield agreement, event, event.amount - self._given[pk, number]


def _shares(programme: Programme) -> dict[int, dict[int, int]]:
    """The authority of each agreement by programme: how money that pays for several programmes is divided."""
    stages = ("approved", "allotted", "committed", "spent", "uncovered")
    rows = LineBalance.objects.filter(line__agreement__isnull=False).order_by()
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for agreement, of, *sums in rows.values_list("line__agreement", "line__programme").annotate(*map(Sum, stages)):
        found[agreement][of] = max(0, sum(sums))
    return found


def _of_programme(event: Event, shares: Mapping[int, int], programme: int) -> Event:
    order = sorted(shares)
    parts = dict(zip(order, apportion(event.amount, [shares[one] for one in order]), strict=True))
    return Event(event.type, event.day, parts[programme], event.currency)


def _events(agreements: Mapping[int, Agreement], as_of: date) -> dict[int, list[Event]]:
    events: dict[int, list[Event]] = defaultdict(list)
    for pk, agreement in agreements.items():
        if agreement.signed_on:
            events[pk].append(Event(COMMITMENT, agreement.signed_on, agreement.amount, agreement.currency))
    entries = IncomeEntry.objects.filter(agreement__in=agreements, step="received", date__lte=as_of).order_by("pk")
    for pk, day, currency, amount in entries.values_list("agreement", "date", "currency", "amount"):
        events[pk].append(Event(FUNDS, day, amount, currency))
    booked = Q(agreement__income__step="received")
    paid = Instalment.objects.filter(agreement__in=agreements, received__gt=0, received_on__lte=as_of).exclude(booked)
    for one in paid.order_by("pk"):
        if one.received_on:
            currency = agreements[one.agreement_id].currency
            events[one.agreement_id].append(Event(FUNDS, one.received_on, one.received, currency))
    return events


def _gathered(parts: Iterator[tuple[Agreement, Event, int]]) -> list[Came]:
    """Parts by agreement, and those of contributors who are not published together by fund, year and currency."""
    sums: dict[tuple[str, int, int | None, date, str], int] = defaultdict(int)
    named: dict[int, Agreement] = {}
    for agreement, event, amount in parts:
        public = agreement.partner.published
        named[agreement.pk] = agreement
        day = event.day if public else date(event.day.year, 1, 1)
        sums[event.type, agreement.fund_id, agreement.pk if public else None, day, event.currency] += amount
    return [
        Came(kind, fund, named[pk] if pk else None, day, Money(amount, currency))
        for (kind, fund, pk, day, currency), amount in sums.items()
        if amount
    ]
