"""Expense cells of 2024 and the work items they are for.

The slices are divided over cost categories, fund by fund, fitted to modelled shares of what each fund buys. A work
item has one place, result, function and goal, so that the ledger can tell function and goal from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR
from biennium.demo.money.rows import GLOBAL, ExpenseCell, WorkItemRow
from biennium.demo.money.seeds import Category
from biennium.demo.money.slices import Slice
from biennium.kernel.fitting import fit
from biennium.kernel.shares import WHOLE, apportion

DRAW = 10_000
FIRST_NUMBER = 101
Work = tuple[str | None, ...]


def work_items(found: Iterable[Slice]) -> dict[Work, WorkItemRow]:
    """One for each place, result or item, function and goal; numbered within its place."""
    numbers: dict[str, int] = {}
    items: dict[Work, WorkItemRow] = {}
    for one in sorted(found, key=lambda one: one.order):
        if (key := _work(one)) not in items:
            number = numbers.setdefault(one.place, FIRST_NUMBER)
            numbers[one.place] += 1
            prefix = "GLO" if one.place == GLOBAL else one.place
            items[key] = WorkItemRow(
                code=f"{prefix}{number}",
                kind="product" if one.place == GLOBAL else "country_outcome",
                place=one.place,
                result=one.result,
                budget_item=None if one.output else one.purse.item,
                function=one.function,
                goal=one.goal,
                unit=one.unit,
            )
    return items


def _work(one: Slice) -> Work:
    item = None if one.output else one.purse.item
    return (one.place, one.result, item, one.function, one.goal)


def cells(found: Iterable[Slice], items: Mapping[Work, WorkItemRow]) -> list[ExpenseCell]:
    """The slices divided over cost categories, fund by fund."""
    listed = list(found)
    made: list[ExpenseCell] = []
    for fund in dict.fromkeys(purse.fund for purse in seeds.purses()):
        ours = {str(number): one for number, one in enumerate(listed) if one.purse.fund == fund}
        known = {category.code: category for category in seeds.categories() if category.weights[fund]}
        for (number, category), amount in _over_categories(fund, ours, known).items():
            made.append(_cell(ours[number], items[_work(ours[number])], known[category], amount))
    return made


def _over_categories(fund: str, ours: Mapping[str, Slice], known: Mapping[str, Category]) -> dict[tuple[str, ...], int]:
    spent = {number: one.amount for number, one in ours.items()}
    shares = apportion(sum(spent.values()), [category.weights[fund] for category in known.values()])
    large = _largest(spent)
    weights: dict[tuple[str, ...], int] = {
        (number, code): weight
        for number, one in ours.items()
        for code, weight in _bought(one, fund, known, everything=number in large).items()
    }
    return fit(weights, [spent, dict(zip(known, shares, strict=True))])


def _largest(spent: Mapping[str, int]) -> set[str]:
    """Those that make up, largest first, the part that buys everything."""
    left = sum(spent.values()) * seeds.rules()["spread"]["part_that_buys_everything"] // WHOLE
    found: set[str] = set()
    for number in sorted(spent, key=lambda number: (-spent[number], number)):
        if left <= 0:
            break
        left -= spent[number]
        found.add(number)
    return found


def _bought(one: Slice, fund: str, known: Mapping[str, Category], *, everything: bool) -> dict[str, int]:
    """The categories of a slice: few for a small one, and nobody is employed for next to nothing."""
    rules = seeds.rules()["spread"]
    weights = {
        code: category.weights[fund]
        for code, category in known.items()
        if not category.staff or one.amount >= rules["nobody_employed_below"]
    }
    drawn = sorted(weights, key=lambda code: (seeds.between(1, DRAW, *one.order, code) * DRAW // weights[code], code))
    most = len(drawn) if everything else seeds.upto(rules["categories_of_an_amount"], one.amount)
    return {code: weights[code] for code in drawn[:most]}


def _cell(one: Slice, item: WorkItemRow, category: Category, amount: int) -> ExpenseCell:
    return ExpenseCell(
        year=YEAR,
        fund=one.purse.fund,
        budget_item=one.budget_item,
        agreement=one.agreement,
        result=one.result,
        work_item=item.code,
        unit=one.unit,
        region=one.region,
        place=one.place,
        function=one.function,
        goal=one.goal,
        cost_category=category.code,
        staff=category.staff,
        amount=amount,
    )
