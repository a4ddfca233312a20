"""The figures a programme has before any money and any result: how much of what was promised.

Each is a `Figure` over the rows it counts, so that a reader can open it (`/explain/`, `biennium explain`). A figure is
named `KIND` or `KIND:CODE`: `level.output` counts the outputs of the programme, `level.output:3` those of outcome 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from biennium.foundation.registry import Registry
from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, RowRef, VersionPin, compute
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Version
from biennium.programme.selectors.comparison import label
from biennium.programme.selectors.versions import Book

Rows = Callable[[Book, exchange.Result | None], Iterable[RowRef]]


class Family(NamedTuple):
    """Figures whose names begin alike: how one is made, and the columns there are."""

    make: Callable[[Book, Version, str], Figure]
    columns: tuple[str, ...]


FIGURES: Registry[Rows] = Registry("figures of a programme")
FAMILIES: Registry[Family] = Registry("families of figures")
"""Figures that an upper room makes: `money` answers for every name that begins with `money.`."""


def figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name in a version. Raises `NotFound` for a name that is none, with those there are."""
    if (family := name.partition(".")[0]) in FAMILIES:
        return FAMILIES[family].make(book, version, name)
    kind, _, code = name.partition(":")
    under = book.result(code) if code else None
    rows = _rows(book, kind, under)
    if rows is None:
        known = [*(f"level.{level.code}" for level in book.document.levels), *FIGURES]
        made = ", ".join(f"{family}.{column}" for family in FAMILIES for column in FAMILIES[family].columns)
        raise NotFound(
            f"There is no figure “{name}”.",
            remedy=f"Figures: {', '.join(known)}; :CODE for one result. With a scope, such as :fund=RB, or what each "
            f"asks for: {made}.",
        )
    counted = compute("count", name, list(rows))
    pin = VersionPin(version.programme.code, version.stage, version.short_hash)
    return replace(counted, version=pin, as_of=version.sealed_at)


def _rows(book: Book, kind: str, under: exchange.Result | None) -> Iterable[RowRef] | None:
    if kind in FIGURES:
        return FIGURES[kind](book, under)
    level = kind.removeprefix("level.")
    if kind == level or level not in book.levels:
        return None
    return [_row("result", one) for one in scope(book, under) if one.level == level]


def scope(book: Book, under: exchange.Result | None) -> list[exchange.Result]:
    """A result and all below it; without one, all results."""
    return book.document.results if under is None else [under, *book.below(under)]


def _row(kind: str, thing: exchange.Result | exchange.Indicator | exchange.WorkItem) -> RowRef:
    return RowRef(kind, thing.code, label(thing), 1)


def _indicators(book: Book, under: exchange.Result | None) -> Iterable[RowRef]:
    codes = {one.code for one in scope(book, under)}
    return [_row("indicator", one) for one in book.document.indicators if one.result in codes]


def _work_items(book: Book, under: exchange.Result | None) -> Iterable[RowRef]:
    codes = {one.code for one in scope(book, under)}
    return [_row("work item", one) for one in book.document.work_items if under is None or one.result in codes]


def _illustrative(book: Book, under: exchange.Result | None) -> Iterable[RowRef]:
    codes = {one.code for one in scope(book, under)}
    return [_row("indicator", one) for one in book.document.indicators if one.result in codes and one.illustrative]


FIGURES.register("indicators", _indicators)
FIGURES.register("indicators.illustrative", _illustrative)
FIGURES.register("work_items", _work_items)
