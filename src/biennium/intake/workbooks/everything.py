"""All that is stored of a programme's work and reports, as one workbook: a sheet for each table, a column a field.

Invariant: every field of every table listed here has a column (a multilingual one a column for each language), found
from the table itself, so that a field that is added cannot be forgotten. Scaled integers are written as the numbers
they stand for. Drafts of other offices, which the asker may not see, are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.actors import Actor
from biennium.foundation.fields import MultilingualField
from biennium.foundation.permission import require
from biennium.kernel.currencies import minor_digits
from biennium.ledger.books.rates import reporting_currency
from biennium.programme.models import Programme
from biennium.reporting.measures import cell_decimals
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors.visibility import visible_results
from biennium.web.exports import Cell, Export, Head, as_workbook

SEE = "organisation.see_office"
NAMED_BY = ("code", "symbol", "sha256", "number", "name")
"""What an object is called where another one names it; by its `id` where it has none of these."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, and the path from it to the programme, or to a result that may be seen."""

    model: str
    title: Any
    programme: str = ""
    result: str = ""
    scaled: Mapping[str, str] | None = None


TABLES: tuple[Table, ...] = (
    Table("programme.WorkItem", _lazy("Work items"), "programme"),
    Table("workplan.Plan", _lazy("Plans"), "work_item__programme"),
    Table(
        "workplan.OutputShare", _lazy("Outputs of plans"), "plan__work_item__programme", scaled={"share": "hundredths"}
    ),
    Table("workplan.PlanMarker", _lazy("Markers of plans"), "plan__work_item__programme"),
    Table("workplan.LanguageVersion", _lazy("Languages of products"), "plan__work_item__programme"),
    Table("workplan.Milestone", _lazy("Milestones"), "plan__work_item__programme"),
    Table("workplan.Activity", _lazy("Activities"), "plan__work_item__programme"),
    Table("workplan.PlanUpdate", _lazy("What was said of plans"), "plan__work_item__programme"),
    Table("workplan.CountryProgramme", _lazy("Country programmes")),
    Table("workplan.Priority", _lazy("Priorities")),
    Table("workplan.FrameworkLink", _lazy("Frameworks and plans")),
    Table("workplan.Signatory", _lazy("Signatories")),
    Table("workplan.Requirement", _lazy("Requirements"), "work_item__programme", scaled={"amount": "money"}),
    Table("workplan.StaffRequirement", _lazy("Staff months"), "work_item__programme", scaled={"months": "hundredths"}),
    Table("workplan.StandardCost", _lazy("Standard costs"), scaled={"amount": "money"}),
    Table("workplan.Capacity", _lazy("Staff there is"), scaled={"months": "hundredths"}),
    Table("workplan.Expectation", _lazy("Expected money"), "work_item__programme", scaled={"share": "hundredths"}),
    Table("reporting.Round", _lazy("Rounds"), "programme"),
    Table("reporting.StatusThresholds", _lazy("Thresholds"), "programme"),
    Table("reporting.Observation", _lazy("Reported values"), "round__programme", scaled={"value": "indicator"}),
    Table("reporting.ObservationCell", _lazy("Breakdowns"), "observation__round__programme", scaled={"value": "cell"}),
    Table("reporting.CountryResult", _lazy("Country results"), "programme", "pk"),
    Table("reporting.CountryResultIndicator", _lazy("Indicators served"), "result__programme", "result"),
    Table("reporting.CriterionAnswer", _lazy("Answers"), "served__result__programme", "served__result"),
    Table("reporting.ResultTransition", _lazy("Steps of results"), "result__programme", "result"),
    Table("reporting.Evidence", _lazy("Evidence"), result="result"),
)


def everything(*, actor: Actor, programme: Programme) -> bytes:
    """The workbook. The number of queries does not grow with the rows."""
    require(actor, SEE)
    return as_workbook(exports(actor, programme))


def exports(actor: Actor, programme: Programme) -> list[Export]:
    """The tables, with where they come from."""
    scales = _scales()
    source = [_("All that is stored of %(code)s, as it stands now.") % {"code": programme.code}]
    visible = visible_results(actor).filter(programme=programme)
    return [_export(table, _rows(table, programme, visible), scales, source) for table in TABLES]


