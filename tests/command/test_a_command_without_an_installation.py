"""A command that finds no installation says so in one line, with exit status 2, and leaves nothing where it was run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from biennium.site.command import main

pytestmark = pytest.mark.database_free

NEEDS_ONE = (
    "programme list",
    "regions import regions.json",
    "organisation describe ORG --name Organisation",
    "account open somebody@example.org --name Somebody",
    "paper 2024-25 --out paper.pdf",
    "publish iati --out folder",
    "ledger balances",
    "ledger verify",
    "workbook export plan.xlsx",
    "explain 2024-25/level.output",
    "intake paper paper.txt --save",
    "work",
)
NEEDS_NONE = ("intake grammar --lang fr",)
RUN = """
import json, sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from biennium.site.command import main

told = []
for line in sys.argv[1:]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(line.split())
    told.append([status, out.getvalue(), err.getvalue()])
print(json.dumps(told))
"""


def run(folder: Path, *lines: str, **settings: str) -> list[tuple[int, str, str]]:
    """Status, output and errors of each command, all run in this folder by one process with only these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BIENNIUM_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *lines], cwd=folder, env={**kept, **settings}, capture_output=True, check=True
    )
    return [(status, out, err) for status, out, err in json.loads(done.stdout)]


def test_every_command_that_needs_one_says_where_none_is_and_how_to_have_one(tmp_path: Path) -> None:
    for status, out, err in run(tmp_path, *NEEDS_ONE):
        assert (status, out) == (2, "")
        assert err.startswith(f"biennium: {tmp_path.resolve() / 'data' / 'biennium.sqlite3'}: There is no installation")
        assert "biennium migrate or biennium demo" in err
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_needs_none_works_anywhere_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ((status, out, _err), (checked, found, _)) = run(tmp_path, *NEEDS_NONE, "check")
    assert status == 0
    assert list(json.loads(out)["languages"]) == ["fr"]
    assert checked == 1
    assert "There is no installation here." in found
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_and_one_that_is_none_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "letter").write_text("Dear Director-General, " * 100, encoding="utf-8")
    said = {"empty": "This database is empty.", "letter": "This database cannot be used: file is not a database."}
    for name, words in said.items():
        ((status, out, err),) = run(tmp_path, "ledger balances", BIENNIUM_DATABASE_URL=f"sqlite:///{tmp_path / name}")
        assert (status, out) == (2, "")
        assert f"{tmp_path / name}: {words}" in err


def test_nothing_can_be_made_where_there_can_be_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "data"
    for status, out, err in run(tmp_path, "migrate", "demo --no-serve", BIENNIUM_DATA_DIR=str(place)):
        assert (status, out) == (2, "")
        assert err.startswith(f"biennium: {place}: Nothing can be kept in this folder: Not a directory.")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BIENNIUM_UPLOAD_LIMIT_MB", "many", "“many” is no whole number."),
        ("BIENNIUM_TIME_ZONE", "Mars/Olympus", "“Mars/Olympus” is no time zone."),
        ("BIENNIUM_LANGUAGE", "de", "“de” is none of en, fr, es."),
        ("BIENNIUM_DATABASE_URL", "oracle://there", "This names no database."),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str, words: str, tmp_path: Path) -> None:
    ((status, _out, err),) = run(tmp_path, "programme list", **{name: value})
    assert status == 2
    assert err.startswith(f"biennium: {name}: {words}")
    assert err.count("\n") == 1


def test_a_port_that_is_taken_is_known_before_anything_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--reset", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"biennium: 127.0.0.1:{port} cannot be listened on: Address already in use.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--port", "99999"], "biennium demo: argument --port: “99999” is no whole number from 1 to 65535"),
        (["demo", "--port", "web"], "biennium demo: argument --port: “web” is no whole number from 1 to 65535"),
        (["demo", "--fast"], "biennium: unrecognized arguments: --fast"),
        (["serve", "--threads", "0"], "biennium serve: argument --threads: “0” is no whole number from 1 to 64"),
        (["ledger"], "biennium ledger: the following arguments are required: VERB"),
    ],
)
def test_what_was_typed_wrongly_is_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith(f"{words}. See biennium")
