"""A small organisation that plans: two offices, a headquarters unit, work for three outputs, and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, CostCategory, Fund, Partner
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.organisation.models import Person, Place, Role, Unit
from biennium.organisation.roles import STANDARD_ROLES
from biennium.organisation.services.people import assign_role, define_role
from biennium.organisation.services.units import open_unit
from biennium.programme.exchange import models as exchange
from biennium.programme.models import WorkItem
from biennium.programme.services.importing import import_programme
from biennium.workplan.amounts import Amounts
from biennium.workplan.models import CountryProgramme, CountryProgrammeKind, Marker, Plan, StandardCost
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.selectors.work import Workload, workload
from biennium.workplan.services.country_programmes import (
    CountryProgrammeValues,
    Titled,
    add_country_programme,
)
from biennium.workplan.services.plans import PlanValues, plan_work
from biennium.workplan.services.requirements import Need, Needed, StaffNeeded, require_resources
from biennium.workplan.services.standards import Monthly, Score, set_kind, set_marker, set_standard_costs
from ledger import world as ledger
from programme import samples
from running.scenes import built_once

PEOPLE = {
    "ken": ("country_officer", "NBO"),
    "per": ("country_officer", "LIM"),
    "lead": ("output_lead", "LAW"),
    "planner": ("programme_officer", "ORG"),
    "partners": ("partnerships_officer", "ORG"),
    "reader": ("reader", "ORG"),
}
ITEMS: tuple[tuple[str, str, str | None, str], ...] = (
    ("KEN101", "country_outcome", "KEN", "1.1"),
    ("KEN102", "country_outcome", "KEN", "2.1"),
    ("PER101", "country_outcome", "PER", "1.1"),
    ("NPL101", "country_outcome", "NPL", "1.1"),
    ("GLO101", "product", None, "1.2"),
)


@dataclass
class World(ledger.World):
    """The programme, its people by name, and short ways to plan and to spend."""

    people: dict[str, Person]

    def item(self, code: str = "KEN101") -> WorkItem:
        """A work item by code."""
        return self.programme.work_items.select_related("programme", "result").get(code=code)

    def unit(self, code: str = "NBO") -> Unit:
        """A unit by code."""
        return Unit.objects.get(code=code)

    def values(self, unit: str | None = "NBO", **more: Any) -> PlanValues:
        """What a plan says."""
        return PlanValues(lead_unit=self.unit(unit) if unit else None, **more)

    def plan(self, code: str = "KEN101", by: str = "planner", **more: Any) -> Plan:
        """Plans a work item."""
        revision = more.pop("revision", None)
        return plan_work(actor=self.people[by], item=self.item(code), values=self.values(**more), revision=revision)

    def need(self, code: str = "KEN101", *, by: str = "planner", months: int = 0, **years: int) -> None:
        """Says what a planned work item needs: `need("KEN101", y2024=1000)` of travel, `months` of P4 in 2024."""
        travel = CostCategory.objects.get(code="travel")
        money = [Needed(int(year[1:]), travel, amount) for year, amount in years.items()]
        staff = [StaffNeeded(self.unit(), StandardCost.objects.get(grade="P4", year=2024), months)] if months else []
        require_resources(actor=self.people[by], need=Need(self.item(code), money, staff))

    def on(self, code: str = "KEN101", year: int = 2024) -> Dimensions:
        """A line of the regular budget for a work item."""
        item = self.item(code)
        return Dimensions(
            self.programme.pk,
            Fund.objects.get(code="RB").pk,
            result=item.result_id,
            unit=self.unit().pk,
            place=item.place_id,
            work_item=item.pk,
            year=year,
        )

    def allot(self, code: str, amount: int, year: int = 2024) -> None:
        """Allots money to a work item."""
        source = self.line(result=self.item(code).result.code, year=year)  # type: ignore[union-attr]
        self.enter("appropriation", amount, source, to=source)
        self.enter("allotment", amount, source, to=self.on(code, year))

    def load(self, year: int | None = None) -> Workload:
        """All work, as it is now."""
        return workload(self.programme, year)

    def amounts(self, text: str = "", year: int | None = None) -> Amounts:
        """The sums of a slice."""
        return self.load(year).amounts(Slice.parse(text))

    def country_programme(self, code: str = "KEN-CP", by: str = "ken", **more: Any) -> CountryProgramme:
        """A country programme of Kenya with one priority and an outcome of the UN framework."""
        values: dict[str, Any] = {
            "code": code,
            "title": {"en": "Decent work in Kenya"},
            "kind": CountryProgrammeKind.objects.get(code="dwcp"),
            "places": [Place.objects.get(code="KEN")],
            "unit": self.unit("NBO"),
            "start": date(2022, 1, 1),
            "end": date(2026, 12, 31),
            "priorities": [Titled("1", {"en": "Jobs"})],
            "links": [Titled("2.1", {"en": "Inclusive growth"}, "un_outcome")],
        }
        return add_country_programme(actor=self.people[by], values=CountryProgrammeValues(**{**values, **more}))

    def expected(self, code: str = "EU-1", amount: int = 100_000, probability: int = 5_000) -> Agreement:
        """An agreement that may come."""
        partner, _made = Partner.objects.get_or_create(
            code="EU", defaults={"name": {"en": "European Union"}, "contributor_type": "C02"}
        )
        return Agreement.objects.create(
            code=code,
            title={"en": code},
            partner=partner,
            fund=Fund.objects.get(code="XBDC"),
            amount=amount,
            currency="USD",
            starts=date(2025, 1, 1),
            ends=date(2025, 12, 31),
            status="pipeline",
            probability=probability,
        )

    @property
    def gender(self) -> Marker:
        """The marker that asks for evidence from score 1 on."""
        return Marker.objects.get(code="gender")


def document() -> exchange.Programme:
    """The programme of the samples with more work."""
    items = [
        {"code": code, "kind": kind, "title": {"en": f"Work {code}"}, "place": place, "result": result}
        for code, kind, place, result in ITEMS
    ]
    return samples.programme(work_items=items)


@built_once
def build() -> World:
    """The organisation, its programme, its people and what plans rest on, through the services."""
    ledger.organisation()
    programme = import_programme(actor=OPERATOR, values=document())
    top = Unit.objects.get(code="ORG")
    for code in ("NBO", "LIM"):
        open_unit(actor=OPERATOR, code=code, name={"en": code}, parent=top)
    Unit.objects.filter(code="LAW", parent__isnull=True).update(parent=top)
    ledger.fund("RB", controlled_at="budget", control_dimensions=["result"])
    ledger.fund("XBDC", kind="voluntary", releases="signature", control_dimensions=["agreement"])
    for code, staff in (("staff", True), ("travel", False), ("contracts", False)):
        CostCategory.objects.create(code=code, name={"en": code}, un_category=code, staff=staff)
    set_kind(actor=OPERATOR, code="dwcp", name={"en": "Decent work"}, endorsed=True, dormant_after=365)
    set_kind(actor=OPERATOR, code="none", name={"en": "No framework"}, endorsed=False, dormant_after=365)
    scores = [Score(0, {"en": "None"}), Score(1, {"en": "Significant"}, {"en": "An analysis"})]
    set_marker(actor=OPERATOR, code="gender", name={"en": "Gender equality"}, scores=scores)
    set_standard_costs(actor=OPERATOR, costs=[Monthly("P4", "field", 2024, Money(1_500_000, "USD").minor)])
    return World(programme, _people())


def _people() -> dict[str, Person]:
    for role in STANDARD_ROLES:
        define_role(actor=OPERATOR, code=role.code, name=role.name, actions=role.actions)
    people = {}
    for name, (role_code, unit) in PEOPLE.items():
        people[name] = Person.objects.create(email=f"{name}@example.org", name=name.capitalize())
        assign_role(
            actor=OPERATOR, person=people[name], role=Role.objects.get(code=role_code), unit=Unit.objects.get(code=unit)
        )
    return people
