"""A workbook of 10,000 rows, in and out: its dry run, saving it, and taking it along.

Use: `python benchmarks/workbook_rows.py [--rows 10000]`. Fills an installation of its own (SQLite in a temporary
folder, or the empty one of BIENNIUM_DATABASE_URL) with a workbook as somebody with a spreadsheet would: a quarter of
the rows are country outcomes with their plans, three quarters the money these need. Prints the seconds of each step and
the memory at its highest. Exit status 1 when the dry run takes 30 seconds or more, or a row is refused.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

MOST_SECONDS = 30.0
NEEDS = (("2024", "travel"), ("2024", "contracts"), ("2025", "travel"))


def filled(world: Any, rows: int) -> Any:
    """An empty workbook that was filled in."""
    from workbooks.filling import taken

    book = taken(world.people["planner"], world.programme, "work", "money", filled=False)
    for number in range(rows // 4):
        code = f"KEN{number + 1000}"
        named = {"code": code, "kind": "country_outcome", "place": "KEN", "result": "1.1", "lead_unit": "NBO"}
        book.add("work", **named, title__en=f"Work {code}", situation__en="No inspection yet", due="2025-11-30")
        for year, category in NEEDS:
            book.add("money", item=code, year=year, category=category, amount="1000.50")
    return book


def timed(name: str, step: Callable[[], Any]) -> tuple[Any, float]:
    """What a step gives, and its seconds; both are said."""
    started = time.perf_counter()
    given = step()
    seconds = time.perf_counter() - started
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    print(f"{name:24} {seconds:8.2f} s   {memory:6.0f} MB", flush=True)
    return given, seconds


def run(rows: int) -> int:
    """Fills, checks, saves and takes along."""
    from django.core.management import call_command

    from biennium.intake.workbooks.services import check_file, save_file
    from biennium.intake.workbooks.writing import workbook
    from workplan.world import build

    call_command("migrate", verbosity=0)
    world = build()
    actor, programme = world.people["planner"], world.programme
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plans.xlsx"
        path.write_bytes(filled(world, rows).content())
        checked, seconds = timed("dry run", lambda: check_file(actor=actor, programme=programme, path=path))
        saved, _seconds = timed("saved", lambda: save_file(actor=actor, programme=programme, path=path))
    names = ("work", "money")
    written, _seconds = timed("taken along", lambda: workbook(actor=actor, programme=programme, names=names))
    print(f"{checked.differing:,} rows, {len(saved.faults)} refused, {len(written) / 2**20:.1f} MB written", flush=True)
    return int(seconds >= MOST_SECONDS or bool(saved.faults))


def main() -> int:
    """Sets up an installation of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="biennium-workbook-") as folder:
        os.environ["BIENNIUM_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "biennium.site.settings"
        import django

        django.setup()
        return run(options.rows)


if __name__ == "__main__":
    raise SystemExit(main())
