"""Random histories are told to a ledger and to its model: what there is to tell, and how both are asked the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, CostCategory, Fund, Partner
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import LineBalance, Posting
from biennium.ledger.selectors.proof import STAGES
from biennium.ledger.services.rates import record_rate
from ledger import world as worlds
from ledger.model import Model, Posted, Refused, converted

YEARS = (2024, 2025)
VOTED, LAW, KENYA, OFFICE = "RB voted", "RB law", "RB law kenya", "RB office"
SIGNED, PROJECT, COST = "XBDC signed", "XBDC project", "XBDC project cost"
INCOME = "PSI"
SPENDING = (LAW, KENYA, OFFICE, PROJECT)
WORTH = 50_000
RATE = 1_300
BUDGET_RATE, EARLY_RATE, LATE_RATE = 110, 115, 125


def account(line: str, year: int) -> str:
    """The regular budget is controlled over the whole period, the other funds by year."""
    controlled = {KENYA: LAW, COST: PROJECT}.get(line, line)
    return controlled if line.startswith("RB") else f"{controlled} {year}"


def named(line: str, year: int) -> str:
    return f"{line} {year}"


class Telling(RuleBasedStateMachine):
    """A ledger and its model, told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.world = worlds.build()
        self._prepare()
        self.lines = {named(name, year): line for name, line in self._lines().items() for year in YEARS}
        self.lines = {name: replace(line, year=int(name[-4:])) for name, line in self.lines.items()}
        self.model = Model({named(name, year): account(name, year) for name in self._lines() for year in YEARS})
        self.rows: dict[str, Posting] = {}
        self.names: dict[int, str] = {}
        self.released = 0

    def _prepare(self) -> None:
        worlds.fund("PSI", kind="other", releases="nothing", control_dimensions=[], control_by_year=True)
        Fund.objects.filter(code="XBDC").update(
            support_cost_rate=RATE, support_cost_fund=Fund.objects.get(code="PSI"), period_end="lapse"
        )
        Fund.objects.filter(code="RB").update(period_end="return")
        CostCategory.objects.create(code="psc", name={"en": "psc"}, un_category="indirect", support_cost=True)
        partner = Partner.objects.create(code="P", name={"en": "Partner"}, contributor_type="C01")
        self.agreement = Agreement.objects.create(
            code="A1",
            title={"en": "Agreement"},
            partner=partner,
            fund=Fund.objects.get(code="XBDC"),
            amount=WORTH,
            currency="USD",
            starts=date(2024, 1, 1),
            ends=date(2025, 12, 31),
            signed_on=date(2024, 1, 1),
            status="signed",
        )
        say: dict[str, Any] = {"actor": OPERATOR, "base": "CHF", "quote": "USD"}
        record_rate(kind="budget", text="1.10", valid_from=date(2024, 1, 1), programme=self.world.programme, **say)
        record_rate(kind="operational", text="1.15", valid_from=date(2024, 1, 1), **say)
        record_rate(kind="operational", text="1.25", valid_from=date(2024, 7, 1), **say)

    def _lines(self) -> dict[str, Dimensions]:
        line, agreement = self.world.line, self.agreement.pk
        return {
            VOTED: line("RB", result="1"),
            LAW: line("RB", result="1.1", unit="LAW"),
            KENYA: line("RB", result="1.1", unit="LAW", place="KEN", cost_category="travel"),
            OFFICE: line("RB", result="1.2", unit="ORG"),
            SIGNED: replace(line("XBDC"), agreement=agreement),
            PROJECT: replace(line("XBDC", result="1.1"), agreement=agreement),
            COST: replace(line("XBDC", result="1.1", cost_category="psc"), agreement=agreement),
            INCOME: line("PSI"),
        }

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    # The same is told to both

    def both(
        self, kind: str, touched: Iterable[str], work: Callable[[Posted], None], service: Callable[[], Posting]
    ) -> str | None:
        """Both do it, or both refuse; the name of what was posted."""
        name = f"{kind} {len(self.names)}"
        refused = error = None
        try:
            self.model.post(name, kind, touched, work)
        except Refused as refusal:
            refused = refusal
        try:
            with transaction.atomic():
                posting = service()
        except InvalidInput as refusal:
            error = refusal
        assert (refused is None) == (error is None), (refused, error)
        if refused is not None:
            return None
        self.rows[name] = posting
        self.names[posting.pk] = name
        return name

    def say(self, year: int, late: bool = False) -> dict[str, Any]:
        return {"actor": OPERATOR, "day": date(year, 9 if late else 3, 1), "reason": "History"}

    def value(self, line: str, money: Money, day: date) -> int:
        """What money is worth in the currency of control."""
        if money.currency == "USD":
            return money.minor
        operational = EARLY_RATE if day < date(2024, 7, 1) else LATE_RATE
        return converted(money.minor, BUDGET_RATE if line.startswith("RB") else operational)

    def moved(self, kind: str, source: tuple[str, str], goal: tuple[str, str], amount: int, service: Any) -> str | None:
        """A posting of one move."""
        touched = (source[0], goal[0])
        return self.both(kind, touched, lambda posted: self.model.move(posted, source, goal, amount), service)

    def standing(self) -> dict[tuple[str, str], int]:
        names = {line.key: name for name, line in self.lines.items()}
        rows = LineBalance.objects.select_related("line")
        return {(names[row.line.key], stage): getattr(row, stage) for row in rows for stage in STAGES}

    def compare_accounts(self) -> None:
        stands = self.standing()
        for line in self.lines:
            for stage in STAGES:
                same = [name for name, of in self.model.accounts.items() if of == self.model.accounts[line]]
                assert sum(stands.get((name, stage), 0) for name in same) == self.model.at(line, stage), (line, stage)
