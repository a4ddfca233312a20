"""The money of an activity in the words of the standard.

Invariant: a transaction's reference says its type, fund and year (`4:RB:2024`), and beyond that what tells it from the
others; it is the same in every publication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from biennium.funding.models import Fund, Partner
from biennium.kernel.money import Money as Amount
from biennium.publishing.iati.content import (
    Budget,
    Participant,
    Party,
    PlannedDisbursement,
    Reporter,
    Transaction,
)
from biennium.publishing.iati.gathering import words
from biennium.publishing.iati.gathering.authority import Part
from biennium.publishing.iati.gathering.income import Came
from biennium.publishing.iati.gathering.spending import OUTGOING_COMMITMENT, Paid, Spending
from biennium.publishing.iati.profile import ORGANISATION_TYPES

EXPENDITURE = "4"
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
VOLUNTARY = "voluntary"


@dataclass(frozen=True)
class Money:
    """What an activity was allotted (its own, and its part of what was allotted above), spent, and is given."""

    allotted: Mapping[Part, tuple[int, int]]
    spent: Spending
    came: Sequence[Came]

    @property
    def is_some(self) -> bool:
        """Whether there is anything of it to publish."""
        return bool(self.allotted or self.spent.paid or self.spent.other or self.came)

    @property
    def by_fund(self) -> dict[int, int]:
        """How much of it is of each fund (primary key)."""
        sums: dict[int, int] = defaultdict(int)
        for part, (own, shared) in self.allotted.items():
            sums[part.fund] += own + shared
        for (fund, _year), amount in self.spent.other.items():
            sums[fund] += amount
        for paid in self.spent.paid:
            sums[paid.fund] += abs(paid.amount)
        for came in self.came:
            sums[came.fund] += 0
        return dict(sums)


def reference(kind: str, fund: str, year: int, *more: str) -> str:
    """`4:RB:2024`, and what else tells it from others."""
    return ":".join((kind, fund, str(year), *more))


def budget(year: int, amount: int, currency: str, status: str) -> Budget:
    """What a calendar year may cost."""
    return Budget(date(year, 1, 1), date(year, 12, 31), Amount(amount, currency), date(year, 1, 1), status)


def _place(fund: Fund) -> tuple[int, str]:
    return fund.position, fund.code


def party_of(partner: Partner) -> Party:
    """A partner as an organisation of the standard."""
    kind = partner.iati_type or ORGANISATION_TYPES.get(partner.contributor_type, "")
    return Party(partner.iati_identifier, kind, partner.name)


@dataclass(frozen=True)
class Teller:
    """Tells the money of activities of one programme."""

    reporter: Reporter
    funds: Mapping[int, Fund]
    currency: str
    languages: Sequence[str]
    as_of: date

    @property
    def itself(self) -> Party:
        """The organisation."""
        return Party(self.reporter.identifier, self.reporter.type, self.reporter.name)

    def participants(self, money: Money) -> tuple[Participant, ...]:
        """Who pays: contributors that are published, else the organisation with the channel of the fund; and the
        organisation as accountable and implementing."""
        partners = {one.agreement.partner_id: one.agreement.partner for one in money.came if one.agreement}
        voluntary = {one.fund for one in money.came if one.agreement}
        funds = [self.funds[pk] for pk in money.by_fund if pk not in voluntary]
        channels = sorted({fund.crs_channel for fund in funds})
        given = sorted(partners.values(), key=lambda one: one.code)
        return (
            *(Participant(party_of(one), FUNDING, one.crs_channel) for one in given),
            *(Participant(self.itself, FUNDING, channel) for channel in channels),
            Participant(self.itself, ACCOUNTABLE),
            Participant(self.itself, IMPLEMENTING),
        )

    def defaults(self, money: Money) -> dict[str, object]:
        """Flow, finance and aid types of the fund that weighs most; the default ones of none where there is none."""
        weights = money.by_fund
        heaviest = min(weights, key=lambda pk: (-weights[pk], *_place(self.funds[pk])), default=None)
        return self._types(self.funds[heaviest]) if heaviest is not None else {}

    def _types(self, fund: Fund) -> dict[str, object]:
        aid = (("1", fund.iati_aid_type), ("2", fund.iati_earmarking))
        codes = tuple(pair for pair in aid if pair[1]) if fund.iati_aid_type else ()
        return {"flow": fund.iati_flow_type, "finance": fund.iati_finance_type, "aid": codes}

    def transactions(self, identifier: str, money: Money) -> tuple[Transaction, ...]:
        """All of them, in the order of their references."""
        made = [
            *(self._incoming(identifier, one) for one in money.came),
            *(self._outgoing(identifier, one) for one in money.spent.paid),
            *self._expenditure(money.spent.other),
        ]
        return tuple(sorted(made, key=lambda one: (one.ref, one.value.currency)))

    def _incoming(self, identifier: str, one: Came) -> Transaction:
        fund = self.funds[one.fund]
        itself = self.itself
        receiver = Party(itself.ref, itself.type, itself.name, identifier)
        more = (one.agreement.code,) if one.agreement else ()
        return Transaction(
            ref=reference(one.type, fund.code, one.day.year, *more, one.day.isoformat()),
            type=one.type,
            day=one.day,
            value=one.value,
            words={} if one.agreement else words.not_named(self.languages),
            provider=party_of(one.agreement.partner) if one.agreement else None,
            receiver=receiver,
            **self._types(fund),  # type: ignore[arg-type]
        )

    def _outgoing(self, identifier: str, one: Paid) -> Transaction:
        fund = self.funds[one.fund]
        itself = self.itself
        return Transaction(
            ref=reference(one.type, fund.code, one.year, one.number),
            type=one.type,
            day=one.day,
            value=Amount(one.amount, self.currency),
            provider=Party(itself.ref, itself.type, itself.name, identifier),
            receiver=Party(name={self.reporter.language: one.organisation}),
            **self._types(fund),  # type: ignore[arg-type]
        )

    def _expenditure(self, totals: Mapping[tuple[int, int], int]) -> Iterator[Transaction]:
        for (pk, year), amount in totals.items():
            fund = self.funds[pk]
            yield Transaction(
                ref=reference(EXPENDITURE, fund.code, year),
                type=EXPENDITURE,
                day=min(date(year, 12, 31), self.as_of),
                value=Amount(amount, self.currency),
                words=words.spent(self.languages, fund.name, year),
                **self._types(fund),  # type: ignore[arg-type]
            )

    def planned(self, paid: Sequence[Paid], end: date) -> tuple[PlannedDisbursement, ...]:
        """What is committed to organisations and not yet paid, by organisation and year, while the programme lasts."""
        if self.as_of >= end:
            return ()
        open_commitments: dict[int, int] = defaultdict(int)
        named = {one.posting: one for one in paid if one.type == OUTGOING_COMMITMENT}
        for one in paid:
            of = one.posting if one.type == OUTGOING_COMMITMENT and one.amount > 0 else one.clears
            if of in named:
                open_commitments[of] += one.amount if one.type == OUTGOING_COMMITMENT else -one.amount
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for posting, left in open_commitments.items():
            sums[named[posting].organisation, named[posting].year] += max(0, left)
        return tuple(self._planned(*key, amount, end) for key, amount in sorted(sums.items()) if amount)

    def _planned(self, organisation: str, year: int, amount: int, end: date) -> PlannedDisbursement:
        start = self.as_of + timedelta(1)
        last = date(year, 12, 31)
        return PlannedDisbursement(
            start=max(start, date(year, 1, 1)),
            end=last if last > start else end,
            value=Amount(amount, self.currency),
            value_date=self.as_of,
            provider=self.itself,
            receiver=Party(name={self.reporter.language: organisation}),
        )
