"""Flows: money from left to right through columns of nodes, each as high as what passes it (a Sankey diagram).

Nodes stand in the order they are given, with room for their labels; a flow keeps the order of the nodes at both its
ends. What enters a node in a middle column is what leaves it, or the picture would lie: it is refused. A specification
comes in two sizes, for a page and for a narrow screen.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from biennium.documents.charts.themes import HUES, INK, QUIET
from biennium.documents.typography import typeset

SCHEMA = "https://vega.github.io/schema/vega/v6.json"
HEIGHT = 380
SLOT = 17
GAP = 5
THICK = 10
HAIR = 0.5


@dataclass(frozen=True, slots=True)
class Node:
    """Where money passes: its column from the left, what it is called (and in short), and its hue."""

    key: str
    column: int
    label: str
    short: str
    hue: str = "grey"


@dataclass(frozen=True, slots=True)
class Link:
    """An amount (> 0) from a node to one of a later column; it has the hue of `hue`."""

    source: str
    target: str
    value: int
    hue: str = "grey"


@dataclass(frozen=True, slots=True)
class Size:
    """The width of a picture, and the room for labels at its left and right."""

    width: int
    left: int
    right: int
    short: bool


WIDE = Size(940, 205, 270, short=False)
NARROW = Size(330, 88, 34, short=True)


def flow(nodes: Sequence[Node], links: Sequence[Link], *, lang: str) -> tuple[str, str]:
    """The specification for a page and that for a narrow screen, as JSON. Raises `ValueError` where money is lost."""
    _refuse_losses(nodes, links)
    return _spec(nodes, links, lang, WIDE), _spec(nodes, links, lang, NARROW)


def _refuse_losses(nodes: Sequence[Node], links: Sequence[Link]) -> None:
    for node in nodes:
        came = sum(link.value for link in links if link.target == node.key)
        went = sum(link.value for link in links if link.source == node.key)
        if came and went and came != went:
            raise ValueError(f"{came} enters “{node.label}” and {went} leaves it")


@dataclass(slots=True)
class _Placed:
    """A node in the picture, and how far its flows are drawn at each side."""

    node: Node
    x: float
    y: float
    height: float
    came: float = 0
    went: float = 0


def _spec(nodes: Sequence[Node], links: Sequence[Link], lang: str, size: Size) -> str:
    scale = _scale(nodes, links)
    placed = _placed(nodes, links, scale, size)
    bottom = max((one.y + max(one.height, SLOT) for one in placed.values()), default=0)
    last = max((node.column for node in nodes), default=0)
    spec = {
        "$schema": SCHEMA,
        "width": size.width,
        "height": round(bottom),
        "padding": 2,
        "data": [
            {"name": "flows", "values": [_ribbon(link, placed, scale) for link in links]},
            {"name": "nodes", "values": [_box(one, lang, size, last) for one in placed.values()]},
        ],
        "marks": [_ribbons(), _boxes(), _labels()],
    }
    return json.dumps(spec, ensure_ascii=False, sort_keys=True)


def _through(node: Node, links: Sequence[Link]) -> int:
    came = sum(link.value for link in links if link.target == node.key)
    return came or sum(link.value for link in links if link.source == node.key)


def _scale(nodes: Sequence[Node], links: Sequence[Link]) -> float:
    """Pixels a unit: the fullest column is `HEIGHT` high."""
    columns: dict[int, int] = defaultdict(int)
    for node in nodes:
        columns[node.column] += _through(node, links)
    return HEIGHT / (max(columns.values(), default=0) or 1)


def _placed(nodes: Sequence[Node], links: Sequence[Link], scale: float, size: Size) -> dict[str, _Placed]:
    """Each column from the top down, with room for a label beside the smallest node."""
    last = max((node.column for node in nodes), default=0) or 1
    step = (size.width - size.left - size.right - THICK) / last
    down: dict[int, float] = defaultdict(float)
    found = {}
    for node in nodes:
        height = max(HAIR, _through(node, links) * scale)
        found[node.key] = _Placed(node, size.left + node.column * step, down[node.column], height)
        down[node.column] += max(height, SLOT) + GAP
    return found


def _ribbon(link: Link, placed: dict[str, _Placed], scale: float) -> dict[str, Any]:
    """The path of a flow; both ends move down by its height for the next one."""
    source, target = placed[link.source], placed[link.target]
    height = max(HAIR, link.value * scale)
    x0, x1 = source.x + THICK, target.x
    y0, y1 = source.y + source.went, target.y + target.came
    source.went += link.value * scale
    target.came += link.value * scale
    middle = (x0 + x1) / 2
    there = f"M{x0:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
    low0, low1 = y0 + height, y1 + height
    back = f"L{x1:.1f},{low1:.1f}C{middle:.1f},{low1:.1f} {middle:.1f},{low0:.1f} {x0:.1f},{low0:.1f}Z"
    return {"path": there + back, "colour": HUES[link.hue]}


def _box(one: _Placed, lang: str, size: Size, last: int) -> dict[str, Any]:
    """The rectangle of a node and its label: outside at both ends, to the right of it between."""
    first, between = one.node.column == 0, 0 < one.node.column < last
    middle = min(one.height, SLOT) / 2 if between else one.height / 2
    return {
        "x": round(one.x, 1),
        "y": round(one.y, 1),
        "height": round(one.height, 1),
        "colour": HUES[one.node.hue] if one.node.hue != "grey" else QUIET,
        "label": typeset(one.node.short if size.short else one.node.label, lang),
        "label_x": round(one.x - 5 if first else one.x + THICK + 5, 1),
        "label_y": round(one.y + middle, 1),
        "align": "right" if first else "left",
    }


def _ribbons() -> dict[str, Any]:
    enter = {
        "path": {"field": "path"},
        "fill": {"field": "colour"},
        "fillOpacity": {"value": 0.3},
    }
    return {"type": "path", "from": {"data": "flows"}, "encode": {"enter": enter}}


def _boxes() -> dict[str, Any]:
    enter = {
        "x": {"field": "x"},
        "y": {"field": "y"},
        "width": {"value": THICK},
        "height": {"field": "height"},
        "fill": {"field": "colour"},
    }
    return {"type": "rect", "from": {"data": "nodes"}, "encode": {"enter": enter}}


def _labels() -> dict[str, Any]:
    enter = {
        "x": {"field": "label_x"},
        "y": {"field": "label_y"},
        "text": {"field": "label"},
        "align": {"field": "align"},
        "baseline": {"value": "middle"},
        "fill": {"value": INK},
        "fontSize": {"value": 11},
    }
    return {"type": "text", "from": {"data": "nodes"}, "encode": {"enter": enter}}
