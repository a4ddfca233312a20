"""The books of the demonstration: the plan of `demo.money`, posted through the services as its users would.

Partners, funds and agreements are opened, the version that adopts the programme appropriates its estimates, authority
is released and allotted, and the ERP's files are loaded: direct expense, then support cost, then what that pays for.
Everything that is modelled says so in its text.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from biennium.demo.counterparties import committed_to, due, paid_to, receipts
from biennium.demo.money import projects, seeds
from biennium.demo.money.assignment import Assigned, assigned
from biennium.demo.money.plan import Plan, build
from biennium.demo.money.rows import GLOBAL, NOT_PUBLISHED, AgreementRow, AllotmentRow, ExpenseCell
from biennium.demo.projects import add_projects, share_projects
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, Fund, Partner, Project
from biennium.funding.services import agreements as agreements_services
from biennium.funding.services.funds import add_cost_category, open_fund
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import BudgetItem
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.checkpoints import make_checkpoint
from biennium.ledger.services.decisions import Allotment, allot_many
from biennium.ledger.services.estimates import add_budget_item, estimate, estimate_previous
from biennium.ledger.services.imports import post_run, stage_file
from biennium.ledger.services.income import Income, record_income
from biennium.ledger.services.recovery import recover_support_cost
from biennium.organisation.models import Person, Place, Unit
from biennium.programme.models import Programme
from biennium.publishing.datacube.services import name_difference

PUBLISHED_BEFORE = "The proposals for 2022–23, as published; at the market rate in round millions"
MODELLED = "Modelled split of published totals"
DIFFERENCE = {
    "en": "Expense by goal against expense by function",
    "fr": "Dépenses par objectif par rapport aux dépenses par fonction",
    "es": "Gastos por objetivo frente a gastos por función",
}
CURRENCY = "USD"
HEADING = (
    *("document", "document_line", "kind", "date", "fund", "budget_item", "agreement", "project", "result"),
    *("work_item", "unit", "place", "cost_category", "year", "currency", "amount", "text", "counterparty"),
)


def open_funding(plan: Plan) -> None:
    """Funds, cost categories and partners, which do not depend on a programme."""
    for row in json.loads(_data("funds.json")):
        into = (
            {"support_cost_fund": Fund.objects.get(code=row["support_cost_fund"])} if "support_cost_fund" in row else {}
        )
        open_fund(actor=OPERATOR, **{**row, **into})
    for position, one in enumerate(seeds.categories()):
        add_cost_category(
            actor=OPERATOR,
            code=one.code,
            name=one.name,
            un_category=one.un_category,
            staff=one.staff,
            support_cost=one.un_category == "support_cost",
            position=position,
        )
    places = {place.code: place for place in Place.objects.all()}
    for who in plan.contributors:
        place = places.get(who.place or "")
        agreements_services.add_partner(
            actor=OPERATOR,
            code=who.code,
            name=place.name if place else {"en": who.name},
            contributor_type=who.type,
            place=place,
            published=who.code != NOT_PUBLISHED,
        )


def _data(name: str) -> str:
    return resources.files(__package__).joinpath("data", "money", name).read_text(encoding="utf-8")


def price(programme: Programme, plan: Plan, actor: Person) -> None:
    """The budget items and what they are estimated at."""
    items: dict[str, BudgetItem] = {}
    results = {one.code: one for one in programme.results.filter(retired_at__isnull=True)}
    for row in plan.budget_items:
        items[row.code] = add_budget_item(
            actor=actor,
            programme=programme,
            code=row.code,
            title=dict(row.title),
            parent=items.get(row.parent or ""),
            result=results.get(row.result or ""),
            may_be_negative=row.may_be_negative,
        )
    funds = {fund.code: fund for fund in Fund.objects.all()}
    for one in plan.estimates:
        for step, amount in (("constant", one.constant), ("cost_increase", one.cost_increase)):
            estimate(
                actor=actor,
                item=items[one.budget_item],
                fund=funds[one.fund],
                step=step,
                amount=Money(amount, CURRENCY),
                modelled=True,
            )
    _price_before(programme, plan, actor)


def _price_before(programme: Programme, plan: Plan, actor: Person) -> None:
    """What was published of the programme before; its exchange step is as rough as the figure it comes from."""
    before = plan.previous
    for step, amount, precision in (
        ("constant", before.constant, 1),
        ("cost_increase", before.cost_increase, 1),
        ("exchange", before.exchange, before.precision),
    ):
        estimate_previous(
            actor=actor,
            programme=programme,
            code=before.code,
            step=step,
            amount=Money(amount, CURRENCY),
            precision=precision,
            reason=PUBLISHED_BEFORE,
        )


def keep_books(programme: Programme, progress: Callable[[int, int], None]) -> None:
    """Everything after adoption: income, agreements, allotments, the two years, a checkpoint."""
    keeper = Keeper(programme, build())
    steps: tuple[Callable[[], object], ...] = (
        keeper.record_income,
        keeper.sign_agreements,
        lambda: add_projects(keeper.programme, keeper.plan, keeper.partnerships),
        keeper.receive,
        lambda: keeper.allot(2024, lambda row: row.fund != "PSI"),
        lambda: keeper.load(2024, lambda row: row.fund != "PSI", "direct"),
        keeper.recover,
        lambda: keeper.allot(2024, lambda row: row.fund == "PSI"),
        lambda: keeper.load(2024, lambda row: row.fund == "PSI", "support"),
        lambda: keeper.allot(2025, lambda row: True),
        keeper.commit,
        lambda: share_projects(keeper.programme, keeper.plan, keeper.parts, keeper.partnerships),
        keeper.name_differences,
        lambda: make_checkpoint(actor=OPERATOR),
    )
    for number, step in enumerate(steps, start=1):
        step()
        progress(number, len(steps))


@dataclass
class Keeper:
    """Posts the plan: the budget officer decides and loads, the partnerships officer signs."""

    programme: Programme
    plan: Plan
    budget: Person = field(init=False)
    partnerships: Person = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Person.objects.get(assignments__role__code="budget_officer")
        self.partnerships = Person.objects.get(assignments__role__code="partnerships_officer")
        self.funds = {fund.code: fund for fund in Fund.objects.all()}
        self.partners = {partner.code: partner for partner in Partner.objects.all()}
        self.results = dict(self.programme.results.filter(retired_at__isnull=True).values_list("code", "pk"))
        rows = self.programme.budget_items.values_list("code", "pk", "result")
        self.items = {code: (key, result) for code, key, result in rows}
        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.places = dict(Place.objects.values_list("code", "pk"))
        self.work_items = dict(self.programme.work_items.values_list("code", "pk"))

    def record_income(self) -> None:
        """What was recognised as revenue, by contributor and instrument."""
        entries = [
            Income(
                step="recognised",
                instrument=row.instrument,
                year=row.year,
                day=date(row.year, 12, 31),
                amount=Money(row.amount, CURRENCY),
                partner=self.partners.get(row.contributor) if row.contributor != NOT_PUBLISHED else None,
                fund=self.funds[row.fund] if row.fund else None,
                text=MODELLED if row.modelled else "",
            )
            for row in self.plan.income
        ]
        record_income(actor=self.budget, entries=entries, reason="Revenue of 2024, as published by UN CEB")

    def sign_agreements(self) -> None:
        """Concepts, pipeline, signatures; what is signed becomes authority."""
        places = {place.code: place for place in Place.objects.all()}
        for row in self.plan.agreements:
            agreement = self._add(row, places)
            if row.status in ("signed", "active"):
                self._sign(row, agreement)
            elif row.status == "pipeline":
                agreements_services.move_agreement(actor=self.partnerships, agreement=agreement, step="expect")

    def receive(self) -> None:
        """What came of what was signed for the first year, and what is to come of the second: one instalment each,
        with which the book of income agrees."""
        signed = {one.code: one for one in Agreement.objects.all()}
        for row in self.plan.agreements:
            if row.status in ("signed", "active"):
                self._foresee(row, signed[row.code])
        entries = list(receipts(self.plan.agreements, CURRENCY, signed, self.partners, self.funds))
        record_income(actor=self.budget, entries=entries, reason="Payments of 2024 (modelled)")

    def _foresee(self, row: AgreementRow, agreement: Agreement) -> None:
        instalment = agreements_services.expect_instalment(
            actor=self.partnerships, agreement=agreement, due=due(row), amount=row.amount
        )
        if row.status == "active":
            agreements_services.receive_instalment(
                actor=self.partnerships, instalment=instalment, day=due(row), amount=row.amount
            )

    def _add(self, row: AgreementRow, places: dict[str, Place]) -> Agreement:
        partner = self.partners[row.contributor]
        earmarks = [agreements_services.Earmarking(place=places[row.earmark])] if row.earmark else []
        return agreements_services.add_agreement(
            actor=self.partnerships,
            code=row.code,
            title={lang: f"{name} ({row.fund}, {row.year})" for lang, name in partner.name.items()},
            partner=partner,
            fund=self.funds[row.fund],
            amount=Money(row.amount, CURRENCY),
            starts=date(row.year, 1, 1),
            ends=date(row.year, 12, 31),
            support_cost_rate=row.support_cost_rate,
            probability=row.probability,
            earmarks=earmarks,
        )

    def _sign(self, row: AgreementRow, agreement: Agreement) -> None:
        day = date(row.year, 1, 1)
        signed = agreements_services.move_agreement(actor=self.partnerships, agreement=agreement, step="sign", day=day)
        if row.status == "active":
            signed = agreements_services.move_agreement(actor=self.partnerships, agreement=signed, step="start")
        line = Dimensions(self.programme.pk, self.funds[row.fund].pk, agreement=agreement.pk, year=row.year)
        release_authority(actor=self.budget, agreement=signed, line=line)

    @cached_property
    def _projects(self) -> dict[str, int]:
        """The project of each agreement that pays for one."""
        known = dict(Project.objects.values_list("symbol", "pk"))
        return {agreement: known[symbol] for agreement, symbol in projects.symbols().items()}

    @cached_property
    def _agreements(self) -> dict[str, int]:
        return dict(Agreement.objects.values_list("code", "pk"))

    def _source(self, fund: str, item: str | None, agreement: str | None, year: int) -> Dimensions:
        """Where the money of an allotment is approved: the budget item in the first year, the agreement in its own."""
        of = self.funds[fund]
        if item:
            key, result = self.items[item]
            return Dimensions(self.programme.pk, of.pk, budget_item=key, result=result, year=self.programme.start.year)
        signed = self._agreements[agreement] if agreement else None
        return Dimensions(self.programme.pk, of.pk, agreement=signed, year=year)

    def _target(self, part: Assigned) -> Dimensions:
        row = part.row
        return Dimensions(
            self.programme.pk,
            self.funds[row.fund].pk,
            agreement=self._agreements[row.agreement] if row.agreement else None,
            project=self._projects.get(row.agreement or ""),
            budget_item=self.items[row.budget_item][0] if row.budget_item else None,
            result=self.results[row.result] if row.result else None,
            work_item=self.work_items[part.work_item] if part.work_item else None,
            unit=self.units[row.unit],
            place=self.places.get(part.place),
            year=row.year,
        )

    @cached_property
    def parts(self) -> list[Assigned]:
        """The allotments by the work they are for."""
        earmarks = dict(
            Agreement.objects.filter(earmarks__place__isnull=False).values_list("code", "earmarks__place__code")
        )
        return assigned(self.plan.allotments, self.plan.expense, earmarks)

    def allot(self, year: int, wanted: Callable[[AllotmentRow], bool]) -> None:
        """The allotments of a year."""
        allotments = [
            Allotment(
                self._source(part.row.fund, part.row.budget_item, part.row.agreement, year),
                self._target(part),
                Money(part.amount, CURRENCY),
                MODELLED,
            )
            for part in self.parts
            if part.row.year == year and wanted(part.row)
        ]
        allot_many(
            actor=self.budget, allotments=allotments, day=date(year, 1, 1), reason=f"Work plan {year} (modelled)"
        )

    def load(self, year: int, wanted: Callable[[ExpenseCell], bool], name: str) -> None:
        """Expense of a year as a file of the ERP."""
        cells = [(number, row) for number, row in enumerate(self.plan.expense, 1) if row.year == year and wanted(row)]
        self._load(
            f"expense-{year}-{name}.csv", [_expense(number, row, paid_to(row, self._names)) for number, row in cells]
        )

    def commit(self) -> None:
        """What of the second year is committed."""
        rows = [
            _commitment(number, part, committed_to(part, self._names))
            for number, part in enumerate((one for one in self.parts if one.row.year == 2025), 1)
            if part.committed
        ]
        self._load("commitments-2025.csv", rows)

    @cached_property
    def _names(self) -> dict[str, str]:
        """What places are called, by code."""
        return {code: name["en"] for code, name in Place.objects.values_list("code", "name")}

    def _load(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        with tempfile.TemporaryDirectory(prefix="biennium-demo-") as folder:
            path = Path(folder) / name
            with path.open("w", encoding="utf-8", newline="") as writable:
                writer = csv.writer(writable)
                writer.writerow(HEADING)
                writer.writerows(rows)
            run = stage_file(actor=self.budget, programme=self.programme, path=path)
            post_run(actor=self.budget, run=run, reason=f"{name}: {MODELLED.lower()}")

    def name_differences(self) -> None:
        """Where two published tables differ, and the books follow one of them."""
        for one in self.plan.differences:
            name_difference(
                actor=self.budget, table="sdg", year=2024, code=one.goal or "", amount=one.by, reason=DIFFERENCE
            )

    def recover(self) -> None:
        """Support cost of what was spent."""
        for row in (one for one in self.plan.recoveries if one.rate):
            agreement = Agreement.objects.get(code=row.agreement)
            recover_support_cost(
                actor=self.budget,
                agreement=agreement,
                programme=self.programme,
                year=row.year,
                day=date(row.year, 12, 31),
            )


def _symbol(row: ExpenseCell | AllotmentRow) -> str:
    return projects.symbols().get(row.agreement or "", "")


def _expense(number: int, row: ExpenseCell, paid: str) -> Sequence[Any]:
    return (
        *(f"ERP-{row.year}-{number:05}", 1, "expense", f"{row.year}-12-31", row.fund, row.budget_item, row.agreement),
        *(
            _symbol(row),
            row.result,
            row.work_item,
            row.unit,
            "" if row.place == GLOBAL else row.place,
            row.cost_category,
            row.year,
        ),
        *(CURRENCY, Money(row.amount, CURRENCY).decimal_string(), MODELLED, paid),
    )


def _commitment(number: int, part: Assigned, to: str) -> Sequence[Any]:
    row, place = part.row, "" if part.place == GLOBAL else part.place
    return (
        *(f"PO-{row.year}-{number:05}", 1, "commitment", f"{row.year}-01-15", row.fund, row.budget_item, row.agreement),
        *(_symbol(row), row.result, part.work_item, row.unit, place, "", row.year),
        *(CURRENCY, Money(part.committed, CURRENCY).decimal_string(), MODELLED, to),
    )
