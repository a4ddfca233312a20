"""Data quality as the office shows it: the table of offices, the table of findings, and where each is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.assessment import Assessment, Standing
from biennium.foundation.quality import ERROR, RULES, WARNING, Finding
from biennium.office.budget.tables import title
from biennium.organisation.selectors import all_units
from biennium.programme.models import Programme
from biennium.web.tables import Column, Filter, Table, by_key, where

NOBODY = "-"
SEVERITIES: dict[str, Any] = {ERROR: _lazy("figures are wrong"), WARNING: _lazy("may mislead")}
MARKS = {ERROR: "late", WARNING: "attention"}
OF_PROGRAMME = {
    "indicator": "office:indicator",
    "result": "office:result",
    "work_item": "office:work_plan",
    "country_result": "office:country_result",
    "observation": "office:observation",
    "line": "office:line",
}
OF_ALL = {"agreement": "office:agreement", "country_programme": "office:country_programme"}


def _source(programme: Programme) -> list[str]:
    return [_("Rules of data quality over programme %(code)s, as it stands now") % {"code": programme.code}]


def _named(units: dict[str, str]) -> Callable[[str], str]:
    return lambda code: f"{code} {units[code]}" if code in units else code or _("no office")


def names() -> dict[str, str]:
    """The name of each unit, by its code."""
    return {one.code: title(one.name) for one in all_units()}


def address(programme: Programme, found: Finding) -> str:
    """Where a finding is mended."""
    if found.kind in OF_PROGRAMME:
        return reverse(OF_PROGRAMME[found.kind], args=[programme.code, found.code])
    if found.kind in OF_ALL:
        return reverse(OF_ALL[found.kind], args=[found.code])
    if found.kind == "staff":
        return reverse("office:capacity", args=[programme.code, found.unit])
    return ""


def offices(programme: Programme, units: dict[str, str]) -> Table[Standing]:
    """Each office with its objects, what was found, and its score."""
    here, named = reverse("office:quality", args=[programme.code]), _named(units)
    counts: list[tuple[str, Any, Callable[[Standing], int]]] = [
        ("objects", _("Objects"), lambda row: row.subjects),
        ("clean", _("Without a finding"), lambda row: row.clean),
        ("warned", _("May mislead"), lambda row: row.warned),
        ("wrong", _("Wrong"), lambda row: row.wrong),
    ]
    return Table(
        name=f"quality-{programme.code}",
        caption=_("Score by office"),
        columns=[
            Column(
                "unit",
                _("Office"),
                lambda row: named(row.unit),
                url=lambda row: f"{here}?unit={row.unit or NOBODY}#findings",
            ),
            *(Column(name, label, value, numeric=True) for name, label, value in counts),
            Column("score", _("Score"), lambda row: row.score, numeric=True, unit="%"),
        ],
        source=_source(programme),
    )


def findings(programme: Programme, units: dict[str, str]) -> Table[Finding]:
    """Each finding with what is wrong, and how and where it is mended."""
    named = _named(units)
    return Table(
        name=f"findings-{programme.code}",
        caption=_("Findings"),
        columns=[
            Column(
                "where",
                _("Where"),
                lambda row: row.where,
                url=lambda row: address(programme, row),
                sorting=by_key(lambda row: (row.where, row.rule)),
            ),
            Column(
                "rule",
                _("Rule"),
                lambda row: str(RULES[row.rule].label),
                sorting=by_key(lambda row: (row.severity, row.rule, row.where)),
                mark=lambda row: (MARKS[row.severity], str(SEVERITIES[row.severity])),
            ),
            Column("message", _("What is wrong"), lambda row: row.message),
            Column("remedy", _("How it is mended"), lambda row: row.remedy),
            Column("unit", _("Office"), lambda row: named(row.unit), sorting=by_key(lambda row: (row.unit, row.rule))),
            Column("severity", _("Severity"), lambda row: str(SEVERITIES[row.severity]), only="file"),
            Column("why", _("Why it is asked"), lambda row: str(RULES[row.rule].why), only="file"),
        ],
        filters=_filters(named, units),
        source=_source(programme),
        per_page=50,
        sort="rule",
    )


def _filters(named: Callable[[str], str], units: dict[str, str]) -> list[Filter]:
    """All offices and rules, so that an address stays good once everything is mended."""
    return [
        Filter(
            "unit",
            _("Office"),
            where(lambda row, value: (row.unit or NOBODY) == value),
            [*((code, named(code)) for code in sorted(units)), (NOBODY, named(""))],
        ),
        Filter(
            "rule",
            _("Rule"),
            where(lambda row, value: row.rule == value),
            [(one.code, str(one.label)) for one in RULES.values() if not one.deep],
        ),
        Filter(
            "severity",
            _("Severity"),
            where(lambda row, value: row.severity == value),
            [(code, str(words)) for code, words in SEVERITIES.items()],
        ),
    ]


def asked_why(assessment: Assessment) -> list[dict[str, Any]]:
    """The rules that were not kept with their reasons and how often, the most frequent first."""
    times = Counter(one.rule for one in assessment.findings)
    return [{"rule": RULES[code], "count": count} for code, count in times.most_common()]
