"""How long a file of the ERP takes to load, and how much memory: checked, staged and posted, by the service.

Use: `python benchmarks/ledger_import.py [--rows 1000000] [--database URL]`. Writes a file of expenses over 300 lines of
the budget, loads it into an empty database (a file of SQLite, or the PostgreSQL named by URL) in a process of its own,
and proves the books afterwards. Prints the seconds on the clock and of the processor, and the memory at its highest.
Exit status 1 for 3 minutes on the clock (what the server of the database takes is in it) or 500 MB and more (of a file
of a million rows), or books that do not hold. PostgreSQL is best one that is started for it, with `fsync` on.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
MOST_SECONDS, MOST_MEMORY, MILLION = 180, 500, 1_000_000
HEADING = "document,document_line,date,fund,result,unit,place,cost_category,currency,amount,text\n"


def write_file(path: Path, rows: int) -> None:
    """Expenses of two years over results, units, places and cost categories."""
    results, units, places = ("1.1", "1.2", "2.1", "2.2"), ("LAW", "ORG"), ("KEN", "PER", "NPL")
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        for number in range(rows):
            day = f"{2024 + number % 2}-{1 + number % 12:02}-{1 + number % 28:02}"
            line = f"{results[number % 4]},{units[number // 4 % 2]},{places[number % 3]}"
            amount = f"{number % 9_973 + 1}.{number % 100:02}"
            category = ("staff", "travel")[number % 2]
            file.write(f"D{number // 4},{number % 4},{day},RB,{line},{category},USD,{amount},Mission\n")


def load(path: Path) -> None:
    """Loads the file as whoever types the command does, and proves the books."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from biennium.foundation.actors import OPERATOR
    from biennium.ledger.selectors.proof import prove
    from biennium.ledger.services.imports import post_run, stage_file
    from ledger.world import build

    world = build()
    clock, processor = time.perf_counter(), time.process_time()
    run = stage_file(actor=OPERATOR, programme=world.programme, path=path)
    staged = time.perf_counter() - clock
    post_run(actor=OPERATOR, run=run)
    spent, clock = time.process_time() - processor, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{clock:8.1f} s on the clock, {staged:.1f} s of them to check and stage")
    print(f"{spent:8.1f} s of the processor\n{memory:8.0f} MB at the highest")
    holds = prove().holds
    print("    the books hold" if holds else "    the books do not hold")
    raise SystemExit(int(not holds or clock >= MOST_SECONDS or memory >= MOST_MEMORY))


def main() -> int:
    """Writes the file, and starts the process that loads it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=MILLION)
    parser.add_argument("--database", metavar="URL", default="")
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        load(options.load)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "erp.csv"
        write_file(path, options.rows)
        environment = {
            "DJANGO_SETTINGS_MODULE": "biennium.site.settings",
            "BIENNIUM_DATA_DIR": folder,
            "BIENNIUM_DATABASE_URL": options.database or f"sqlite:///{folder}/ledger.sqlite3",
        }
        command = [sys.executable, __file__, "--load", str(path)]
        return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
