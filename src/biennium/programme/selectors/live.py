"""The live programme, object by object, for whoever edits it. Raises `NotFound` for a code that is not there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import NotFound
from biennium.kernel.text import Text
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Level, Programme, Result, Section, Version, WorkItem
from biennium.programme.selectors.document import (
    in_tree_order,
    indicator_values,
    live_indicators,
    live_levels,
    live_results,
    live_sections,
    live_work_items,
    result_values,
    section_values,
    work_item_values,
)

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Branch:
    """A result in the outline of the framework."""

    pk: int
    code: str
    title: Text
    counted: bool
    children: list[Branch] = field(default_factory=list)


def outline(programme: Programme) -> list[Branch]:
    """The framework as a tree of codes and titles, in one query."""
    rows = programme.results.filter(retired_at__isnull=True).order_by("position", "id")
    branches: dict[int, Branch] = {}
    tops: list[Branch] = []
    above: dict[int, int | None] = {}
    for pk, code, title, counted, parent in rows.values_list("pk", "code", "title", "level__counted", "parent_id"):
        branches[pk], above[pk] = Branch(pk, code, title, counted), parent
    for pk, branch in branches.items():
        over = branches.get(above[pk] or 0)
        (over.children if over else tops).append(branch)
    return tops


def result(programme: Programme, code: str, uid: UUID | None = None) -> tuple[Result, exchange.Result]:
    """A live result, as a row and as exchanged: the one with the identity, whatever its code, or that with the code."""
    rows = live_results(programme).select_related("level", "lead_unit", "responsible_unit", "parent", "programme")
    row = _found(rows, code, _("There is no result %(code)s."), uid)
    return row, result_values(row, row.parent.code if row.parent else None)


def result_of(row: Result) -> tuple[Result, exchange.Result]:
    """A result as it is saved now, whatever its code has become."""
    fresh = live_results(row.programme).select_related("level", "lead_unit", "parent").get(pk=row.pk)
    return fresh, result_values(fresh, fresh.parent.code if fresh.parent else None)


def levels_below(programme: Programme, level: Level | None) -> list[Level]:
    """The levels of which results may stand below one of this level, or at the top."""
    return [one for one in live_levels(programme) if (level.code in one.parents if level else not one.parents)]


def counted_results(programme: Programme) -> QuerySet[Result]:
    """The live results that are numbered in the framework, without its bullets."""
    return programme.results.filter(retired_at__isnull=True, level__counted=True).order_by("position", "id")


def tops(programme: Programme) -> list[Result]:
    """The live results at the top of the framework, in order."""
    rows = programme.results.filter(retired_at__isnull=True, parent__isnull=True)
    return list(rows.select_related("level").order_by("position", "id"))


def children(row: Result) -> list[Result]:
    """The live results right below one, in order."""
    return list(row.children.filter(retired_at__isnull=True).select_related("level").order_by("position", "id"))


def indicators_of(row: Result) -> list[Indicator]:
    """The live indicators of a result, in order."""
    return list(row.indicators.filter(retired_at__isnull=True).order_by("position", "id"))


def indicator(programme: Programme, code: str) -> tuple[Indicator, exchange.Indicator]:
    """A live indicator, as a row and as exchanged."""
    rows = live_indicators(programme).select_related("result__responsible_unit", "programme")
    row = _found(rows, code, _("There is no indicator %(code)s."))
    return row, indicator_values(row)


def indicator_of(row: Indicator) -> tuple[Indicator, exchange.Indicator]:
    """An indicator as it is saved now."""
    fresh = live_indicators(row.programme).get(pk=row.pk)
    return fresh, indicator_values(fresh)


def section(programme: Programme, code: str) -> tuple[Section, exchange.Section]:
    """A live section, as a row and as exchanged."""
    row = _found(live_sections(programme), code, _("There is no text %(code)s."))
    return row, section_values(row)


def sections(programme: Programme) -> list[Section]:
    """The live sections in tree order."""
    return list(in_tree_order(live_sections(programme)))


def section_of(row: Section) -> tuple[Section, exchange.Section]:
    """A section as it is saved now."""
    fresh = live_sections(row.programme).get(pk=row.pk)
    return fresh, section_values(fresh)


@dataclass(frozen=True, slots=True)
class Placed:
    """A section in the tree of texts: how deep it stands, and whether it is the first or last of its siblings."""

    section: Section
    depth: int
    first: bool
    last: bool


def sections_in_tree(programme: Programme) -> list[Placed]:
    """The live sections in tree order, each with its place."""
    listed = sections(programme)
    present = {one.pk for one in listed}
    families: dict[int | None, list[int]] = defaultdict(list)
    depths: dict[int | None, int] = {None: -1}
    for one in listed:
        parent = one.parent_id if one.parent_id in present else None
        families[parent].append(one.pk)
        depths[one.pk] = depths[parent] + 1
    return [
        _placed(one, depths[one.pk], families[one.parent_id if one.parent_id in present else None]) for one in listed
    ]


def _placed(section: Section, depth: int, family: list[int]) -> Placed:
    return Placed(section, depth, first=family[0] == section.pk, last=family[-1] == section.pk)


def work_item(programme: Programme, code: str) -> tuple[WorkItem, exchange.WorkItem]:
    """A live work item, as a row and as exchanged."""
    rows = live_work_items(programme).select_related("place", "result__responsible_unit")
    row = _found(rows, code, _("There is no work item %(code)s."))
    return row, work_item_values(row)


def work_item_of(row: WorkItem) -> tuple[WorkItem, exchange.WorkItem]:
    """A work item as it is saved now."""
    fresh = live_work_items(row.programme).get(pk=row.pk)
    return fresh, work_item_values(fresh)


def happened(programme: Programme) -> QuerySet[AuditEvent]:
    """All that happened to a programme and what belongs to it, the newest first."""
    return AuditEvent.objects.filter(scope_uid=programme.uid)


def edits_since(programme: Programme, version: Version | None) -> int | None:
    """How many edits were made since a version was sealed; None when none was."""
    if version is None:
        return None
    edits = happened(programme).filter(at__gt=version.sealed_at, verb__startswith="programme.")
    return edits.exclude(verb="programme.version_sealed").count()


def _found(rows: QuerySet[M], code: str, words: str, uid: UUID | None = None) -> M:
    row = (rows.filter(uid=uid) if uid else rows.filter(code=code)).first()
    if row is None:
        raise NotFound(words % {"code": code}, remedy=_("It may have been retired, or have another code now."))
    return row
