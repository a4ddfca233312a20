"""Projects and how they are shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.funding.models import Agreement, Project, ProjectShare
from biennium.funding.registration import MANAGE_PROJECTS
from biennium.funding.services.common import create, named
from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import Shares
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Result


@transaction.atomic
def add_project(
    *,
    actor: Actor,
    symbol: str,
    title: Mapping[str, str],
    starts: date,
    ends: date,
    agreements: Sequence[Agreement] = (),
    unit: Unit | None = None,
) -> Project:
    """Adds a project. Raises `InvalidInput` for days in the wrong order or a symbol that is taken."""
    require(actor, MANAGE_PROJECTS, Project(unit=unit))
    if ends < starts:
        raise InvalidInput(_("A project ends after it starts."), where=f"{starts} – {ends}")
    values = {"symbol": symbol, "title": named(title, _("A project")), "unit": unit, "starts": starts, "ends": ends}
    project = create(Project, actor=actor, verb="funding.project_added", values=values)
    project.agreements.set(agreements)
    return project


@transaction.atomic
def share_project(
    *,
    actor: Actor,
    project: Project,
    results: Mapping[Result, int],
    places: Mapping[Place, int],
    reason: str = "",
) -> Project:
    """Says how much of a project is for which results and which places, in hundredths of a percent; each sums to the
    whole, or says nothing. What was posted before keeps the shares it was split by."""
    require(actor, MANAGE_PROJECTS, project)
    project = locked(project, None)
    for parts in (results, places):
        if parts:
            Shares({one.code: share for one, share in parts.items()})
    before = _said(project)
    project.shares.all().delete()
    ProjectShare.objects.bulk_create(
        [
            *(ProjectShare(project=project, result=one, share=share) for one, share in results.items() if share),
            *(ProjectShare(project=project, place=one, share=share) for one, share in places.items() if share),
        ]
    )
    after = _said(project)
    if before != after:
        audit.record(
            actor=actor,
            verb="funding.project_shared",
            target=project,
            before=before,
            after=after,
            reason=reason,
        )
    return project


def _said(project: Project) -> dict[str, int]:
    rows = project.shares.select_related("result", "place").order_by("id")
    return {thing.code: one.share for one in rows if (thing := one.result or one.place) is not None}
