"""How fast the real paper is read, and with how much memory.

Use: `python benchmarks/intake.py [--runs 3] [FILE…]`. Reads the papers that lie beside a checkout, those of
`../shared/data/papers` (or the files that are named), each in a process of its own, as `biennium intake paper` does,
from the start of Python to the last line. Prints the best of the runs in seconds, the time of the processor in it, the
memory at its highest, and what was read. Exit status 1 when a paper takes 2 seconds or 300 MB, or cannot be read; where
there is no paper it says so.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ROOT.parent / "shared" / "data" / "papers"
COMMAND = (sys.executable, "-m", "biennium.site.command", "intake", "paper")
MOST_SECONDS, MOST_MEGABYTES = 2.0, 300.0


@dataclass(frozen=True)
class Reading:
    """One run: seconds, of which those of the processor, memory in MB, and the first line that was said."""

    seconds: float
    busy: float
    megabytes: float
    said: str


def read(paper: Path, data: str) -> Reading:
    """One reading. The memory is that of the largest reading so far."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*COMMAND, str(paper)],
        env={**os.environ, "BIENNIUM_DATA_DIR": data},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr.strip() or f"{paper} was not read.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Reading(seconds, busy, after.ru_maxrss / scale, done.stdout.split("\n")[0])


def best(paper: Path, runs: int) -> Reading:
    """The fastest of some runs."""
    with tempfile.TemporaryDirectory(prefix="biennium-intake-") as data:
        return min((read(paper, data) for _run in range(runs)), key=lambda one: one.seconds)


def main() -> int:
    """Reads each paper."""
    parser = argparse.ArgumentParser(description="How fast papers are read.")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    papers = options.files or sorted(PAPERS.glob("*.txt"))
    if not papers:
        print("There is no paper to read: ../shared/data/papers is not beside this checkout. Name a file.")
        return 0
    late = False
    for paper in papers:
        one = best(paper, options.runs)
        took = f"{one.seconds:.2f} s (bar {MOST_SECONDS:g}; processor {one.busy:.2f} s)"
        print(f"{one.said}\n  {took}, {one.megabytes:.0f} MB (bar {MOST_MEGABYTES:g})")
        late |= one.seconds >= MOST_SECONDS or one.megabytes >= MOST_MEGABYTES
    return int(late)


if __name__ == "__main__":
    raise SystemExit(main())
