"""Illustrative reports of the demonstration, through the services: two rounds, country results in every state, values.

Invariant: the same every time it is built; every statement, note and piece of evidence says that it is illustrative;
nobody verifies what they wrote.
"""

from __future__ import annotations

from biennium.demo.reports.results import report_results
from biennium.demo.reports.values import report_values

__all__ = ["report_results", "report_values"]
