"""Flows: what enters a node leaves it, every flow is as high as its amount, and the picture fits a page."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from biennium.documents.charts import SCREEN, Link, Node, chart_svg, flow

NODES = [
    Node("a", 0, "Assessed", "Ass."),
    Node("g", 0, "Governments", "Gov."),
    Node("rb", 1, "Regular budget", "RB", "blue"),
    Node("1", 2, "1 Standards", "1"),
    Node("2", 2, "2 Skills", "2"),
]
LINKS = [Link("a", "rb", 60, "blue"), Link("g", "rb", 40, "blue"), Link("rb", "1", 75, "blue"), Link("rb", "2", 25)]


def svg(spec: str) -> str:
    """The picture on a screen."""
    return chart_svg(spec, title="Flow", description="In words", identity="flow", lang="en", theme=SCREEN)


def heights(spec: str) -> list[float]:
    """How high each flow is where it begins."""
    paths = [one["path"] for one in json.loads(spec)["data"][0]["values"]]
    return [
        float(re.findall(r",([\d.]+)Z", path)[0]) - float(re.findall(r"M[\d.]+,([\d.]+)C", path)[0]) for path in paths
    ]


def test_flows_are_as_high_as_their_amounts() -> None:
    wide, _narrow = flow(NODES, LINKS, lang="en")
    found = heights(wide)
    assert [round(one / sum(found[:2]) * 100) for one in found] == [60, 40, 75, 25]


@given(
    st.lists(st.integers(1, 10**12), min_size=1, max_size=8), st.lists(st.integers(1, 10**12), min_size=1, max_size=8)
)
def test_no_node_overlaps_the_next_one_in_its_column(left: list[int], right: list[int]) -> None:
    total = sum(left) * sum(right)
    nodes = [Node("middle", 1, "Fund", "F", "teal")]
    nodes += [Node(f"l{place}", 0, "Giver", "G") for place in range(len(left))]
    nodes += [Node(f"r{place}", 2, "Use", "U") for place in range(len(right))]
    links = [Link(f"l{place}", "middle", one * total // sum(left)) for place, one in enumerate(left)]
    links += [Link("middle", f"r{place}", one * total // sum(right)) for place, one in enumerate(right)]
    for spec in flow(nodes, links, lang="en"):
        data = json.loads(spec)
        boxes = data["data"][1]["values"]
        for column in {one["x"] for one in boxes}:
            stacked = sorted((one["y"], one["height"]) for one in boxes if one["x"] == column)
            assert all(y + height <= below for (y, height), (below, _h) in itertools.pairwise(stacked))
        assert all(one["y"] >= 0 and one["y"] + one["height"] <= data["height"] + 1 for one in boxes)


def test_money_that_is_lost_on_the_way_is_refused() -> None:
    with pytest.raises(ValueError, match="Regular budget"):
        flow(NODES, LINKS[:-1], lang="en")


def test_the_picture_is_fit_for_a_page_in_both_sizes() -> None:
    for spec, label in zip(flow(NODES, LINKS, lang="en"), ("Governments", "Gov."), strict=True):
        drawn = svg(spec)
        root = etree.fromstring(drawn)
        assert root.get("role") == "img"
        assert root.findtext("{*}title") == "Flow"
        assert label in drawn
        assert "style=" not in drawn
        assert "var(--fund-1)" in drawn
        assert not re.search(r"#[0-9a-f]{6}", drawn)
