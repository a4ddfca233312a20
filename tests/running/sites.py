"""The installation with the demonstration that the tests share: built once a run, by whichever process needs it first.

Invariant: what was built is never served nor written to; whoever needs it takes a copy.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, str(TESTS / "e2e" / "site.py"))


def environment(data: Path) -> dict[str, str]:
    """What a process needs to work on the installation in this data directory, and on no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIENNIUM_")}
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    return {**kept, "BIENNIUM_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "e2e.settings", "PYTHONPATH": path}


def built(folders: pytest.TempPathFactory) -> Path:
    """Its data directory: `demonstration.sqlite3` is the demonstration alone, `built.sqlite3` what the browser needs
    besides, `files` what was handed in and published."""
    own = folders.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data, done = run / "built-site", run / "site-is-built"
    with (run / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            data.mkdir()
            subprocess.run([*COMMAND, "build"], env=environment(data), check=True, timeout=900)
            done.touch()
    return data
