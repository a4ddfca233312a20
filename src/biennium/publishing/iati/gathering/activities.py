"""Activities of a programme, one after the other: a chunk of work items at a time.

Invariants: memory does not grow with the number of work items, and a chunk takes a constant number of queries; the
activity of the programme as a whole comes last and has whatever no other one has, so that the file sums to the books.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from biennium.funding.models import Fund
from biennium.ledger.books.rates import reporting_currency
from biennium.programme.models import Programme, WorkItem
from biennium.publishing import markers
from biennium.publishing.iati.content import Activity, Budget, Reporter
from biennium.publishing.iati.gathering import classifying, reports, spending, transactions, words
from biennium.publishing.iati.gathering.authority import Authority, Part
from biennium.publishing.iati.gathering.framework import Actuals, Framework
from biennium.publishing.iati.gathering.income import Came, Income
from biennium.publishing.iati.gathering.spending import Spending, Totals
from biennium.publishing.iati.profile import Profile

CHUNK = 500
SHARED = "PROGRAMME"
"""The last part of the identifier of the activity of the programme as a whole."""
INDICATIVE, COMMITTED = "1", "2"

Identifiers = Callable[[Sequence[WorkItem]], Mapping[int, str]]
Related = Callable[[Sequence[WorkItem]], Mapping[int, Sequence[str]]]
Progress = Callable[[int, int], None]
NO_SPENDING = Spending((), {}, {})


@dataclass
class Stream:
    """The activities of a programme as of a day. To be read once, from the first to the last."""

    programme: Programme
    reporter: Reporter
    profile: Profile
    as_of: date
    identifiers: Identifiers
    related: Related
    languages: Sequence[str]
    progress: Progress = lambda _done, _total: None
    chunk: int = CHUNK
    country_budgets: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.currency = reporting_currency()
        self.framework = Framework(self.programme, self.profile, self.as_of)
        self.funds = {fund.pk: fund for fund in Fund.objects.all()}
        self._authority = Authority(self.programme, self.as_of)
        self._income = Income(self.programme, self.as_of, self._authority.of_agreements)
        self._withheld: Totals = defaultdict(int)

    def __iter__(self) -> Iterator[Activity]:
        total = self.programme.work_items.count()
        for done, items in self._chunks():
            yield from self._activities(items)
            self.progress(done, total)
        yield from self._shared()

    def _chunks(self) -> Iterator[tuple[int, list[WorkItem]]]:
        last, done = 0, 0
        rows: QuerySet[WorkItem] = self.programme.work_items.select_related("place", "result").order_by("pk")
        while items := list(rows.filter(pk__gt=last)[: self.chunk]):
            last, done = items[-1].pk, done + len(items)
            yield done, items

    def _activities(self, items: Sequence[WorkItem]) -> Iterator[Activity]:
        keys = [one.pk for one in items]
        identifiers, related = self.identifiers(items), self.related(items)
        allotted = self._authority.of_items(keys)
        spent = spending.of_items(self.programme, keys, self.as_of)
        contributed = reports.of_items(keys, self.framework, self.as_of)
        scored = markers.of_items(keys)
        for one in items:
            money = self._money(allotted.get(one.pk, {}), spent.get(one.pk, NO_SPENDING))
            if one.retired_at is None or money.is_some:
                yield self._activity(
                    one,
                    identifiers[one.pk],
                    money,
                    contributed.get(one.pk, {}),
                    related.get(one.pk, ()),
                    scored.get(one.pk, {}),
                )

    def _money(self, allotted: Mapping[Part, tuple[int, int]], spent: Spending) -> transactions.Money:
        by_agreement: dict[int, int] = defaultdict(int)
        for part, (own, shared) in allotted.items():
            if part.agreement:
                by_agreement[part.agreement] += own + shared
        for key, amount in spent.withheld.items():
            self._withheld[key] += amount
        return transactions.Money(allotted, spent, self._income.of(by_agreement))

    def _activity(
        self,
        one: WorkItem,
        identifier: str,
        money: transactions.Money,
        actuals: Actuals,
        related: Sequence[str],
        scores: markers.Scores,
    ) -> Activity:
        chain = list(self.framework.chain(one.result_id))
        made = classifying.of_item(self.profile, one, chain, scores)
        budgets = tuple(self._budgets(money.allotted))
        if one.place:
            for budget in budgets:
                self.country_budgets[one.place.alpha2, budget.start.year] += budget.value.minor
        return Activity(
            identifier=identifier,
            title=one.title,
            descriptions=classifying.descriptions(self.languages, one, chain, self.programme),
            status="5" if one.retired_at else classifying.status(self.programme, self.as_of),
            humanitarian=one.function == "humanitarian",
            related=tuple((classifying.SIBLING, ref) for ref in related),
            results=self.framework.published(one.result_id, one.place_id, actuals),
            documents=classifying.pages(self.profile, self.programme, chain),
            budgets=budgets,
            **self._common(identifier, money),
            **made,
        )

    def _common(self, identifier: str, money: transactions.Money) -> dict[str, Any]:
        """What every activity has, from its money."""
        teller = transactions.Teller(self.reporter, self.funds, self.currency, self.languages, self.as_of)
        return {
            "participants": teller.participants(money),
            "dates": classifying.dates(self.programme, self.as_of),
            "contacts": classifying.contacts(self.profile, self.reporter),
            "collaboration": self.profile.collaboration,
            "tied": self.profile.tied,
            "planned": teller.planned(money.spent.paid, self.programme.end),
            "transactions": teller.transactions(identifier, money),
            **teller.defaults(money),
        }

    def _budgets(self, allotted: Mapping[Part, tuple[int, int]]) -> Iterator[Budget]:
        years: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for part, (own, shared) in allotted.items():
            years[part.year][0] += own
            years[part.year][1] += shared
        for year, (own, shared) in sorted(years.items()):
            if own + shared:
                status = INDICATIVE if shared else COMMITTED
                yield transactions.budget(year, own + shared, self.currency, status)

    def _shared(self) -> Iterator[Activity]:
        other: Totals = defaultdict(int, spending.of_none(self.programme, self.as_of))
        for key, amount in self._withheld.items():
            other[key] += amount
        allotted = {part: (0, amount) for part, amount in self._authority.unshared.items() if amount}
        rest: list[Came] = self._income.rest()
        money = transactions.Money(allotted, Spending((), {key: one for key, one in other.items() if one}, {}), rest)
        if not money.is_some:
            return
        identifier = identify(self.reporter, self.programme, SHARED)
        yield Activity(
            identifier=identifier,
            title=words.shared_title(self.languages, self.programme.code),
            descriptions=classifying.shared_descriptions(self.languages, self.programme),
            status=classifying.status(self.programme, self.as_of),
            scope=classifying.GLOBAL,
            regions=classifying.elsewhere(self.profile),
            sectors=classifying.administrative(),
            budgets=tuple(self._budgets(allotted)),
            **self._common(identifier, money),
        )


def identify(reporter: Reporter, programme: Programme, code: str) -> str:
    """The identifier of an activity that has none yet: that of the organisation, the programme, the work item."""
    tail = "".join("_" if letter in "/&|?¦ " else letter for letter in f"{programme.code}-{code}")
    return f"{reporter.identifier}-{tail}"
