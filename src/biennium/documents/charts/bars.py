"""Bars: horizontal, stacked, each labelled with its numbers, so that nobody has to read along a grid.

A specification comes in two sizes: for a page, with whole labels beside the bars, and for a narrow screen, with short
ones. Lengths are exact; the axis begins at zero and is not drawn.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from biennium.documents.charts.themes import HUES, INK, ON_HUE
from biennium.documents.typography import typeset

WIDE, NARROW = 520, 320
LABEL_LINE = 50
LINE_HEIGHT = 12
MOST_LINES = 2
GAP = 8
THICKNESS = 18
WIDTH_OF_DIGIT = 7
SMALLEST_LABELLED = 0.055
MOST_IN_A_ROW = 3
"""How many names of series a line of the legend takes."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a colour stands for: its name and its hue (a name of `HUES`)."""

    name: str
    hue: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, a short one for narrow screens, and one value (≥ 0) for each series."""

    label: str
    short: str
    values: tuple[int, ...]


def stacked_bars(bars: Sequence[Bar], series: Sequence[Series], *, lang: str) -> tuple[str, str]:
    """The specification for a page and that for a narrow screen, as JSON. A single series has no legend."""
    wide = _spec(bars, series, lang, [_wrapped(bar.label, lang) for bar in bars], WIDE)
    narrow = _spec(bars, series, lang, [typeset(bar.short, lang) for bar in bars], NARROW)
    return wide, narrow


def _wrapped(label: str, lang: str) -> str:
    """The label in at most two lines; what is cut off stands in the table."""
    wrapper = textwrap.TextWrapper(
        LABEL_LINE, max_lines=MOST_LINES, placeholder=" …", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrapper.wrap(typeset(label, lang)))


def _spec(bars: Sequence[Bar], series: Sequence[Series], lang: str, labels: Sequence[str], width: int) -> str:
    most = max((sum(bar.values) for bar in bars), default=0) or 1
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    scale = {"domain": [0, most], "nice": False}
    x = {"type": "quantitative", "axis": None, "scale": scale}
    spec = {
        "width": width,
        "height": {"step": lines * LINE_HEIGHT + GAP},
        "padding": {"left": 2, "top": 2, "bottom": 2, "right": WIDTH_OF_DIGIT * (len(_number(most, lang)) + 1)},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": _segments(bars, series, lang, labels, most)},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": None, "axis": _label_axis()}},
        "layer": [_lengths(series, x, width, lang), _numbers(x), _totals(x)],
    }
    return json.dumps(spec, ensure_ascii=False, sort_keys=True)


def _segments(
    bars: Sequence[Bar], series: Sequence[Series], lang: str, labels: Sequence[str], most: int
) -> list[dict[str, Any]]:
    """One row for each segment, from where to where, and one for each total."""
    rows: list[dict[str, Any]] = []
    for bar, label in zip(bars, labels, strict=True):
        start = 0
        for one, value in zip(series, bar.values, strict=True):
            text = _number(value, lang) if len(series) > 1 and value >= most * SMALLEST_LABELLED else ""
            row = {"from": start, "to": start + value, "middle": start + value / 2, "text": text}
            rows.append({"label": label, "series": typeset(one.name, lang), **row})
            start += value
        rows.append({"label": label, "to": start, "total": _number(start, lang)})
    return rows


def _number(value: int, lang: str) -> str:
    return str(format_decimal(value, locale=lang.replace("-", "_")))


def _label_axis() -> dict[str, Any]:
    # Vega hangs a label of two lines from its first; it is lifted so that its middle meets the bar.
    lifted = {"test": "length(split(datum.label, '\\n')) > 1", "value": -LINE_HEIGHT / 2}
    lines = {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": LINE_HEIGHT, "labelPadding": 8}
    offset = {"labelOffset": {"condition": lifted, "value": 0}}
    return {"title": None, "ticks": False, "domain": False, "labelAlign": "right", **lines, **offset}


def _lengths(series: Sequence[Series], x: dict[str, Any], width: int, lang: str) -> dict[str, Any]:
    names = {"domain": [typeset(one.name, lang) for one in series], "range": [HUES[one.hue] for one in series]}
    in_a_row = (0 if len(series) <= MOST_IN_A_ROW else 2) if width == WIDE else 1
    legend = {"orient": "top", "symbolType": "square", "columns": in_a_row, "offset": 8}
    colour = {"field": "series", "type": "nominal", "scale": names, "legend": legend if len(series) > 1 else None}
    return {
        "transform": [{"filter": "isValid(datum.series) && datum.to > datum.from"}],
        "mark": {"type": "bar", "height": THICKNESS, "x2Offset": -1},
        "encoding": {"x": {"field": "from", **x}, "x2": {"field": "to"}, "color": colour},
    }


def _numbers(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.text"}],
        "mark": {"type": "text", "color": ON_HUE},
        "encoding": {"x": {"field": "middle", **x}, "text": {"field": "text"}},
    }


def _totals(x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.total)"}],
        "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": 600, "color": INK},
        "encoding": {"x": {"field": "to", **x}, "text": {"field": "total"}},
    }
