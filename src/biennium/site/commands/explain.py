"""`biennium explain`: a figure opened down to its rows."""

from __future__ import annotations

import argparse

from biennium.site.commands.console import Verbs, command, say, say_json


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    explain = command(verbs, "explain", "Open a figure: its formula, its rows, the version it belongs to.", run)
    explain.add_argument(
        "figure", metavar="FIGURE", help="CODE/FIGURE, e.g. 2024-25/level.output or 2024-25/indicators:3"
    )
    explain.add_argument("--version", dest="which", metavar="V", help="a sealed version (the latest)")
    explain.add_argument("--json", action="store_true", help="for machines")


def run(options: argparse.Namespace) -> int:
    """The value first, then what it rests on, indented."""
    from biennium.kernel.errors import InvalidInput, NotFound
    from biennium.kernel.figures import Figure
    from biennium.kernel.figures import explain as steps
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
        rows = [{"type": one.type, "identity": one.identity, "label": one.label} for one in explained.inputs]  # type: ignore[union-attr]
        say_json({"figure": name, "value": explained.decimal_string(), "formula": explained.formula, "rows": rows})
        return 0
    say(f"{options.figure} = {explained.decimal_string()} ({explained.formula})")
    say(f"version {version.number}, {version.stage}, {version.short_hash}, sealed {version.sealed_at:%Y-%m-%d %H:%M}")
    for step in steps(explained):
        if not isinstance(step.item, Figure):
            say(f"{'  ' * step.depth}{step.item.type} {step.item.label}")
    return 0
