"""The heat map of the gap: output × region, with its numbers in it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.kernel.money import Money
from biennium.ledger.selectors.scope import NONE
from biennium.office.budget.tables import title
from biennium.office.plans.slicing import Asked
from biennium.office.plans.tables import Explained
from biennium.workplan.amounts import Amounts
from biennium.workplan.selectors.work import Workload

TINTS = 4


def heat(load: Workload, asked: Asked) -> dict[str, Any]:
    """Columns, rows and totals of the matrix; the darker a cell, the larger its gap among all cells."""
    regions = [one.code for one in load.regions] + [NONE]
    cells: dict[str, dict[str, Amounts]] = {}
    for work in load.of(asked.of):
        row = cells.setdefault(work.tags["result"][0], {})
        row[work.region] = row.get(work.region, Amounts()) + work.amounts
    largest = max((one.gap for row in cells.values() for one in row.values()), default=0)
    used = [code for code in regions if any(code in row for row in cells.values())]
    order = [code for code in (*load.codes, NONE) if code in cells]
    explained = Explained(load.programme)
    return {
        "columns": [{"label": _region(load, code), "url": _work(load, asked, region=code)} for code in used],
        "rows": [_row(load, asked, explained, code, used, cells[code], largest) for code in order],
        "totals": [
            {
                "value": Money(sum(row[code].gap for row in cells.values() if code in row), load.currency),
                "url": explained(asked, "gap", region=code),
            }
            for code in used
        ],
        "filled": sum(bool(one.gap) for row in cells.values() for one in row.values()),
        "worst": _worst(cells),
    }


def _worst(cells: dict[str, dict[str, Amounts]]) -> tuple[str, str, int] | None:
    """The output and the region with the largest gap, and how large it is."""
    listed = [(one.gap, code, region) for code, row in cells.items() for region, one in row.items() if one.gap]
    if not listed:
        return None
    gap, code, region = max(listed)
    return code, region, gap


def _row(
    load: Workload,
    asked: Asked,
    explained: Explained,
    code: str,
    regions: list[str],
    row: dict[str, Amounts],
    largest: int,
) -> dict[str, Any]:
    def cell(region: str) -> dict[str, Any]:
        if region not in row:
            return {"value": _("no work")}
        gap = row[region].gap
        return {
            "value": Money(gap, load.currency),
            "tint": tint(gap, largest),
            "url": explained(asked, "gap", result=code, region=region),
        }

    named = load.codes.get(code)
    label = f"{code} {title(named.title)}" if named else _("no output")
    return {"label": label, "url": _work(load, asked, result=code), "cells": [cell(region) for region in regions]}


def tint(gap: int, largest: int) -> int:
    """From 0 for no gap to 4 for the largest, in equal steps."""
    return -(-gap * TINTS // largest) if largest else 0


def _region(load: Workload, code: str) -> str:
    named = next((one for one in load.regions if one.code == code), None)
    return title(named.name) if named else _("no country")


def _work(load: Workload, asked: Asked, **more: str) -> str:
    return f"{reverse('office:work', args=[load.programme.code])}{asked.tail(**more)}"
