"""Runs the tests on SQLite (all) and on PostgreSQL (those a database can change), and counts them together.

Invariant: what cannot be had on this machine is skipped and named with its reason before the closing line, and the
closing line `N passed, N failed, N skipped` is the last that is printed. The exit status is 0 only when tests ran and
none failed; with `--fail-on-skip` also only when none was skipped.

Use: `make test`, `make test ARGS="-k versions"`; every argument but `--fail-on-skip` goes to pytest.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from running import browsers, databases, tally
from running.tally import Tally

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
FAIL_ON_SKIP = "--fail-on-skip"
DATABASE = "BIENNIUM_TEST_DATABASE"
PARALLEL = ("-n", "auto")
BROKE_OFF = (2, 3, 4)


def pytest(arguments: list[str], environment: dict[str, str], *, quiet: bool = False) -> Tally:
    """One run of pytest. A run that breaks off counts as a failure, a run without tests as nothing."""
    with tempfile.TemporaryDirectory(prefix="biennium-tests-") as folder:
        counted = Path(folder) / "tally.json"
        variables = {
            **os.environ,
            **environment,
            tally.VARIABLE: str(counted),
            "BIENNIUM_DATA_DIR": str(Path(folder) / "data"),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH")))),
        }
        command = [sys.executable, "-m", "pytest", "-p", "running.tally", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=variables, check=False, stdout=subprocess.DEVNULL if quiet else None
        )
        outcome = tally.read(counted) or Tally()
    if done.returncode in BROKE_OFF and not outcome.failed:
        outcome.failed = 1
    return outcome


def on_sqlite(arguments: list[str], chromium: browsers.Chromium) -> Tally:
    """Everything, on SQLite."""
    print("\n== SQLite", flush=True)
    environment = {DATABASE: "sqlite", "BIENNIUM_DATABASE_URL": "sqlite://:memory:", browsers.VARIABLE: chromium.path}
    return pytest([*PARALLEL, *arguments], environment)


def on_postgres(arguments: list[str], server: databases.Server) -> Tally:
    """What a database can change, on PostgreSQL; where there is none, as many skips as there are such tests."""
    environment = {DATABASE: "postgresql"}
    if server.url:
        print(f"\n== PostgreSQL: {server.source}", flush=True)
        return pytest([*PARALLEL, *arguments], {**environment, "BIENNIUM_DATABASE_URL": server.url})
    found = pytest(["--collect-only", "-q", *arguments], environment, quiet=True)
    return Tally(skipped=found.collected, failed=found.failed, reasons={server.reason: found.collected})


def conclude(outcome: Tally, unavailable: list[str], *, fail_on_skip: bool) -> int:
    """Prints what could not be had, why tests were skipped, and the closing line; returns the exit status."""
    print()
    for missing in unavailable:
        print(f"Not to be had here: {missing}")
    for reason, count in sorted(outcome.reasons.items()):
        print(f"Skipped {count}: {reason}")
    ran = outcome.passed + outcome.failed
    if not ran:
        print("No test ran.")
    if fail_on_skip and outcome.skipped:
        print("Skipped tests count as a failure here.")
    print(outcome.line(), flush=True)
    return int(not ran or bool(outcome.failed) or (fail_on_skip and bool(outcome.skipped)))


def main(arguments: list[str]) -> int:
    """Both runs, and their sum."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    fail_on_skip = FAIL_ON_SKIP in arguments
    arguments = [argument for argument in arguments if argument != FAIL_ON_SKIP]
    with databases.postgres() as server:
        chromium = browsers.chromium()
        outcome = on_sqlite(arguments, chromium)
        outcome.add(on_postgres(arguments, server))
    wanting = {"PostgreSQL": server.reason, "chromium": chromium.reason}
    unavailable = [f"{name}: {reason}" for name, reason in wanting.items() if reason]
    return conclude(outcome, unavailable, fail_on_skip=fail_on_skip)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit("Interrupted.") from None
