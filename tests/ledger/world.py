"""A small organisation with money: funds, lines and what is on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import CostCategory, Fund
from biennium.kernel.books.stages import Stage
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.orders import Entry, Expense, Step
from biennium.ledger.models import Batch, BudgetItem, ControlAccount, Line
from biennium.ledger.services.posting import post_many, single
from biennium.organisation.models import Organisation, Place, Region, Unit
from biennium.programme.models import Programme, Result
from biennium.programme.services.importing import import_programme
from programme import samples
from running.scenes import built_once

DAY = date(2024, 3, 1)


def organisation() -> None:
    """An organisation with two regions, three countries and two units."""
    Organisation.objects.create(
        name={"en": "The organisation"}, acronym={"en": "ORG"}, languages=["en", "fr"], region_map="own"
    )
    for code, alpha2, name in (("KEN", "KE", "Kenya"), ("PER", "PE", "Peru"), ("NPL", "NP", "Nepal")):
        Place.objects.get_or_create(code=code, defaults={"alpha2": alpha2, "kind": "country", "name": {"en": name}})
    for code, places in (("africa", ["KEN"]), ("americas", ["PER"])):
        region = Region.objects.create(map="own", code=code, name={"en": code.capitalize()})
        region.places.set(Place.objects.filter(code__in=places))


def fund(code: str, **rules: Any) -> Fund:
    """A fund controlled by result and unit over the whole period, unless told otherwise."""
    values = {
        "kind": "assessed",
        "currency": "USD",
        "releases": "adoption",
        "control_dimensions": ["budget_item", "result", "unit"],
        "control_by_year": False,
        "name": {"en": code},
    }
    return Fund.objects.create(code=code, **{**values, **rules})


@dataclass
class World:
    """The programme and short ways to speak of its money. Amounts are in minor units of the fund's currency."""

    programme: Programme

    def line(self, of: str = "RB", year: int = 2024, **names: str) -> Dimensions:
        """Dimensions by codes: `line("RB", result="1.1", unit="LAW", place="KEN")`."""
        found: dict[str, int] = {}
        for name, code in names.items():
            found[name] = self._row(name, code).pk
        return Dimensions(self.programme.pk, Fund.objects.get(code=of).pk, year=year, **found)

    def _row(self, name: str, code: str) -> Any:
        if name == "result":
            return Result.objects.get(programme=self.programme, code=code)
        if name == "budget_item":
            return BudgetItem.objects.get(programme=self.programme, code=code)
        return {"unit": Unit, "place": Place, "cost_category": CostCategory}[name].objects.get(code=code)

    def enter(self, kind: str, amount: int, line: Dimensions, *, to: Dimensions | None = None, **more: Any) -> Batch:
        """Posts one entry of a kind with the stages that kind goes between."""
        from_stage, to_stage = STAGES[kind]
        currency = more.pop("currency", "USD")
        step = Step(
            line=line,
            to=to,
            from_stage=from_stage,
            to_stage=to_stage,
            money=Money(amount, currency),
            **_only(more, STEP),
        )
        order = Entry(kind=kind, date=more.pop("date", DAY), steps=(step,), **more)
        return post_many(actor=OPERATOR, origin="hand", orders=[order])

    def spend(self, amount: int, line: Dimensions, *, currency: str = "USD", **more: Any) -> Batch:
        """Posts one expense."""
        order = Expense(line=line, money=Money(amount, currency), date=more.pop("date", DAY), **more)
        return post_many(actor=OPERATOR, origin="hand", orders=[order])

    def commit(self, amount: int, line: Dimensions, **more: Any) -> int:
        """Commits and returns the posting to be cleared."""
        return single(self.enter("commitment", amount, line, **more)).pk

    def account(self, line: Dimensions) -> ControlAccount:
        """The control account of a line."""
        return Line.objects.select_related("account").get(key=line.key).account


STEP = ("booked", "mark", "control_rate", "reporting_rate")
STAGES = {
    "appropriation": (Stage.SOURCE, Stage.APPROVED),
    "authority": (Stage.SOURCE, Stage.APPROVED),
    "allotment": (Stage.APPROVED, Stage.ALLOTTED),
    "withdrawal": (Stage.ALLOTTED, Stage.APPROVED),
    "transfer": (Stage.ALLOTTED, Stage.ALLOTTED),
    "commitment": (Stage.ALLOTTED, Stage.COMMITTED),
    "release": (Stage.COMMITTED, Stage.ALLOTTED),
    "cover": (Stage.ALLOTTED, Stage.UNCOVERED),
    "refund": (Stage.SPENT, Stage.ALLOTTED),
    "lapse": (Stage.APPROVED, Stage.SOURCE),
    "carry_over": (Stage.ALLOTTED, Stage.ALLOTTED),
}


def _only(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values.pop(name) for name in names if name in values}


@built_once
def build() -> World:
    """The programme of the samples, a regular budget and a project fund, a budget item and cost categories."""
    organisation()
    programme = import_programme(actor=OPERATOR, values=samples.programme())
    fund("RB", controlled_at="budget")
    fund(
        "XBDC",
        kind="voluntary",
        releases="signature",
        control_dimensions=["agreement", "project", "result"],
        control_by_year=True,
    )
    BudgetItem.objects.create(programme=programme, code="I.A", title={"en": "Organs"})
    for code, staff in (("staff", True), ("travel", False)):
        CostCategory.objects.create(code=code, name={"en": code}, un_category=code, staff=staff)
    return World(programme)
