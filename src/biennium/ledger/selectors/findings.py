"""Rules of data quality about money: what was spent that nobody allotted, and what came back that was never spent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.context import remembered
from biennium.foundation.quality import WARNING, Finding, register_rule
from biennium.kernel.money import Money
from biennium.ledger.models import Line
from biennium.ledger.models.lines import DIMENSIONS
from biennium.programme.models import Programme


def uncovered(programme: Programme) -> QuerySet[Line]:
    """The lines on which more was spent than was allotted, the largest first."""
    short = Line.objects.filter(programme=programme, balance__uncovered__lt=0)
    return short.order_by("balance__uncovered_reporting", "pk").select_related("balance", *DIMENSIONS)


def never_allotted(programme: Programme) -> Iterator[Finding]:
    """Expense beyond what was allotted, until it is covered."""
    message = _("%(amount)s was spent without being allotted.")
    remedy = _("Allot or transfer money to the line, and cover it.")
    for line in _troubled(programme):
        if line.balance.uncovered < 0:
            yield _finding("uncovered-expense", line, message, remedy, -line.balance.uncovered)


def never_spent(programme: Programme) -> Iterator[Finding]:
    """Refunds of more than was spent."""
    message = _("%(amount)s more came back than was spent.")
    remedy = _("Reverse the refund, and load it on the line that it was spent from.")
    for line in _troubled(programme):
        if line.balance.spent < 0:
            yield _finding("refund-beyond-expense", line, message, remedy, -line.balance.spent)


def _troubled(programme: Programme) -> list[Line]:
    """The lines either rule is about: once for both."""
    short = Line.objects.filter(Q(balance__uncovered__lt=0) | Q(balance__spent__lt=0), programme=programme)
    rows = short.order_by("balance__uncovered_reporting", "pk").select_related("balance", *DIMENSIONS)
    return remembered(("lines in trouble", programme.pk), lambda: list(rows))


def _finding(rule: str, line: Line, message: str, remedy: str, amount: int) -> Finding:
    money = Money(amount, line.fund.currency)
    unit = line.unit.code if line.unit else ""
    return Finding(rule, WARNING, line.words, message % {"amount": money}, remedy, unit, "line", str(line.uid))


RULES: tuple[tuple[str, str, Any, Any, Any], ...] = (
    (
        "uncovered-expense",
        WARNING,
        _lazy("Expense that nobody allotted"),
        _lazy("It is money of something else that somebody counts on."),
        never_allotted,
    ),
    (
        "refund-beyond-expense",
        WARNING,
        _lazy("Refunds beyond what was spent"),
        _lazy("What is spent elsewhere is too high by as much."),
        never_spent,
    ),
)


def register() -> None:
    """Adds the rules of this room."""
    for rule in RULES:
        register_rule(*rule)
