"""The tables of this room, the same on every page and in every file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.text import resolve
from biennium.programme.models import Indicator, Programme
from biennium.reporting.measures import cell_decimals
from biennium.reporting.models import CountryResult, Evidence, Observation
from biennium.reporting.shown.words import RESULT_STATES, category
from biennium.web import formatting
from biennium.web.exports import Cell
from biennium.web.tables import Column, Filter, Table, by_field, with_lookup


def in_words(value: dict[str, str]) -> str:
    """A text in the reader's language, or the one there is."""
    found = resolve(value or {}, get_language() or "en")
    return found.value if found else ""


def source(programme: Programme) -> list[str]:
    """Where figures come from, for files and captions."""
    found = [_("Reports of programme %(code)s, as they stand now") % {"code": programme.code}]
    return [*found, illustrative_words()] if programme.is_demonstration else found


def illustrative_words() -> str:
    """What is not real in the demonstration."""
    return _("Demonstration: results and values are illustrative")


def results(
    programme: Programme, address: Callable[[CountryResult], str], *, office: bool, kept: Sequence[str] = ()
) -> Table[CountryResult]:
    """Country results, with the state they are in where the office is shown."""
    stated = Column[CountryResult]("state", _("State"), lambda one: str(RESULT_STATES[one.status][1]), only="file")
    shown = Column[CountryResult](
        "status", _("State"), lambda one: "", sorting=by_field("status", "code"), only="page", mark=_state
    )
    unit = Column[CountryResult]("unit", _("Office"), lambda one: one.unit.code, sorting=by_field("unit__code", "code"))
    return Table(
        name=f"country-results-{programme.code}",
        caption=_("Country results"),
        columns=[
            Column("code", _("Code"), lambda one: one.code, address, by_field("code")),
            Column("place", _("Country or territory"), lambda one: one.place.name, sorting=by_field("place__code")),
            Column("statement", _("What changed"), lambda one: _short(one)),
            Column("date", _("Day"), lambda one: one.date, sorting=by_field("date", "code")),
            Column("indicators", _("Indicators"), lambda one: ", ".join(serves(one))),
            *([unit, shown, stated] if office else []),
        ],
        filters=_filters(office),
        kept=kept,
        source=source(programme),
        per_page=50,
    )


def serves(result: CountryResult) -> list[str]:
    """The codes of the indicators a result serves."""
    return [one.indicator.code for one in result.served.all()]


def _short(result: CountryResult) -> str:
    return in_words(result.statement)[:200]


def _state(result: CountryResult) -> tuple[str, str]:
    kind, words = RESULT_STATES[result.status]
    return kind, str(words)


def _filters(office: bool) -> list[Filter]:
    states = [(code, str(words)) for code, (_kind, words) in RESULT_STATES.items()]
    found = [
        Filter("place", _("Country (code)"), with_lookup("place__code__iexact")),
        Filter("indicator", _("Indicator (code)"), with_lookup("served__indicator__code")),
    ]
    return [Filter("status", _("State"), with_lookup("status"), states), *found] if office else found


def said(observation: Observation) -> Cell:
    """What an observation says, as a number or in words."""
    if observation.numerator is not None:
        return f"{formatting.number(observation.numerator)} / {formatting.number(observation.denominator or 0)}"
    if observation.reached is not None:
        return _("reached") if observation.reached else _("not reached")
    if observation.value is None:
        return in_words(observation.text)[:200]
    return formatting.number(Decimal(observation.value).scaleb(-observation.indicator.decimals))


def where(observation: Observation) -> Any:
    """What an observation is about: a place, a region, or neither."""
    about = observation.place or observation.region
    return about.name if about else _("the whole")


def observations(
    programme: Programme, address: Callable[[Observation], str], rounds: list[tuple[str, str]]
) -> Table[Observation]:
    """Reported values."""
    return Table(
        name=f"observations-{programme.code}",
        caption=_("Reported values"),
        columns=[
            Column("indicator", _("Indicator"), lambda one: one.indicator.code, address, by_field("indicator__code")),
            Column("where", _("Where"), where, sorting=by_field("place__code", "region__code", "pk")),
            Column("value", _("Value"), said),
            Column("day", _("Day"), lambda one: one.measured_on, sorting=by_field("measured_on", "pk")),
            Column("round", _("Round"), lambda one: one.round.code, sorting=by_field("round__start", "pk")),
            Column("unit", _("Office"), lambda one: one.unit.code, sorting=by_field("unit__code", "pk")),
        ],
        filters=[
            Filter("round", _("Round"), with_lookup("round__code"), rounds),
            Filter("indicator", _("Indicator (code)"), with_lookup("indicator__code")),
            Filter("place", _("Country (code)"), with_lookup("place__code__iexact")),
        ],
        source=source(programme),
        per_page=50,
    )


def indicator_label(indicator: Indicator) -> str:
    """An indicator for a box to choose from."""
    return f"{indicator.code} {in_words(indicator.title)}"[:120]


def evidence_note(evidence: Evidence) -> str:
    """Name and size of a file, or the host of an address."""
    if evidence.file is None:
        return urlsplit(evidence.url).netloc
    size = formatting.number(max(1, evidence.file.size // 1024))
    return _("%(name)s, %(size)s KB") % {"name": evidence.filename, "size": size}


def cells_in_words(observation: Observation) -> list[str]:
    """“women 5”, a part of an observation each, in the order in which they were given."""
    decimals = cell_decimals(observation.indicator)
    return [
        f"{category(cell.category)} {formatting.number(Decimal(cell.value).scaleb(-decimals))}"
        for cell in observation.cells.all()
    ]
