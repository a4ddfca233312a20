"""Results with their indicators, and document links, as XML."""

from __future__ import annotations

from collections.abc import Iterator

from biennium.publishing.iati.content import Baseline, Document, Indicator, Measure, PeriodOf, Result
from biennium.publishing.iati.writing.markup import day, element, narrated, parent, spoken
from biennium.publishing.iati.xpaths import Element

RESULT = "/iati-activities/iati-activity/result"
INDICATOR = f"{RESULT}/indicator"
PERIOD = f"{INDICATOR}/period"


def result(one: Result) -> Element:
    """`result`."""
    children = [
        narrated("title", one.title),
        *spoken("description", one.description),
        *(indicator(row) for row in one.indicators),
    ]
    return parent(RESULT, {"type": one.type, "aggregation-status": _flag(one.aggregates)}, children)


def indicator(one: Indicator) -> Element:
    """`indicator`."""
    children = [
        narrated("title", one.title),
        *spoken("description", one.description),
        *(element("reference", {"vocabulary": vocabulary, "code": code}) for vocabulary, code in one.references),
        *(baseline(row) for row in one.baselines),
        *(period(row) for row in one.periods),
    ]
    return parent(INDICATOR, {"measure": one.measure, "ascending": _flag(one.ascending)}, children)


def baseline(one: Baseline) -> Element:
    """`baseline`."""
    attributes = {
        "year": str(one.year),
        "iso-date": one.day.isoformat() if one.day else "",
        "value": one.measure.value,
    }
    return parent(f"{INDICATOR}/baseline", attributes, _parts(f"{INDICATOR}/baseline", one.measure))


def period(one: PeriodOf) -> Element:
    """`period`."""
    children = [
        day("period-start", one.start),
        day("period-end", one.end),
        *(measure("target", row) for row in one.targets),
        *(measure("actual", row) for row in one.actuals),
    ]
    return parent(PERIOD, {}, children)


def measure(tag: str, one: Measure) -> Element:
    """`target` or `actual`."""
    return parent(f"{PERIOD}/{tag}", {"value": one.value}, _parts(f"{PERIOD}/{tag}", one))


def _parts(path: str, one: Measure) -> Iterator[Element]:
    yield from (element("location", {"ref": ref}) for ref in one.locations)
    yield from (element("dimension", {"name": name, "value": part}) for name, part in one.dimensions)
    yield from spoken("comment", one.comment)
    yield from (document_link(f"{path}/document-link", row) for row in one.documents)


def document_link(path: str, one: Document) -> Element:
    """`document-link`, wherever it stands."""
    children = [
        narrated("title", one.title),
        *(element("category", {"code": code}) for code in one.categories),
        *(element("language", {"code": code}) for code in one.languages),
        *([day("document-date", one.day)] if one.day else []),
    ]
    return parent(path, {"url": one.url, "format": one.format}, children)


def _flag(yes: bool) -> str:
    return "1" if yes else "0"
