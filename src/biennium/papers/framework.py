"""The results framework as tables: each result's indicators with baseline, target and the share of each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from biennium.documents.blocks import Block, Heading, Inline, Paragraph, Span, Table, inline
from biennium.papers.setting import Setter
from biennium.papers.words import words
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.versions import Book
from biennium.web import formatting


def framework(book: Book, setter: Setter, level: int) -> Iterator[Block]:
    """A heading and a table for each result at the top that has indicators, itself or below."""
    said = words(setter.lang)
    listed = [one for one in book.children.get(None, []) if any(_with_indicators(book, one))]
    if not listed:
        yield Paragraph(inline(said["no_indicators"]))
    for top in listed:
        yield Heading(level, heading(book, top, setter), anchor=f"framework-{top.code}")
        yield _table(book, top, setter)
    if any(one.illustrative for one in book.document.indicators):
        yield Paragraph(inline(said["illustrative_note"]), style="note")


def heading(book: Book, result: exchange.Result, setter: Setter) -> Inline:
    """The level's word, the code and the title of a result: “Output 1.1. …”."""
    name = setter.plain(book.levels[result.level].name)
    return (Span(f"{name} {result.code}. "), *setter.short(result.title))


def _with_indicators(book: Book, result: exchange.Result) -> Iterator[exchange.Result]:
    return (one for one in (result, *book.below(result)) if book.indicators.get(one.code))


def _table(book: Book, top: exchange.Result, setter: Setter) -> Table:
    said = words(setter.lang)
    columns: dict[str, str] = said["columns"]
    header = tuple(inline(columns[name].format(period=book.document.code)) for name in columns)
    rows: list[tuple[Inline, ...]] = []
    for result in _with_indicators(book, top):
        if result is not top:
            rows.append((_bold(heading(book, result, setter)), (), (), ()))
        rows += [_row(book, one, setter, said) for one in book.indicators[result.code]]
    return Table(header, tuple(rows), align="lrrl")


def _bold(content: Inline) -> Inline:
    return tuple(Span(span.text, bold=True, italic=span.italic, lang=span.lang) for span in content)


def _row(book: Book, one: exchange.Indicator, setter: Setter, said: dict[str, Any]) -> tuple[Inline, ...]:
    title: list[Span] = [Span(f"{one.code}  "), *setter.short(one.title)]
    if one.illustrative:
        title.append(Span(f" ({said['illustrative']})", italic=True))
    unit = setter.plain(one.unit)
    world = [target for target in one.targets if target.region is None]
    base = [baseline for baseline in one.baselines if baseline.region is None]
    none = said["none_stated"]
    baseline = "; ".join(f"{formatting.number(each.value)} ({formatting.day(each.as_of)})" for each in base)
    target = "; ".join(formatting.number(each.value) for each in world)
    return (
        tuple(title),
        inline(baseline or none),
        inline(f"{target} {unit}".strip() if target else none),
        inline(_by_region(one, book.regions, setter) or none),
    )


def _by_region(one: exchange.Indicator, regions: Mapping[str, Any], setter: Setter) -> str:
    names = {each["code"]: each["name"] for each in regions.get("regions", [])}
    parts = [
        f"{setter.plain(names.get(target.region, {})) or target.region} {formatting.number(target.value)}"
        for target in one.targets
        if target.region
    ]
    return "; ".join(parts)
