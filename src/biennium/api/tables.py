"""The tables of an archive: a programme, its money and its results; one row a thing, one column a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser

from biennium.api.digits import digits
from biennium.api.opening import Opened
from biennium.funding.models import Fund
from biennium.kernel.money import scaled_string
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors import income as incomes
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import COLUMNS, table
from biennium.programme.exchange import models as exchange
from biennium.publishing.datasets import Cell, Dataset, decimal
from biennium.reporting.selectors.matrix import WHOLE, matrix

BY = ("fund", "budget_item", "result", "work_item", "unit", "place", "cost_category", "year")
INCOME_BY = ("partner", "instrument", "fund", "year")
Row = tuple[Cell, ...]

MEANINGS: Mapping[str, str] = {
    "uid": "identity, the same over versions and programmes",
    "code": "what it is called by",
    "result": "code of a result",
    "parent": "code of the result or region above",
    "level": "code of a level of the framework",
    "title": "title",
    "name": "name",
    "strategy": "strategy or rationale",
    "definition": "definition",
    "heading": "heading",
    "body": "text",
    "text": "text of the condition",
    "unit": "unit of measure, or code of a unit of the organisation",
    "source": "where values come from",
    "note": "note",
    "scope": "country, global or office",
    "paragraph_first": "first paragraph in the paper it came from",
    "paragraph_last": "last paragraph in the paper it came from",
    "lead_unit": "code of the unit that leads",
    "contributing_units": "codes of units that contribute",
    "links": "codes of results it is linked to",
    "references": "what it refers to, as scheme:code or scheme:code=score",
    "kind": "kind",
    "decimals": "how many decimals its values have",
    "direction": "increase, decrease or maintain",
    "cumulative": "whether the target of a later period includes the earlier ones",
    "counts_territories": "whether results of territories count",
    "illustrative": "whether it is an illustration",
    "indicator": "code of an indicator",
    "criterion": "code of a condition a country result must meet",
    "required": "whether the condition must be met",
    "region": "code of a region; empty or world: the whole world",
    "as_of": "the year, month or day it speaks of",
    "start": "first day",
    "end": "last day",
    "value": "value, empty where there is none",
    "state": "value, or why there is none: not_reported, not_yet_due, not_applicable",
    "target": "target of the period",
    "baseline": "where it stood",
    "progress": "part of the way to the target, 1 is the whole of it",
    "status": "progress against the time gone by",
    "missing": "how many reports are due and missing",
    "place": "country or territory, ISO 3166-1 alpha-3",
    "function": "UN function of its expense",
    "sdg": "shares by goal or target in hundredths of a percent, as goal=share",
    "fund": "code of a fund",
    "budget_item": "code of a line of the voted budget",
    "work_item": "code of a country outcome or product",
    "cost_category": "code of a cost category",
    "year": "calendar year",
    "currency": "ISO 4217 code of the amounts",
    "approved": "what may be spent, including what has since been allotted and spent",
    "allotted": "what was allotted, including what has since been committed and spent",
    "committed": "what was committed, including what has since been spent",
    "spent": "what was spent",
    "uncovered": "what was spent beyond what was allotted (never positive)",
    "accrued": "expense of the accounts that is none of the budget",
    "partner": "code of a contributor; empty: not published",
    "instrument": "UN financing instrument",
    "due": "what was assessed or signed for",
    "recognised": "what was recognised as revenue",
    "received": "what was received",
    "releases": "what makes its authority available",
    "transfer": "where its money may be transferred",
    "year_end": "what becomes of its money at the end of a year",
    "period_end": "what becomes of its money at the end of the programme",
    "support_cost_rate": "support cost in per cent",
}


def tables(found: Opened) -> Iterator[Dataset]:
    """Every table of the archive."""
    document, langs = found.book.document, tuple(found.book.document.languages)
    yield _results(document, langs)
    yield _indicators(document, langs)
    yield _targets(document)
    yield _baselines(document, langs)
    yield _criteria(document, langs)
    yield _work_items(document, langs)
    yield _sections(document, langs)
    yield _framework(found)
    yield _money(found)
    yield _income()
    yield _funds(langs)


def _texts(langs: Sequence[str], *names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{lang}" for name in names for lang in langs)


def _in(langs: Sequence[str], *texts: Mapping[str, str]) -> Row:
    return tuple(text.get(lang, "") for text in texts for lang in langs)


def _plain(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return value
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _fields(row: Any, names: Sequence[str]) -> Row:
    return tuple(_plain(getattr(row, name)) for name in names)


def _results(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    names = ("uid", "code", "level", "parent", "scope", "lead_unit", "contributing_units", "links")
    columns = (*names, "paragraph_first", "paragraph_last", "references", *_texts(langs, "title", "strategy"))
    rows = [
        (
            *_fields(one, names),
            *(one.paragraphs or ("", "")),
            " ".join(map(_reference, one.references)),
            *_in(langs, one.title, one.strategy),
        )
        for one in document.results
    ]
    return Dataset("results", "The framework: every result", columns, rows)


def _reference(one: exchange.Reference) -> str:
    score = "" if one.score is None else f"={one.score}"
    return f"{one.scheme}:{one.code}{score}"


def _indicators(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    names = (
        "uid",
        "code",
        "result",
        "kind",
        "decimals",
        "direction",
        "cumulative",
        "counts_territories",
        "illustrative",
    )
    texts = ("title", "definition", "unit", "source")
    rows = [(*_fields(one, names), *_in(langs, *(getattr(one, text) for text in texts))) for one in document.indicators]
    return Dataset("indicators", "Definitions of measures", (*names, *_texts(langs, *texts)), rows)


def _targets(document: exchange.Programme) -> Dataset:
    names = ("region", "start", "end", "value")
    rows = [(of.code, *_fields(one, names)) for of in document.indicators for one in of.targets]
    return Dataset("targets", "Targets of indicators by period and region", ("indicator", *names), rows)


def _baselines(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    names = ("region", "as_of", "value")
    rows = [
        (of.code, *_fields(one, names), *_in(langs, one.note)) for of in document.indicators for one in of.baselines
    ]
    return Dataset("baselines", "Where indicators stood", ("indicator", *names, *_texts(langs, "note")), rows)


def _criteria(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    rows = [
        (of.code, one.code, _plain(one.required), *_in(langs, one.text))
        for of in document.indicators
        for one in of.criteria
    ]
    columns = ("indicator", "criterion", "required", *_texts(langs, "text"))
    return Dataset("criteria", "Conditions a country result must meet", columns, rows)


def _work_items(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    names = ("uid", "code", "kind", "place", "result", "function")
    rows = [
        (*_fields(one, names), " ".join(f"{goal}={share}" for goal, share in one.sdg.items()), *_in(langs, one.title))
        for one in document.work_items
    ]
    return Dataset("work_items", "Country outcomes and products", (*names, "sdg", *_texts(langs, "title")), rows)


def _sections(document: exchange.Programme, langs: Sequence[str]) -> Dataset:
    names = ("uid", "code", "kind", "parent", "result", "region")
    rows = [(*_fields(one, names), *_in(langs, one.heading, one.body)) for one in document.sections]
    return Dataset("sections", "Texts that are not results", (*names, *_texts(langs, "heading", "body")), rows)


def _framework(found: Opened) -> Dataset:
    """The framework live, as the public sees it."""
    made = matrix(actor=AnonymousUser(), programme=found.programme, limit=WHOLE)
    period = made.periods[0]
    rows: list[Row] = []
    for row in made.rows:
        for column in made.columns:
            cell, decimals = row.cells[period, column.code], row.indicator.decimals
            values = (cell.value, cell.target, cell.baseline)
            shown = [digits(value, decimals) or "" for value in values]
            progress = digits(cell.progress, 4) or ""
            rows.append(
                (row.indicator.code, column.code, str(cell.state), *shown, progress, str(cell.status), cell.missing)
            )
    columns = ("indicator", "region", "state", "value", "target", "baseline", "progress", "status", "missing")
    return Dataset("framework", "The results framework, live", columns, rows)


def _money(found: Opened) -> Dataset:
    made = table(Scope(found.programme), BY)
    rows: list[Row] = [
        (*row.key, made.currency, *(decimal(getattr(row.amounts, name), made.currency) for name in COLUMNS))
        for row in made.rows
    ]
    return Dataset("money", "What was approved, allotted, committed, spent", (*BY, "currency", *COLUMNS), rows)


def _income() -> Dataset:
    currency = reporting_currency()
    rows: list[Row] = [
        (*row.key, currency, *(decimal(getattr(row, step), currency) for step in incomes.STEPS))
        for row in incomes.income(INCOME_BY)
    ]
    return Dataset("income", "Income by contributor and instrument", (*INCOME_BY, "currency", *incomes.STEPS), rows)


def _funds(langs: Sequence[str]) -> Dataset:
    names = ("code", "kind", "currency", "releases", "transfer", "year_end", "period_end")
    rows = [
        (*_fields(one, names), Decimal(scaled_string(one.support_cost_rate, 2)), *_in(langs, one.name))
        for one in sorted(Fund.objects.filter(retired_at__isnull=True), key=lambda one: (one.position, one.code))
    ]
    return Dataset(
        "funds", "Sources of money and their rules", (*names, "support_cost_rate", *_texts(langs, "name")), rows
    )
