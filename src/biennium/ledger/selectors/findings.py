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
    return _lines(programme, Q(balance__uncovered__lt=0))


def _lines(programme: Programme, condition: Q) -> QuerySet[Line]:
    rows = Line.objects.filter(condition, programme=programme).order_by("balance__uncovered_reporting", "pk")
    return rows.select_related("balance", *DIMENSIONS)


def never_allotted(programme: Programme) -> Iterator[Finding]:
    """Expense beyond what was allotted, until it is covered."""
    message = _("%(amount)s was spent without being allotted.")
    remedy = _("Allot or transfer money to the line, and cover it.")
    return _below_zero(programme, "uncovered-expense", "uncovered", message, remedy)


def never_spent(programme: Programme) -> Iterator[Finding]:
    """Refunds of more than was spent."""
    message = _("%(amount)s more came back than was spent.")
    remedy = _("Reverse the refund, and load it on the line that it was spent from.")
    return _below_zero(programme, "refund-beyond-expense", "spent", message, remedy)


def _below_zero(programme: Programme, rule: str, stage: str, message: str, remedy: str) -> Iterator[Finding]:
    """A finding for each line on which less than nothing stands at a stage; the lines are read once for both rules."""
    either = Q(balance__uncovered__lt=0) | Q(balance__spent__lt=0)
    for line in remembered(("lines below zero", programme.pk), lambda: list(_lines(programme, either))):
        if (standing := getattr(line.balance, stage)) < 0:
            words = message % {"amount": Money(-standing, line.fund.currency)}
            unit = line.unit.code if line.unit else ""
            yield Finding(rule, WARNING, line.words, words, remedy, unit, "line", str(line.uid))


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
