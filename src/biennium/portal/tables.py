"""The tables of the portal: results and indicators of one version, as pages and as files.

Invariant: a file has what the page has and more (texts, references, regional targets); nothing is computed for one that
is not in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from biennium.kernel.text import folded
from biennium.portal import tree
from biennium.portal.pages import PINNED, Page
from biennium.portal.words import dimension_words, kind_words
from biennium.programme.exchange import models as exchange
from biennium.web import formatting
from biennium.web.exports import Cell
from biennium.web.tables import Column, Filter, Table, by_key, where

Result = exchange.Result
Indicator = exchange.Indicator
Given = TypeVar("Given", exchange.Target, exchange.Baseline)


def results(page: Page) -> Table[Result]:
    """Every result of the version, in tree order, its deliverables with it."""
    return Table(
        f"{page.file_name}-results",
        _("Results"),
        [*_results_shown(page), *_results_in_files(page)],
        [
            Filter("level", _("Level"), where(lambda row, value: row.level == value), _levels(page)),
            Filter("under", _("Within"), where(lambda row, value: value in _line(page, row)), _tops(page)),
            Filter("q", _("Find"), where(_mentions)),
        ],
        kept=(PINNED,),
        source=page.source,
    )


def _results_shown(page: Page) -> list[Column[Result]]:
    place = {row.code: number for number, row in enumerate(page.book.document.results)}

    def below(row: Result) -> int:
        return len(tree.deliverables(page.book, row))

    def measured(row: Result) -> int:
        return len(page.book.indicators.get(row.code, []))

    return [
        Column("code", _("Code"), lambda row: row.code, sorting=by_key(lambda row: place[row.code])),
        Column("level", _("Level"), lambda row: page.level(row).name),
        Column(
            "title", _("Title"), lambda row: row.title, _result_url(page), by_key(lambda row: _key(page, row.title))
        ),
        Column(
            "lead", _("Led by"), lambda row: _unit(page, row.lead_unit), sorting=by_key(lambda row: row.lead_unit or "")
        ),
        Column("deliverables", _("Deliverables"), below, sorting=by_key(below), numeric=True),
        Column("indicators", _("Indicators"), measured, sorting=by_key(measured), numeric=True),
    ]


def _results_in_files(page: Page) -> list[Column[Result]]:
    def file(name: str, label: str, value: Callable[[Result], Cell]) -> Column[Result]:
        return Column(name, label, value, only="file")

    return [
        file("parent", _("Stands below"), lambda row: row.parent or ""),
        file("text", _("Text"), lambda row: row.strategy),
        file("scope", _("Scope"), lambda row: row.scope or ""),
        file("paragraphs", _("Paragraphs"), lambda row: "–".join(map(str, row.paragraphs or []))),
        file("contributing", _("Contributing units"), lambda row: _listed(row.contributing_units)),
        file("references", _("Refers to"), lambda row: _listed(f"{one.scheme} {one.code}" for one in row.references)),
        file("links", _("Other results"), lambda row: _listed(row.links)),
        file("uid", _("Identity"), lambda row: str(row.uid or "")),
    ]


def indicators(page: Page) -> Table[Indicator]:
    """Every indicator of the version, in the order of the results."""
    kinds = sorted({one.kind for one in page.book.document.indicators})
    return Table(
        f"{page.file_name}-indicators",
        _("Indicators"),
        [*_indicators_shown(page), *_indicators_in_files(page)],
        [
            Filter(
                "under", _("Within"), where(lambda row, value: value in _line(page, _owner(page, row))), _tops(page)
            ),
            Filter(
                "kind",
                _("Kind"),
                where(lambda row, value: row.kind == value),
                [(one, kind_words(one)) for one in kinds],
            ),
            Filter("q", _("Find"), where(_mentions)),
        ],
        kept=(PINNED,),
        source=page.source,
    )


def _indicators_shown(page: Page) -> list[Column[Indicator]]:
    place = {row.code: number for number, row in enumerate(page.book.document.indicators)}
    return [
        Column("code", _("Code"), lambda row: row.code, sorting=by_key(lambda row: place[row.code])),
        Column(
            "title",
            _("Indicator"),
            lambda row: row.title,
            _indicator_url(page),
            by_key(lambda row: _key(page, row.title)),
        ),
        Column("kind", _("Kind"), lambda row: kind_words(row.kind), sorting=by_key(lambda row: kind_words(row.kind))),
        Column("unit", _("Unit of measure"), lambda row: row.unit or None),
        Column("baseline", _("Baseline"), lambda row: _value(_world(row.baselines)), numeric=True),
        Column("as_of", _("Baseline of"), lambda row: _as_of(_world(row.baselines))),
        Column(
            "target", _("Target"), lambda row: _value(_world(row.targets)), sorting=by_key(_target_size), numeric=True
        ),
        Column("illustrative", _("Illustrative"), lambda row: row.illustrative),
    ]


def _indicators_in_files(page: Page) -> list[Column[Indicator]]:
    def file(name: str, label: str, value: Callable[[Indicator], Cell], *, numeric: bool = False) -> Column[Indicator]:
        return Column(name, label, value, only="file", numeric=numeric)

    def regional(code: str) -> Callable[[Indicator], Cell]:
        return lambda row: _value(next((one for one in row.targets if one.region == code), None))

    regions = [(one["code"], page.words(one["name"])) for one in page.book.regions.get("regions", [])]
    return [
        file("result", _("Result"), lambda row: row.result),
        file("period", _("Target period"), lambda row: _period(_world(row.targets))),
        *(
            file(f"target-{code}", _("Target: %(region)s") % {"region": name}, regional(code), numeric=True)
            for code, name in regions
        ),
        file("direction", _("Direction"), lambda row: row.direction),
        file("cumulative", _("Includes earlier periods"), lambda row: row.cumulative),
        file("definition", _("Definition"), lambda row: row.definition or None),
        file("source", _("Source of the data"), lambda row: row.source or None),
        file("criteria", _("Criteria"), lambda row: "; ".join(page.words(one.text) for one in row.criteria)),
        file(
            "by",
            _("Broken down by"),
            lambda row: _listed(dimension_words(one.dimension) for one in row.disaggregations),
        ),
        file("uid", _("Identity"), lambda row: str(row.uid or "")),
    ]


def _levels(page: Page) -> list[tuple[str, str]]:
    return [(level.code, page.words(level.name)) for level, _count in tree.by_level(page.book)]


def _tops(page: Page) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code} {page.words(one.title)}") for one in page.book.children.get(None, [])]


def _line(page: Page, row: Result) -> set[str]:
    """The codes of a result and of those above it."""
    return {row.code, *(one.code for one in page.book.ancestors(row))}


def _owner(page: Page, row: Indicator) -> Result:
    return page.book.by_code[row.result]


def _mentions(row: Result | Indicator, wanted: str) -> bool:
    texts = row.strategy if isinstance(row, Result) else row.definition
    return folded(wanted) in folded("\n".join((row.code, *row.title.values(), *texts.values())))


def _key(page: Page, title: dict[str, str]) -> str:
    return folded(page.words(title))


def _unit(page: Page, code: str | None) -> Cell:
    unit = page.book.units.get(code or "")
    return unit.name if unit else None


def _result_url(page: Page) -> Callable[[Result], str]:
    def url(row: Result) -> str:
        if page.level(row).counted or not row.parent:
            return page.url("result", row.code)
        return f"{page.url('result', row.parent)}#{row.code}"

    return url


def _indicator_url(page: Page) -> Callable[[Indicator], str]:
    return lambda row: f"{page.url('result', row.result)}#{row.code}"


def _world(given: list[Given]) -> Given | None:
    return next((one for one in given if one.region is None), None)


def _value(given: exchange.Target | exchange.Baseline | None) -> Cell:
    return Decimal(given.value) if given else None


def _as_of(given: exchange.Baseline | None) -> Cell:
    return formatting.day(given.as_of) if given else None


def _target_size(row: Indicator) -> Decimal:
    target = _world(row.targets)
    return Decimal(target.value) if target else Decimal("-Infinity")


def _period(target: exchange.Target | None) -> Cell:
    return f"{target.start}/{target.end}" if target else None


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes)
