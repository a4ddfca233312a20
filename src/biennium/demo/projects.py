"""The projects of the demonstration, written down by the partnerships officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from biennium.demo.money import projects
from biennium.demo.money.assignment import Assigned
from biennium.demo.money.plan import Plan
from biennium.funding.models import Agreement, Project
from biennium.funding.services.projects import add_project, share_project
from biennium.organisation.models import Person, Place, Unit
from biennium.programme.models import Programme

WHY = "Modelled: as its money is spent and allotted"


def add_projects(programme: Programme, plan: Plan, officer: Person) -> None:
    """Projects, each with the agreements of both years that pay for it."""
    known = {row.code: row for row in Agreement.objects.exclude(status="dropped")}
    units = {unit.code: unit for unit in Unit.objects.all()}
    for row in projects.projects():
        add_project(
            actor=officer,
            symbol=row.symbol,
            title=row.title,
            starts=programme.start,
            ends=programme.end,
            agreements=[known[code] for code in row.agreements if code in known],
            unit=units[projects.unit(row, plan.expense)],
        )


def share_projects(programme: Programme, plan: Plan, parts: Sequence[Assigned], officer: Person) -> None:
    """How each project is shared out, year by year: said once its money stands where it was spent and allotted."""
    results = {row.code: row for row in programme.results.filter(retired_at__isnull=True)}
    places = {row.code: row for row in Place.objects.all()}
    known = {row.symbol: row for row in Project.objects.all()}
    for row in projects.projects():
        for held in projects.shares(row, plan.expense, parts):
            share_project(
                actor=officer,
                project=known[row.symbol],
                results={results[code]: share for code, share in held.results.items()},
                places={places[code]: share for code, share in held.places.items()},
                since=date(held.since, 1, 1),
                reason=WHY,
            )
