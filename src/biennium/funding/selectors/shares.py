"""How a project is shared out over results and places on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from biennium.funding.models import Project, ProjectShare


def holding(shares: Iterable[ProjectShare], day: date) -> list[ProjectShare]:
    """Of the shares of one project, those that hold on a day: the latest from before or on it, else the first."""
    listed = list(shares)
    days = {one.since for one in listed}
    if not days:
        return []
    since = max((one for one in days if one <= day), default=min(days))
    return [one for one in listed if one.since == since]


def holding_now(project: Project) -> list[ProjectShare]:
    """The shares of a project that hold today; of one whose shares were fetched, without a query."""
    return holding(project.shares.all(), timezone.localdate())
