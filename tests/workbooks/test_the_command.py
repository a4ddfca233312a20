"""The command line: a workbook out, checked, in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biennium.programme.models import WorkItem
from biennium.site.command import main
from workbooks.filling import Book, Formula
from workplan.world import World


def test_a_workbook_is_written_checked_and_imported(
    planning: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plans.xlsx"
    assert main(["workbook", "export", str(path), "--sheet", "work", "--lang", "fr"]) == 0
    book = Book(path.read_bytes())
    assert (book.meta[1:], list(book.rows)) == (["2024-25", "fr"], ["work"])
    book.row("work", code="KEN101")["title.en"] = "Another title"
    path.write_bytes(book.content())
    assert main(["workbook", "check", str(path)]) == 0
    assert "0 new, 1 changed, 4 unchanged.\nNothing was saved." in capsys.readouterr().out
    assert main(["workbook", "import", str(path), "--as", "planner@example.org"]) == 0
    assert WorkItem.objects.get(code="KEN101").title["en"] == "Another title"
    book.row("work", code="KEN102")["place"] = Formula("=A1")
    path.write_bytes(book.content())
    capsys.readouterr()
    assert main(["workbook", "import", str(path)]) == 1
    assert "formula" in capsys.readouterr().err
    assert main(["workbook", "check", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["saved"] is False


def test_what_cannot_be_done_is_said(planning: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.xlsx"
    assert main(["workbook", "export", str(path), "--everything"]) == 0
    assert path.read_bytes().startswith(b"PK")
    assert main(["workbook", "check", str(path)]) == 2
    assert main(["workbook", "export", str(path), "--sheet", "nothing"]) == 2
    assert main(["workbook", "import", str(path), "--as", "nobody@example.org"]) == 2
    error = capsys.readouterr().err
    for words in ("This is no workbook of Biennium.", "There is no sheet “nothing”.", "Nobody has the address"):
        assert words in error
