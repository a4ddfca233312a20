"""An indicator's baseline and target as a reader meets them: the whole first, then region by region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from biennium.kernel.text import Text
from biennium.portal.pages import Page
from biennium.programme.exchange import models as exchange
from biennium.web import formatting


@dataclass(frozen=True)
class Line:
    """A value for a period or a date."""

    when: str
    value: Decimal


@dataclass(frozen=True)
class Row:
    """A line of the table by region: the name of each region and its value, None where there is none."""

    kind: str
    when: str
    cells: list[tuple[str, Decimal | None]]


@dataclass(frozen=True)
class Note:
    """What is said about a baseline: its date, its region where it has one, and the note."""

    when: str
    region: str
    text: Text


@dataclass(frozen=True)
class Measure:
    """Baselines and targets for the whole, and by region where there are any. Rows stand in the order of `regions`."""

    baselines: list[Line]
    targets: list[Line]
    regions: list[str]
    rows: list[Row]
    notes: list[Note]


def measure(page: Page, indicator: exchange.Indicator) -> Measure:
    """Everything a version says an indicator starts from and leads to."""
    names = {one["code"]: page.words(one["name"]) for one in page.book.regions.get("regions", [])}
    regional = {one.region for one in indicator.baselines} | {one.region for one in indicator.targets}
    used = {region for region in regional if region is not None}
    codes = [code for code in names if code in used] + sorted(used - names.keys())
    regions = {code: names.get(code, code) for code in codes}
    return Measure(
        [Line(_when(one), Decimal(one.value)) for one in indicator.baselines if one.region is None],
        [Line(_when(one), Decimal(one.value)) for one in indicator.targets if one.region is None],
        list(regions.values()),
        [*_rows("baseline", indicator.baselines, regions), *_rows("target", indicator.targets, regions)],
        [Note(_when(one), regions.get(one.region or "", ""), one.note) for one in indicator.baselines if one.note],
    )


def _rows(kind: str, given: Sequence[exchange.Baseline | exchange.Target], regions: dict[str, str]) -> list[Row]:
    """A row for each date or period for which a region has a value."""
    values = {(_when(one), one.region): Decimal(one.value) for one in given if one.region is not None}
    whens = dict.fromkeys(when for when, _region in values)
    return [Row(kind, when, [(name, values.get((when, code))) for code, name in regions.items()]) for when in whens]


def _when(given: exchange.Baseline | exchange.Target) -> str:
    if isinstance(given, exchange.Baseline):
        return formatting.day(given.as_of)
    return formatting.span(given.start, given.end)
