"""`biennium demo` on a demonstration that is there changes nothing; `--reset` deletes it, and nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Site

pytestmark = pytest.mark.database_free

RESET = "import django; django.setup(); from biennium.demo.build import reset; reset()"


@pytest.fixture
def installation(site: Site, tmp_path: Path) -> Path:
    """A data directory with the demonstration as it was built."""
    shutil.copyfile(site.data / "built.sqlite3", tmp_path / "biennium.sqlite3")
    return tmp_path


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """This Python with this data directory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIENNIUM_")}
    environment = {**kept, "BIENNIUM_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "biennium.site.settings"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def rows(data: Path) -> dict[str, int]:
    """How many there are in each table of Biennium."""
    with sqlite3.connect(data / "biennium.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def test_built_twice_it_is_the_same_and_tells_the_accounts_again(installation: Path) -> None:
    before = rows(installation)
    done = run(installation, "-m", "biennium.site.command", "demo", "--no-serve")
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[0] == "The demonstration is there already."
    assert "  elena.marchetti@example.org      programme_officer (ILO)" in told
    assert rows(installation) == before


def test_starting_afresh_deletes_the_demonstration(installation: Path) -> None:
    (installation / "kept.txt").touch()
    assert run(installation, "-c", RESET).returncode == 0
    assert [path.name for path in installation.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE programme_programme SET is_demonstration = 0",
        "UPDATE programme_programme SET code = '2026-27', is_demonstration = 0",
    ],
)
def test_what_holds_other_work_is_not_deleted(installation: Path, change: str) -> None:
    with sqlite3.connect(installation / "biennium.sqlite3") as database:
        database.execute(change)
    before = rows(installation)
    for more in (("--reset", "--no-serve"), ("--no-serve",)):
        done = run(installation, "-m", "biennium.site.command", "demo", *more)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert rows(installation) == before
