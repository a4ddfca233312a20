"""`biennium explain`: a figure opened down to its rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from biennium.site.commands.console import Verbs, command, say, say_json

if TYPE_CHECKING:
    from biennium.kernel.figures import Figure, Input


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    explain = command(verbs, "explain", "Open a figure: its formula, its rows, the version it belongs to.", run)
    explain.add_argument(
        "figure", metavar="FIGURE", help="CODE/FIGURE, e.g. 2024-25/level.output or 2024-25/results.achieved:1.1.1"
    )
    explain.add_argument("--version", dest="which", metavar="V", help="a sealed version (the latest)")
    explain.add_argument("--json", action="store_true", help="for machines")


def run(options: argparse.Namespace) -> int:
    """The value first, then what it rests on, indented."""
    from biennium.kernel.errors import InvalidInput, NotFound
    from biennium.programme.figures import figure
    from biennium.programme.selectors.versions import find, latest, opened, programme

    code, slash, name = options.figure.partition("/")
    if not slash:
        raise InvalidInput(f"“{options.figure}” names no figure.", remedy="Write CODE/FIGURE: 2024-25/level.output")
    found = programme(code)
    version = find(found, options.which) if options.which else latest(found)
    if version is None:
        raise NotFound(f"{code} has no sealed version yet.", remedy=f"Seal one: biennium programme seal {code} STAGE")
    explained = figure(opened(version), version, name)
    if options.json:
        say_json(_described(name, explained))
        return 0
    say(f"{options.figure} = {_value(explained)} {explained.unit}".rstrip() + f" ({explained.formula})")
    say(f"version {version.number}, {version.stage}, {version.short_hash}, sealed {version.sealed_at:%Y-%m-%d %H:%M}")
    for line in _lines(explained):
        say(line)
    return 0


def _described(name: str, figure: Figure) -> dict[str, Any]:
    """For machines: the figure, and the rows it rests on, at whatever depth."""
    from biennium.kernel.figures import RowRef, explain

    rows = [step.item for step in explain(figure) if isinstance(step.item, RowRef)]
    return {
        "figure": name,
        "value": figure.decimal_string(),
        "state": figure.state,
        "formula": figure.formula,
        "rows": [
            {"type": row.type, "identity": row.identity, "label": row.label, "value": _value(row)} for row in rows
        ],
    }


def _lines(figure: Figure, depth: int = 1) -> Iterator[str]:
    """What a figure rests on, indented; the value of a row is not told where rows are only counted."""
    from biennium.kernel.figures import Figure

    for item in figure.inputs:
        if isinstance(item, Figure):
            yield f"{'  ' * depth}{item.key} = {_value(item)} ({item.formula})"
            yield from _lines(item, depth + 1)
        else:
            value = "" if figure.operation == "count" else f" = {_value(item)}"
            yield f"{'  ' * depth}{item.type} {item.label}{value}"


def _value(item: Input) -> str:
    """The value in digits, or the state that says why there is none."""
    from biennium.kernel.figures import Figure

    if item.value is None:
        return item.state
    return Figure.known("", item.value, decimals=item.decimals).decimal_string()
