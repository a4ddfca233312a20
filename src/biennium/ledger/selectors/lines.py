"""What is left of a fund or of a project."""

from __future__ import annotations

from django.db.models import Q

from biennium.funding.models import Fund, Project
from biennium.ledger.models import LineBalance

LEFT = ("approved", "allotted", "committed", "uncovered")
"""The stages at which money still waits for a decision."""


def hold(row: Fund | Project) -> bool:
    """Whether lines of a fund or of a project hold money that somebody still has to decide upon."""
    left = Q()
    for stage in LEFT:
        left |= ~Q(**{stage: 0})
    of = {"line__project" if isinstance(row, Project) else "line__fund": row}
    return LineBalance.objects.filter(left, **of).exists()
