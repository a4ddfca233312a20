"""`biennium validate iati` says 0 only when nothing is critical or an error, and reads any number of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from biennium.site.command import build_parser
from biennium.site.commands import validate
from iati.cases import T, build, identifier, partner
from iati.documents import ACTIVITIES, NOW, ORGANISATIONS, content, smallest

GOOD = content(smallest())


TODAY = ("--today", f"{NOW:%Y-%m-%d}")


def run(*arguments: object) -> int:
    """On a day that is always the same, unless another is given."""
    return validate.run(build_parser().parse_args(["validate", "iati", *TODAY, *map(str, arguments)]))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "activities.xml"
    path.write_bytes(GOOD)
    return path


def changed(file: Path, name: str, change: str) -> Path:
    path = file.with_name(name)
    path.write_bytes(content(build(ACTIVITIES, change)))
    return path


def test_a_good_file_ends_with_0(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file) == 0
    assert capsys.readouterr().out == f"{file}: 1 activities: 0 critical, 0 error, 0 warning, 0 advisory\n"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("-sector", 1),
        ("<sector/>", 1),
        ('<sector vocabulary="2" code="160"/>', 0),
        (partner(activity_id="GB-CHC-1-A1", ref="X"), 0),
    ],
)
def test_only_what_is_critical_or_an_error_ends_with_1(file: Path, change: str, status: int) -> None:
    assert run(changed(file, "changed.xml", change)) == status


def test_one_bad_file_among_several_is_enough(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organisations = file.with_name("organisations.xml")
    organisations.write_bytes(content(smallest(ORGANISATIONS)))
    assert run(file, organisations) == 0
    assert run(file, changed(file, "bad.xml", "-sector"), organisations) == 1
    assert "organisations.xml: 1 organisations: 0 critical" in capsys.readouterr().out


def test_json_is_one_report_or_an_array_of_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file, "--json")
    assert json.loads(capsys.readouterr().out)["file"] == str(file)
    run(file, changed(file, "bad.xml", "-sector"), "--json")
    assert [report["summary"]["error"] for report in json.loads(capsys.readouterr().out)] == [0, 1]


def test_the_report_can_go_to_a_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = file.with_name("report.json")
    assert run(file, "--json", "--out", out) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(out.read_text(encoding="utf-8"))["valid"] is True


def test_the_clock_is_an_argument(file: Path) -> None:
    later = changed(file, "later.xml", T(date="2030-05-05", value_date="2030-05-05"))
    assert [run(later, "--today", day) for day in ("2030-05-04", "2030-05-05")] == [1, 0]


def test_strict_goes_further_than_the_official_validator(file: Path) -> None:
    nowhere = changed(file, "nowhere.xml", "-recipient-country")
    assert [run(nowhere), run(nowhere, "--strict")] == [0, 1]


def test_publishers_can_be_added(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = changed(file, "odd.xml", '<participating-org role="4" ref="ZZ/1"/>')
    known = file.with_name("publishers.txt")
    known.write_text("ZZ/1\n", encoding="utf-8")
    run(odd)
    assert "1.8.13" in capsys.readouterr().out
    run(odd, "--publishers", known)
    assert "1.8.13" not in capsys.readouterr().out


def test_files_validated_together_and_lists_make_activities_known(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    naming = changed(
        file, "naming.xml", identifier("XM-DAC-41302-B1") + partner(ref="X", activity_id="XM-DAC-41302-A1")
    )
    known = file.with_name("known.txt")
    known.write_text("XM-DAC-41302-A1\n", encoding="utf-8")
    counts = []
    for arguments in ([naming], [naming, file], [naming, "--known", known]):
        run(*arguments)
        counts.append(capsys.readouterr().out.count("advisory 1000.0.1"))
    assert counts == [1, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.xml"], "missing.xml: This file cannot be read: No such file or directory."),
        (["."], ".: This file cannot be read: Is a directory."),
        (["FILE", "missing.xml"], "missing.xml: This file cannot be read: No such file or directory."),
        (["FILE", "--today", "tomorrow"], "--today: “tomorrow” is not a day. Write it as YYYY-MM-DD."),
        (["FILE", "--known", "missing.txt"], "missing.txt: This file cannot be read: No such file or directory."),
        (["FILE", "--out", "no/where"], "no/where: This file cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_one_line(
    file: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from biennium.site.command import main

    monkeypatch.chdir(file.parent)
    status = main(["validate", "iati", *(str(file) if word == "FILE" else word for word in arguments)])
    captured = capsys.readouterr()
    assert (status, captured.out, captured.err) == (2, "", f"biennium: {words}\n")


def test_it_needs_no_settings_and_leaves_nothing_behind(file: Path) -> None:
    program = Path(sys.executable).with_name("biennium")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BIENNIUM_", "DJANGO_"))}
    done = subprocess.run(
        [program, "validate", "iati", *TODAY, file.name], cwd=file.parent, env=environment, check=False
    )
    assert done.returncode == 0
    assert [path.name for path in file.parent.iterdir()] == [file.name]