def _rows(table: Table, programme: Programme, visible: QuerySet[CountryResult]) -> list[Any]:
    model = apps.get_model(table.model)
    rows = model._default_manager.order_by("pk").annotate(**_names(model))
    if table.model == "reporting.Evidence":
        rows = rows.filter(Q(result__in=visible) | Q(observation__round__programme=programme))
    elif table.programme:
        rows = rows.filter(**{table.programme: programme})
        rows = rows.filter(**{f"{table.result}__in": visible}) if table.result else rows
    if table.scaled and "indicator" in table.scaled.values():
        return list(rows.select_related("indicator"))
    if table.scaled and "cell" in table.scaled.values():
        return list(rows.select_related("observation__indicator"))
    return list(rows)


def _scales() -> dict[str, Callable[[Any], int]]:
    """How many decimals the integers of a row have, by how they are scaled."""
    money = minor_digits(reporting_currency())
    return {
        "money": lambda _row: money,
        "hundredths": lambda _row: 2,
        "indicator": lambda row: row.indicator.decimals,
        "cell": lambda row: cell_decimals(row.observation.indicator),
    }


def _name(model: type[models.Model]) -> str:
    """The field by which others name an object."""
    known = {field.name for field in model._meta.concrete_fields if not isinstance(field, models.JSONField)}
    return next((one for one in NAMED_BY if one in known), "pk")


def _names(model: type[models.Model]) -> dict[str, F]:
    """What a row names comes with it, under `named_` and the field."""
    related: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return {f"named_{field.name}": F(f"{field.name}__{_name(field.related_model)}") for field in related}


def _export(
    table: Table, rows: Sequence[Any], scales: Mapping[str, Callable[[Any], int]], source: Sequence[str]
) -> Export:
    model = apps.get_model(table.model)
    heads: list[Head] = []
    readers: list[Callable[[Any], Cell]] = []
    for field in model._meta.concrete_fields:
        for head, reader in _columns(field, rows, table, scales):
            heads.append(Head(head))
            readers.append(reader)
    for many in model._meta.many_to_many:
        heads.append(Head(many.name))
        readers.append(_many(many, rows))
    written = [[read(row) for read in readers] for row in rows]
    return Export(model._meta.model_name or "", str(table.title), heads, written, source)


def _columns(
    field: Any, rows: Sequence[Any], table: Table, scales: Mapping[str, Callable[[Any], int]]
) -> Iterable[tuple[str, Callable[[Any], Cell]]]:
    """The heading and the reader of each column of a field."""
    attribute = field.attname
    if isinstance(field, MultilingualField):
        languages = sorted({lang for row in rows for lang in getattr(row, attribute)})
        return [(f"{field.name}.{lang}", _in(attribute, lang)) for lang in languages] or [(field.name, lambda _row: "")]
    if isinstance(field, models.JSONField):
        return [(field.name, lambda row: json.dumps(getattr(row, attribute), ensure_ascii=False, sort_keys=True))]
    if field.is_relation:
        return [(field.name, lambda row: _plain(getattr(row, f"named_{field.name}")))]
    if table.scaled and field.name in table.scaled:
        decimals = scales[table.scaled[field.name]]
        return [(field.name, lambda row: _scaled(getattr(row, attribute), decimals(row)))]
    return [(field.name, lambda row: _plain(getattr(row, attribute)))]


def _in(attribute: str, lang: str) -> Callable[[Any], Cell]:
    return lambda row: getattr(row, attribute).get(lang, "")


def _scaled(value: int | None, decimals: int) -> Cell:
    return None if value is None else Decimal(value).scaleb(-decimals)


def _plain(value: Any) -> Cell:
    known: Cell = value if value is None or isinstance(value, str | int | date) else str(value)
    return known


def _many(field: Any, rows: Sequence[Any]) -> Callable[[Any], Cell]:
    """Reads the codes on the other side of a relation of many to many, in one query."""
    through = field.remote_field.through
    here, there = field.m2m_column_name(), f"{field.m2m_reverse_field_name()}__{_name(field.related_model)}"
    found: dict[Any, list[str]] = {}
    wanted = {row.pk for row in rows}
    for key, other in through._default_manager.order_by("pk").values_list(here, there):
        if key in wanted:
            found.setdefault(key, []).append(str(other))
    return lambda row: "; ".join(sorted(found.get(row.pk, ())))
