"""`biennium regions`: the organisation's own map, out and in."""

from __future__ import annotations

import argparse
from pathlib import Path

from biennium.site.commands.console import Verbs, command, group, read, say, write


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "regions", "The organisation's own map of regions, in which targets are set.")
    export = command(nouns, "export", "Write the map the organisation works with.", export_regions)
    export.add_argument("--json", metavar="OUT", type=Path, required=True, help="file to write")
    bring = command(nouns, "import", "Read a map, and work with it.", import_regions)
    bring.add_argument("file", metavar="FILE", type=Path, help="as export writes it")


def export_regions(options: argparse.Namespace) -> int:
    """The map as it is kept here."""
    from biennium.programme.exchange.canonical import to_text
    from biennium.programme.selectors.regions import region_map

    own = region_map()
    write(options.json, to_text(own).encode("utf-8"))
    say(f"{options.json}: {len(own.regions)} regions of the map {own.map}")
    return 0


def import_regions(options: argparse.Namespace) -> int:
    """Creates the map, or brings its regions to the file's."""
    from biennium.foundation.actors import OPERATOR
    from biennium.programme.exchange.canonical import regions_from_text
    from biennium.programme.services.regions import adopt_region_map

    values = regions_from_text(read(options.file), where=str(options.file))
    adopt_region_map(actor=OPERATOR, values=values)
    say(f"{values.map}: {len(values.regions)} regions")
    return 0
