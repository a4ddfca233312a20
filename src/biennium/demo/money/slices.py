"""What is spent where, on which function, goal and output, from which purse, in 2024: before cost categories.

Method: places × functions, then purses (a fund, or a budget item of one), then goals are fitted one after the other
(`kernel.fitting`) to published margins (purses: modelled ones). What stands in such a cell is divided over outputs by
weight, and what is voluntary over the agreements that pay.

The published table by goal is USD 8 above the table by function; the books follow the latter, and the goal with the
largest amount takes the difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from biennium.demo.money import seeds
from biennium.demo.money.agreements import Projects
from biennium.demo.money.facts import Published
from biennium.demo.money.mixes import POLICY, function_weights, goal_weights, purse_weights, works_on
from biennium.demo.money.results import Output, region_of, unit_of
from biennium.demo.money.rows import GLOBAL, Difference
from biennium.demo.money.seeds import Purse
from biennium.kernel.fitting import fit
from biennium.kernel.shares import apportion


@dataclass(frozen=True, slots=True)
class Slice:
    """An amount in cents that is not divided over cost categories yet."""

    place: str
    function: str
    purse: Purse
    goal: str
    amount: int
    output: Output | None = None
    agreement: str | None = None

    @property
    def region(self) -> str:
        """The organisation's region of the place."""
        return region_of()[self.place]

    @property
    def unit(self) -> str:
        """Who spends it."""
        return unit_of(self.output, self.region)

    @property
    def result(self) -> str | None:
        """The code of the output, where it is for one."""
        return self.output.code if self.output else None

    @property
    def budget_item(self) -> str | None:
        """The item of the voted budget; the outcome's, where the money is for a result."""
        return f"{POLICY}.{self.output.outcome}" if self.output and self.purse.item == POLICY else self.purse.item

    @property
    def order(self) -> tuple[str, ...]:
        """Where it stands among others: by region, then result, then place."""
        return (self.region, self.result or "", self.place, self.function, self.purse.code, self.goal)


def total(facts: Published) -> int:
    """All expense, in cents."""
    return sum(facts.expense_by_function.values())


def by_place(facts: Published) -> dict[str, int]:
    """The published places, and what is left: global."""
    return {**facts.expense_by_place, GLOBAL: total(facts) - sum(facts.expense_by_place.values())}


def by_purse(facts: Published) -> dict[str, int]:
    """The modelled split over funds and items that are no results."""
    shares = [purse.spent for purse in seeds.purses()]
    parts = apportion(total(facts), shares)
    return {purse.code: part for purse, part in zip(seeds.purses(), parts, strict=True)}


def goal_difference(facts: Published) -> Difference:
    """What the table by goal has more than the table by function, on the goal that takes it."""
    largest = max(facts.expense_by_goal, key=lambda goal: facts.expense_by_goal[goal])
    followed, other = total(facts), sum(facts.expense_by_goal.values())
    return Difference("goals-over-functions", "Expense by goal against expense by function", largest, followed, other)


def by_goal(facts: Published) -> dict[str, int]:
    """The published goals, less the difference on the one that takes it."""
    difference = goal_difference(facts)
    return {
        goal: amount - (difference.by if goal == difference.goal else 0)
        for goal, amount in facts.expense_by_goal.items()
    }


def slices(facts: Published) -> list[Slice]:
    """All expense by place, function, purse, goal and output, in a fixed order."""
    weights: dict[tuple[str, ...], int] = {}
    for place in by_place(facts):
        for function, leaning in function_weights(place).items():
            for purse, paying in purse_weights(place, function).items():
                for goal, serving in goal_weights(place, purse).items():
                    weights[place, function, purse.code, goal] = leaning * paying * serving
    margins = [by_place(facts), facts.expense_by_function, by_purse(facts), by_goal(facts)]
    by_code = {purse.code: purse for purse in seeds.purses()}
    found = [
        one
        for (place, function, purse, goal), amount in fit(weights, margins).items()
        for one in _over_outputs(Slice(place, function, by_code[purse], goal, amount))
    ]
    return sorted(found, key=lambda one: one.order)


def _over_outputs(one: Slice) -> Iterable[Slice]:
    sizes = seeds.rules()["spread"]["outputs_of_a_global_amount" if one.place == GLOBAL else "outputs_of_an_amount"]
    weights = {
        output: weight * output.goals[one.goal]
        for output, weight in works_on(one.place, one.purse).items()
        if one.goal in output.goals
    }
    if not weights:
        return [one]
    kept = sorted(weights, key=lambda output: (-weights[output], output.code))[: seeds.upto(sizes, one.amount)]
    parts = zip(kept, apportion(one.amount, [weights[output] for output in kept]), strict=True)
    return [replace(one, output=output, amount=part) for output, part in parts if part]


def paid(found: Iterable[Slice], projects: Projects) -> list[Slice]:
    """The slices, with the agreements that pay for those of the projects' fund."""
    listed = list(found)
    ours = [one for one in listed if one.purse.fund == projects.fund]
    shares = projects.pay([(one.place, one.amount) for one in ours])
    return [one for one in listed if one.purse.fund != projects.fund] + [
        replace(one, amount=amount, agreement=agreement)
        for one, parts in zip(ours, shares, strict=True)
        for agreement, amount in parts
    ]
