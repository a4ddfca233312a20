"""Projects and how they are shared out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.funding.models import Agreement, Project, ProjectShare
from biennium.funding.registration import MANAGE_PROJECTS
from biennium.funding.services.common import bring_back, change, create, named, require_empty, require_live, retire
from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import Shares
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Result

SPENT: Registry[Callable[[Project, int], bool]] = Registry("what money was posted for a project")
"""How an upper room says that money of an agreement (by primary key) was posted for a project."""


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
        raise InvalidInput(_("A project ends after it starts."), where=f"{starts} – {ends}", field="ends")
    values = {"symbol": symbol, "title": named(title, _("A project")), "unit": unit, "starts": starts, "ends": ends}
    project = create(Project, actor=actor, verb="funding.project_added", values=values)
    project.agreements.set(agreements)
    return project


@transaction.atomic
def change_project(
    *,
    actor: Actor,
    project: Project,
    title: Mapping[str, str],
    starts: date,
    ends: date,
    agreements: Sequence[Agreement],
    unit: Unit | None,
    revision: int | None = None,
    reason: str = "",
) -> Project:
    """Changes what a project is; whoever does needs the role for the unit it has and for the one it gets.

    Raises `InvalidInput` for days in the wrong order, or where an agreement that money was posted for is taken away.
    """
    require(actor, MANAGE_PROJECTS, project)
    require(actor, MANAGE_PROJECTS, Project(unit=unit))
    if ends < starts:
        raise InvalidInput(_("A project ends after it starts."), where=f"{starts} – {ends}", field="ends")
    project = locked(project, revision)
    require_live(project)
    values = {"title": named(title, _("A project")), "unit": unit, "starts": starts, "ends": ends}
    verb = "funding.project_changed"
    project = change(project, actor=actor, verb=verb, values=values, revision=None, reason=reason)
    return _paid_by(actor, project, agreements, reason)


def _paid_by(actor: Actor, project: Project, agreements: Sequence[Agreement], reason: str) -> Project:
    before = {one.pk: one.code for one in project.agreements.all()}
    after = {one.pk: one.code for one in agreements}
    if before == after:
        return project
    for pk in before.keys() - after.keys():
        if any(uses(project, pk) for uses in SPENT.values()):
            words = _("Money of %(agreement)s was posted for this project.") % {"agreement": before[pk]}
            raise InvalidInput(words, remedy=_("Keep the agreement."), field="agreements")
    project.agreements.set(agreements)
    project.revision += 1
    project.save(update_fields=["revision"])
    audit.record(
        actor=actor,
        verb="funding.project_paid_by",
        target=project,
        before={"agreements": sorted(before.values())},
        after={"agreements": sorted(after.values())},
        reason=reason,
    )
    return project


@transaction.atomic
def share_project(
    *,
    actor: Actor,
    project: Project,
    results: Mapping[Result, int],
    places: Mapping[Place, int],
    since: date | None = None,
    reason: str = "",
) -> Project:
    """Says how much of a project is for which results and which places, in hundredths of a percent; each sums to the
    whole, or says nothing. It holds from a day on (the first of the project unless said otherwise), until what is said
    for a later day. What was posted before keeps the shares it was split by."""
    require(actor, MANAGE_PROJECTS, project)
    project = locked(project, None)
    require_live(project)
    day = since or project.starts
    for parts in (results, places):
        if parts:
            Shares({one.code: share for one, share in parts.items()})
    before = _said(project, day)
    project.shares.filter(since=day).delete()
    ProjectShare.objects.bulk_create(
        [
            *(_share(project, day, share, result=one) for one, share in results.items() if share),
            *(_share(project, day, share, place=one) for one, share in places.items() if share),
        ]
    )
    after = _said(project, day)
    if before != after:
        project.revision += 1
        project.save(update_fields=["revision"])
        audit.record(
            actor=actor,
            verb="funding.project_shared",
            target=project,
            before=before,
            after={"since": day.isoformat(), **after},
            reason=reason,
        )
    return project


@transaction.atomic
def retire_project(*, actor: Actor, project: Project, reason: str) -> Project:
    """Retires a project on which no money is left; what was posted for it stays, with the shares it was split by."""
    require(actor, MANAGE_PROJECTS, project)
    require_empty(project)
    return retire(project, actor=actor, verb="funding.project_retired", reason=reason)


@transaction.atomic
def bring_back_project(*, actor: Actor, project: Project, reason: str) -> Project:
    """Lets a retired project be chosen for lines again."""
    require(actor, MANAGE_PROJECTS, project)
    return bring_back(project, actor=actor, verb="funding.project_brought_back", reason=reason)


def _share(project: Project, day: date, share: int, **of: Result | Place) -> ProjectShare:
    return ProjectShare(project=project, since=day, share=share, **of)


def _said(project: Project, day: date) -> dict[str, object]:
    rows = project.shares.filter(since=day).select_related("result", "place").order_by("id")
    return {thing.code: one.share for one in rows if (thing := one.result or one.place) is not None}
