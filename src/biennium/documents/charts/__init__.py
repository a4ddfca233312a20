"""Charts: a specification of Vega-Lite or Vega becomes an SVG for HTML and PDF, or a PNG for Word, on this machine.

Invariant: a chart asks for nothing from outside, runs no script, carries no inline style, and the same specification in
the same language and theme gives the same picture.
"""

from __future__ import annotations

from biennium.documents.charts.bars import Bar, Series, stacked_bars
from biennium.documents.charts.flow import Link, Node, flow
from biennium.documents.charts.render import chart_png, chart_svg
from biennium.documents.charts.themes import PICTURE, PRINT, SCREEN, Theme

__all__ = [
    "PICTURE",
    "PRINT",
    "SCREEN",
    "Bar",
    "Link",
    "Node",
    "Series",
    "Theme",
    "chart_png",
    "chart_svg",
    "flow",
    "stacked_bars",
]
