"""What was found in a workbook, as data that is kept: counts, rows that would be saved, cells that are wrong."""

from __future__ import annotations

from typing import Any

from biennium.intake.workbooks.reading import MOST_FAULTS, Outcome, Part
from biennium.intake.workbooks.sheets.common import Filled

MOST_ROWS = 200
LONGEST = 300


def report(outcome: Outcome) -> dict[str, Any]:
    """`sheets` with the number of new, changed (the `emptied` among them) and unchanged rows; `rows` the first that
    would be saved, with their cells before and after; `faults` the first cells that are wrong; `fault_count` how many
    are."""
    listed = [row for part in outcome.parts for row in _rows(part)]
    return {
        "sheets": [
            {
                "name": part.sheet.name,
                "title": part.title,
                "new": len(part.new),
                "changed": len(part.changed),
                "emptied": len(part.emptied),
                "unchanged": part.unchanged,
            }
            for part in outcome.parts
        ],
        "rows": listed[:MOST_ROWS],
        "row_count": len(listed),
        "faults": [
            {"sheet": one.sheet, "cell": one.cell, "column": one.column, "value": one.value, "message": one.message}
            for one in outcome.faults[:MOST_FAULTS]
        ],
        "fault_count": len(outcome.faults),
    }


def _rows(part: Part) -> list[dict[str, Any]]:
    return [
        {
            "sheet": part.title,
            "number": row.number,
            "key": " · ".join(filter(None, (row[name] for name in part.sheet.key))),
            "new": row.stored is None,
            "emptied": row.stored is not None and part.sheet.is_nothing(row.values),
            "cells": _cells(part, row),
        }
        for row in part.differing
    ]


def _cells(part: Part, row: Filled) -> list[dict[str, str]]:
    before = row.stored.values if row.stored else {}
    return [
        {"column": column.heading, "before": before.get(name, "")[:LONGEST], "after": row[name][:LONGEST]}
        for name, column in part.columns.items()
        if row.changed(name) and not (row.stored is None and (name in part.sheet.key or row[name] == "no"))
    ]
