"""The work plans of the demonstration: illustrative from the first word to the last, and labelled so.

Every work item of the books is planned: by the unit that spends, in an illustrative country programme where much is
spent in the country, with what it needs in both years. A checksum of their codes keeps plans from looking alike.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from biennium.demo import content
from biennium.demo.country_programmes import open_country_programmes
from biennium.demo.money import seeds
from biennium.demo.money.plan import Plan as MoneyPlan
from biennium.demo.money.plan import build
from biennium.demo.money.rows import GLOBAL, WorkItemRow
from biennium.demo.needs import needs_of
from biennium.funding.models import Agreement, CostCategory
from biennium.kernel.shares import Shares, apportion
from biennium.organisation.models import Person, Unit
from biennium.programme.models import Programme, Result, WorkItem
from biennium.workplan.models import CountryProgramme, Expectation, Marker, Plan, StandardCost
from biennium.workplan.selectors.staff import staff
from biennium.workplan.services.milestones import MilestoneValues, add_milestone, reach_milestone, tell
from biennium.workplan.services.plans import LanguageGiven, MarkerGiven, Planned, PlanValues, plan_many
from biennium.workplan.services.requirements import expect_many, require_many
from biennium.workplan.services.standards import (
    Monthly,
    Score,
    Staff,
    set_capacity,
    set_kind,
    set_marker,
    set_standard_costs,
)

WHY = "Illustrative work plans of the demonstration"
SCORES = {"gender": (0, 1, 2, 2, 3), "human_rights": (0, 1, 1, 2, 2, 3)}
"""The markers of the plans, and how often each score is given."""


def plan_work(programme: Programme) -> None:
    """Everything about the work plan, by the programme officer; expected money by the partnerships officer."""
    planner = Planner(programme, content.read("workplan"), build())
    planner.set_standards()
    planner.country_programmes = open_country_programmes(planner.officer, planner.facts, planner.spent)
    planner.plan()
    planner.require()
    planner.expect()
    planner.tell()


@dataclass
class Planner:
    """Makes the plans through the services."""

    programme: Programme
    facts: Any
    money: MoneyPlan
    officer: Person = field(init=False)
    country_programmes: dict[str, CountryProgramme] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.officer = Person.objects.get(assignments__role__code="programme_officer")
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        rows = self.programme.work_items.filter(retired_at__isnull=True).select_related("programme", "place", "result")
        self.items: dict[str, WorkItem] = {item.code: item for item in rows}
        self.rows: dict[str, WorkItemRow] = {row.code: row for row in self.money.work_items}

    @property
    def rules(self) -> dict[str, int]:
        found: dict[str, int] = self.facts["rules"]
        return found

    @cached_property
    def worked(self) -> dict[str, int]:
        """What was spent on each work item in the first year."""
        sums: dict[str, int] = defaultdict(int)
        for cell in self.money.expense:
            sums[cell.work_item] += cell.amount
        return dict(sums)

    @cached_property
    def spent(self) -> dict[str, dict[str, int]]:
        """What was spent in each place, by outcome."""
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for code, row in self.rows.items():
            item = self.items[code]
            if item.result and row.place != GLOBAL:
                sums[row.place][item.result.code.partition(".")[0]] += self.worked[code]
        return sums

    def set_standards(self) -> None:
        """Kinds of country programme, markers, and what a month of staff costs."""
        for kind in self.facts["kinds"]:
            set_kind(actor=self.officer, **kind)
        for one in self.facts["markers"]:
            scores = [Score(**score) for score in one["scores"]]
            set_marker(actor=self.officer, code=one["code"], name=one["name"], scores=scores)
        costs = [
            Monthly(one["grade"], one["station"], year, one[str(year)])
            for one in self.facts["standard_costs"]
            for year in (2024, 2025)
        ]
        set_standard_costs(actor=self.officer, costs=costs, modelled=True, reason=WHY)

    def plan(self) -> None:
        """A plan for every work item."""
        planned = [self._planned(code, item) for code, item in self.items.items() if code in self.rows]
        plan_many(actor=self.officer, programme=self.programme, plans=planned, reason=WHY)

    def _planned(self, code: str, item: WorkItem) -> Planned:
        row = self.rows[code]
        without = not seeds.scatter(self.rules["without_lead_one_in"], "lead", code)
        lead = None if without else self.units[row.unit]
        product = item.kind == WorkItem.Kind.PRODUCT
        values = PlanValues(
            lead_unit=lead,
            starts=date(2024, 1, 1),
            due=date(2025, 12 - seeds.scatter(9, "due", code), 15),
            sdg=self._targets(item, row.goal),
            outputs=self._outputs(item),
            markers=self._markers(code),
            modelled=True,
            **self._texts(item),
            **(self._of_product(item) if product else self._of_outcome(item)),
        )
        done = not seeds.scatter(self.rules["completed_one_in"], "done", code)
        return Planned(item, values, status=Plan.Status.COMPLETED if done else Plan.Status.ACTIVE)

    def _texts(self, item: WorkItem) -> dict[str, Any]:
        """What is written where the work is large enough to be described."""
        if self.worked[item.code] < self.rules["described_from"] or not (item.place and item.result):
            return {}
        place, output = item.place.name, item.result.title
        situation = {
            lang: text.format(place=place.get(lang, place["en"]), output=output.get(lang, output["en"]))
            for lang, text in self.facts["situation"].items()
        }
        return {"situation": situation, "assumptions": self.facts["assumptions"]}

    def _of_outcome(self, item: WorkItem) -> dict[str, Any]:
        within = self.country_programmes.get(item.place.code if item.place else "")
        if within is None:
            return {}
        outcome = item.result.code.partition(".")[0] if item.result else ""
        priorities = {one.code: one for one in within.priorities.all()}
        return {
            "country_programme": within,
            "priority": priorities.get(outcome),
            "consultation": self.facts["consultation"],
            "government": True,
            "employers": bool(seeds.scatter(4, "employers", item.code)),
            "workers": bool(seeds.scatter(4, "workers", item.code)),
        }

    def _of_product(self, item: WorkItem) -> dict[str, Any]:
        kinds = self.facts["product_kinds"]
        made = self._deliverables.get(item.result_id or 0, [])
        drawn = seeds.scatter(1000, "deliverable", item.code)
        languages = [LanguageGiven("en", "published", date(2024, 11, 30)), LanguageGiven("fr", "drafted")]
        return {
            "product_kind": kinds[seeds.scatter(len(kinds), "kind", item.code)],
            "deliverable": made[drawn % len(made)] if made else None,
            "languages": [*languages, LanguageGiven("es")] if item.result else [],
        }

    @cached_property
    def _deliverables(self) -> dict[int, list[Result]]:
        """Global and office deliverables, by output."""
        rows = self.programme.results.filter(retired_at__isnull=True, level__code="deliverable")
        found: dict[int, list[Result]] = defaultdict(list)
        for one in rows.exclude(scope="country").order_by("position", "id"):
            found[one.parent_id or 0].append(one)
        return found

    def _targets(self, item: WorkItem, goal: str) -> dict[str, int]:
        """Equal shares of the SDG targets of its goal that the output, or the outcome, refers to."""
        known = self._references.get(item.result.code if item.result else "", ())
        targets = sorted({code for code in known if code.partition(".")[0] == goal and code.count(".") == 1})
        return dict(Shares.of_weights(dict.fromkeys(targets, 1))) if targets else {}

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        """SDG targets by the code of an output: its own and its outcome's, indicators taken for their targets."""
        found: dict[str, set[str]] = defaultdict(set)
        rows = self.programme.results.filter(retired_at__isnull=True, references__scheme="sdg")
        for code, target in rows.values_list("code", "references__code"):
            found[code].add(".".join(target.split(".")[:2]))
        outputs = self.programme.results.filter(retired_at__isnull=True, level__code="output")
        return {
            code: found.get(code, set()) | found.get(code.partition(".")[0], set())
            for code in outputs.values_list("code", flat=True)
        }

    def _outputs(self, item: WorkItem) -> list[tuple[Result, int]]:
        """Some work serves a second output of its outcome."""
        if item.result is None or seeds.scatter(self.rules["shared_one_in"], "shared", item.code):
            return []
        outcome = item.result.code.partition(".")[0]
        others = [one for one in self._all_outputs if one.code.startswith(f"{outcome}.") and one != item.result]
        if not others:
            return []
        other = others[seeds.scatter(len(others), "other", item.code)]
        share = 500 * seeds.between(2, 8, "share", item.code)
        return [(item.result, 10_000 - share), (other, share)]

    @cached_property
    def _all_outputs(self) -> list[Result]:
        rows = self.programme.results.filter(retired_at__isnull=True, level__code="output")
        return list(rows.order_by("position", "id"))

    def _markers(self, code: str) -> list[MarkerGiven]:
        """The markers UN INFO asks for, each score that takes evidence with it."""
        drawn = {name: scores[seeds.scatter(len(scores), name, code)] for name, scores in SCORES.items()}
        return [
            MarkerGiven(self._marked[name], score, self.facts["evidence"][name] if score else {})
            for name, score in drawn.items()
        ]

    @cached_property
    def _marked(self) -> dict[str, Marker]:
        return {one.code: one for one in Marker.objects.filter(code__in=SCORES)}

    def require(self) -> None:
        """What every work item needs, and the staff there is."""
        needs = needs_of(
            self.money,
            items=self.items,
            worked=self.worked,
            rules=self.rules,
            units=self.units,
            costs=list(StandardCost.objects.order_by("id")),
            categories=list(CostCategory.objects.filter(staff=False, support_cost=False)),
        )
        require_many(actor=self.officer, programme=self.programme, needs=needs, modelled=True, reason=WHY)
        low, high = self.rules["capacity_from"], self.rules["capacity_to"]
        capacity = [
            Staff(one.unit, one.grade, one.year, _whole(one.planned * _drawn(low, high, one.unit, one.grade) // 100))
            for one in staff(self.programme)
        ]
        set_capacity(actor=self.officer, staff=capacity, modelled=True, reason=WHY)

    def expect(self) -> None:
        """Each agreement that may come is meant for the work its like paid for in the first year."""
        officer = Person.objects.get(assignments__role__code="partnerships_officer")
        paid: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for cell in self.money.expense:
            paid[cell.agreement or ""][cell.work_item] += cell.amount
        expected = []
        for agreement in Agreement.objects.filter(status=Agreement.Status.PIPELINE):
            weights = paid[agreement.code.removesuffix("-2025-P") + "-2024"]
            kept = sorted(weights, key=lambda code: (-weights[code], code))[: self.rules["expected_of"]]
            shares = apportion(self.rules["expected_share"], [weights[code] for code in kept]) if kept else []
            expected += [
                Expectation(work_item=self.items[code], agreement=agreement, share=share)
                for code, share in zip(kept, shares, strict=True)
                if share
            ]
        expect_many(actor=officer, programme=self.programme, expected=expected, reason=WHY)

    def tell(self) -> None:
        """Milestones of the largest country outcomes; and what is heard of most country programmes."""
        plans = {
            plan.work_item.code: plan
            for plan in Plan.objects.filter(work_item__kind="country_outcome").select_related(
                "work_item__programme", "lead_unit", "country_programme"
            )
        }
        largest = sorted(plans, key=lambda code: (-self.worked[code], code))
        for code in largest[: self.rules["milestones_of"]]:
            self._milestones(plans[code], code)
        heard: set[int] = set()
        for code in largest:
            within = plans[code].country_programme_id
            if within and within not in heard and plans[code].lead_unit:
                heard.add(within)
                self._news(plans[code], code)

    def _milestones(self, plan: Plan, code: str) -> None:
        for one in self.facts["milestones"]:
            due = date.fromisoformat(one["due"])
            values = MilestoneValues(one["title"], due, plan.lead_unit)
            made = add_milestone(actor=self.officer, plan=plan, values=values)
            if due.year == 2024 and seeds.scatter(6, "reached", code):
                reach_milestone(actor=self.officer, milestone=made, day=due)

    def _news(self, plan: Plan, code: str) -> None:
        """Of one country programme in seven nothing is heard."""
        if seeds.scatter(7, "heard", code):
            kind = "problem" if not seeds.scatter(5, "news", code) else "progress"
            tell(actor=self.officer, plan=plan, kind=kind, text=self.facts[kind])


def _whole(months: int) -> int:
    """Hundredths of a month in whole months, one at least."""
    return max(100, months // 100 * 100)


def _drawn(low: int, high: int, unit: Unit, grade: str) -> int:
    return seeds.between(low, high, "capacity", unit.code, grade)
