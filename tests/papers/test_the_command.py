"""`biennium paper` writes a file and says nothing in a pipe; what goes wrong is one line and status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennium.kernel.errors import BienniumError
from biennium.programme.models import Programme
from biennium.site.command import build_parser
from biennium.site.commands import paper

pytestmark = pytest.mark.usefixtures("sealed")


def run(*arguments: object) -> int:
    return paper.run(build_parser().parse_args(["paper", *map(str, arguments)]))


@pytest.mark.parametrize(("name", "start"), [("a.pdf", b"%PDF-"), ("a.docx", b"PK"), ("a.html", b"<!doctype html>")])
def test_the_name_of_the_file_tells_the_format(
    name: str, start: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("2024-25", "--out", tmp_path / name) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert capsys.readouterr().out == ""


def test_kind_language_version_and_format_are_as_asked(tmp_path: Path) -> None:
    out = tmp_path / "paper"
    options = ("--kind", "framework", "--lang", "fr", "--version", "1", "--format", "html")
    assert run("2024-25", "--out", out, *options) == 0
    written = out.read_text(encoding="utf-8")
    assert '<html lang="fr">' in written
    assert "Cadre de résultats 2024-25" in written
    assert "Version 1 (préliminaire)" in written


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1999", "--out", "a.pdf"), "There is no programme 1999. Programmes: 2024-25."),
        (("2024-25", "--out", "a.pdf", "--lang", "de"), "“de” is no language of papers. Use one of en, fr, es."),
        (("2024-25", "--out", "a.pdf", "--kind", "poem"), "“poem” is no kind of paper."),
        (("2024-25", "--out", "a.pdf", "--format", "odt"), "“odt” is no format."),
        (("2024-25", "--out", "a.odt"), "The name of the file tells no format of papers."),
        (("2024-25", "--out", "a"), "The name of the file tells no format of papers."),
        (("2024-25", "--out", "a.pdf", "--version", "9"), "2024-25 has no version “9”. Versions: 2 (proposed"),
        (("2024-25", "--out", "no/where/a.pdf"), "no/where: There is no such folder."),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BienniumError) as refusal:
        run(*arguments)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BienniumError, match="cannot be written: Is a directory"):
        run("2024-25", "--out", tmp_path, "--format", "html")


def test_without_a_version_the_command_tells_the_way(sealed: Programme, tmp_path: Path) -> None:
    empty = Programme.objects.create(
        code="2026-27", title={"en": "Next"}, start="2026-01-01", end="2027-12-31", languages=["en"]
    )
    assert empty.pk
    with pytest.raises(BienniumError, match="--version live"):
        run("2026-27", "--out", tmp_path / "a.html")
