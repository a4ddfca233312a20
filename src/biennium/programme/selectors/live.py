"""The live programme, object by object, for whoever edits it. Raises `NotFound` for a code that is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import NotFound
from biennium.kernel.text import Text
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme, Result, Section, WorkItem
from biennium.programme.selectors.document import (
    in_tree_order,
    indicator_values,
    live_indicators,
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


def result(programme: Programme, code: str) -> tuple[Result, exchange.Result]:
    """A live result, as a row and as exchanged."""
    rows = live_results(programme).select_related("level", "lead_unit", "responsible_unit", "parent", "programme")
    row = _found(rows, code, _("There is no result %(code)s."))
    return row, result_values(row, row.parent.code if row.parent else None)


def children(row: Result) -> list[Result]:
    """The live results right below one, in order."""
    return list(row.children.filter(retired_at__isnull=True).select_related("level").order_by("position", "id"))


def indicator(programme: Programme, code: str) -> tuple[Indicator, exchange.Indicator]:
    """A live indicator, as a row and as exchanged."""
    rows = live_indicators(programme).select_related("result__responsible_unit", "programme")
    row = _found(rows, code, _("There is no indicator %(code)s."))
    return row, indicator_values(row)


def section(programme: Programme, code: str) -> tuple[Section, exchange.Section]:
    """A live section, as a row and as exchanged."""
    row = _found(live_sections(programme), code, _("There is no text %(code)s."))
    return row, section_values(row)


def sections(programme: Programme) -> list[Section]:
    """The live sections in tree order."""
    return list(in_tree_order(live_sections(programme)))


def work_item(programme: Programme, code: str) -> tuple[WorkItem, exchange.WorkItem]:
    """A live work item, as a row and as exchanged."""
    rows = live_work_items(programme).select_related("place", "result__responsible_unit")
    row = _found(rows, code, _("There is no work item %(code)s."))
    return row, work_item_values(row)


def happened(programme: Programme) -> QuerySet[AuditEvent]:
    """All that happened to a programme and what belongs to it, the newest first."""
    return AuditEvent.objects.filter(scope_uid=programme.uid)


def _found(rows: QuerySet[M], code: str, words: str) -> M:
    row = rows.filter(code=code).first()
    if row is None:
        raise NotFound(words % {"code": code}, remedy=_("It may have been retired, or have another code now."))
    return row
