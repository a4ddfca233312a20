"""Damages IATI files and validates them: none may crash the validator, hang it, or take it above 300 MB.

Use: `python benchmarks/iati_fuzz.py [--files 100000] [--workers 2] [--seed 0]`. One line a worker, then the verdict;
exit status 1 when a file made it fail (the file is kept and named), took too long, or took too much memory. The files
are made from the smallest and the fullest activity and organisation, as in tests/iati/mutations.py.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

SECONDS_A_FILE = 20
MEGABYTES = 300


@dataclass
class Tally:
    """What one worker saw: seconds of the slowest file, memory at its highest, verdicts, files it failed on."""

    slowest: float = 0.0
    megabytes: float = 0.0
    bytes: int = 0
    seconds: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def work(seed: int, files: int) -> Tally:
    """Validates some damaged files one after the other."""
    from biennium.publishing.iati.setting import Setting
    from biennium.publishing.iati.validator import Validator
    from iati.documents import UNITS, full, smallest
    from iati.mutations import mutant

    rng, tally = Random(seed), Tally()
    validators = [Validator(Setting(now=datetime(2026, 1, 1, tzinfo=UTC), strict=strict)) for strict in (False, True)]
    bases = [make(kind) for kind in UNITS for make in (smallest, full)]
    signal.signal(signal.SIGALRM, _too_long)
    for number in range(files):
        data = mutant(rng, rng.choice(bases))
        started = time.perf_counter()
        signal.alarm(SECONDS_A_FILE)
        try:
            verdict = _validate(validators[number % 2], data)
        except Exception as error:
            path = Path(f"iati-fuzz-{seed}-{number}.xml")
            path.write_bytes(data)
            tally.failures.append(f"{path}: {type(error).__name__}: {error}")
            verdict = "failed"
        signal.alarm(0)
        elapsed = time.perf_counter() - started
        tally.seconds, tally.slowest = tally.seconds + elapsed, max(tally.slowest, elapsed)
        tally.bytes += len(data)
        tally.verdicts[verdict] += 1
    tally.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return tally


def _validate(validator: Any, data: bytes) -> str:
    with validator.validate(io.BytesIO(data), "mutant.xml") as report:
        written = json.loads("".join(report.json()))
        rules = {error["id"] for group in report.groups() for error in group["errors"]}
    if written["summary"]["critical"] and rules & {"0.1.1", "0.2.1", "0.6.1"}:
        return "not read: " + min(rules & {"0.1.1", "0.2.1", "0.6.1"})
    return "with findings" if rules else "without findings"


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS_A_FILE} s")


def main() -> int:
    """Shares the files out over the workers and adds up what they saw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    share = -(-options.files // options.workers)
    jobs = [(options.seed + number, share) for number in range(options.workers)]
    with multiprocessing.get_context("spawn").Pool(options.workers) as pool:
        tallies = pool.starmap(work, jobs)
    verdicts: Counter[str] = sum((tally.verdicts for tally in tallies), Counter())
    for tally in tallies:
        print(
            f"{tally.verdicts.total()} files, {tally.bytes / 1e6:.0f} MB in {tally.seconds:.0f} s; "
            f"slowest {tally.slowest:.2f} s; at most {tally.megabytes:.0f} MB of memory"
        )
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()))
    failures = [failure for tally in tallies for failure in tally.failures]
    failures += [f"a worker took {tally.megabytes:.0f} MB" for tally in tallies if tally.megabytes > MEGABYTES]
    for failure in failures:
        print(failure)
    print(f"{'FAILED' if failures else 'passed'}: {verdicts.total()} files, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
