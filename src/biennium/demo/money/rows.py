"""The rows of the plan. Amounts are US cents; `modelled` says that no publication has this figure.

Places are ISO 3166-1 alpha-3 codes or `GLOBAL`; regions are the organisation's own, or `GLOBAL`. Results are codes of
the programme; where there is none, the money is for a budget item that is no result.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GLOBAL = "global"
NOT_PUBLISHED = "NP"
NO_CONTRIBUTOR = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who gave: `type` is the code of the UN data standards (standard VI), `place` that of a state.

    `NOT_PUBLISHED` stands for those whose names are not published; it has no type.
    """

    code: str
    name: str
    type: str
    place: str | None


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """Revenue of a year by contributor and UN financing instrument. Without a fund, it gives no authority.

    The contributor is a code of the plan's contributors, or `NO_CONTRIBUTOR` for what the organisation earns itself.
    """

    year: int
    contributor: str
    instrument: str
    fund: str | None
    amount: int
    modelled: bool


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A modelled agreement that carries voluntary revenue. `support_cost_rate` and `probability` are in hundredths of a
    percent; `earmark` is the one place its money is for, where there is one."""

    code: str
    year: int
    contributor: str
    instrument: str
    fund: str
    amount: int
    support_cost_rate: int
    status: str = "active"
    probability: int = 10_000
    earmark: str | None = None
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class WorkItemRow:
    """What money was spent on: a country outcome, or a product. It has one function and one goal, so that the sums by
    function and by goal are those that were published, to the cent."""

    code: str
    kind: str
    place: str
    result: str | None
    budget_item: str | None
    function: str
    goal: str
    unit: str
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class ExpenseCell:
    """Expense of a year on a line and what it was for."""

    year: int
    fund: str
    budget_item: str | None
    agreement: str | None
    result: str | None
    work_item: str
    unit: str
    region: str
    place: str
    function: str
    goal: str
    cost_category: str
    staff: bool
    amount: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """Indirect support cost an agreement owes for its expense: internal, eliminated once when funds are added up."""

    year: int
    agreement: str
    into: str
    rate: int
    base: int
    amount: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class AppropriationRow:
    """Assessed authority of a year by budget item. Items for results are those of outcomes: `result` names it.
    Negative for an item that was declared so. (Agreements and recoveries give theirs themselves.)"""

    year: int
    fund: str
    budget_item: str
    result: str | None
    amount: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class AllotmentRow:
    """What is allotted to a line, and how much of it is committed."""

    year: int
    fund: str
    budget_item: str | None
    agreement: str | None
    result: str | None
    unit: str
    region: str
    amount: int
    committed: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """What the work on a result in a region needs in a year, from all funds together."""

    year: int
    result: str
    region: str
    unit: str
    amount: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class BudgetItemRow:
    """A line of the voted budget; `title` by language."""

    code: str
    parent: str | None
    result: str | None
    title: tuple[tuple[str, str], ...]
    may_be_negative: bool


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """What an item is estimated at for the whole period, in two steps that add up."""

    budget_item: str
    fund: str
    constant: int
    cost_increase: int
    modelled: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two published figures for one thing. The books follow `followed`; `by` is what the other one has more."""

    code: str
    what: str
    goal: str | None
    followed: int
    other: int

    @property
    def by(self) -> int:
        """How much more the other figure is."""
        return self.other - self.followed
