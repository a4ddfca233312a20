"""`biennium publish iati`: files, reports and the outcome; exit status 1 while an error is in the way."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from biennium.organisation.models import Place
from biennium.publishing.publications.models import Publication, Publisher
from biennium.site.command import main
from publications.world import World

AS_OF = ("--as-of", "2025-06-30")


@pytest.fixture
def spent(world: World) -> World:
    world.allot(10_000_000)
    world.cost(1_000, "KEN101")
    return world


def publish(folder: Path, *more: str) -> int:
    return main(["publish", "iati", "--out", str(folder), *AS_OF, *more])


def test_it_writes_files_reports_and_the_outcome(spent: World, tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "new" / "iati"
    assert publish(folder) == 0
    assert {one.name for one in folder.iterdir()} == {
        "activities-2024-25.xml",
        "activities-2024-25.report.json",
        "organisation.xml",
        "organisation.report.json",
        "publication.json",
    }
    told = json.loads((folder / "publication.json").read_text(encoding="utf-8"))
    for one in told["files"]:
        assert hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest() == one["sha256"]
    assert "Publication 1 as of 2025-06-30 is published." in capsys.readouterr().out


def test_a_machine_is_told_in_json(spent: World, tmp_path: Path, capsys: Any) -> None:
    assert publish(tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "withdrawn": 0}
    assert set(told["severities"].values()) == {0}
    assert [name.rpartition("-")[2] for name in told["differences"]["new"]] == ["KEN101", "PER101", "GLO101"]


def test_only_checking_publishes_nothing(spent: World, tmp_path: Path) -> None:
    assert publish(tmp_path, "--check") == 0
    assert (tmp_path / "activities-2024-25.xml").exists()
    assert not Publication.objects.filter(published_at__isnull=False).exists()


def test_an_error_stops_it_and_is_named_so_that_it_can_be_waived(spent: World, tmp_path: Path, capsys: Any) -> None:
    Place.objects.filter(code="PER").update(alpha2="QQ")
    assert publish(tmp_path) == 1
    said = capsys.readouterr()
    assert "error 9.50.1@XM-DAC-41302-2024-25-PER101: The recipient country code is invalid." in said.err
    assert "is not published" in said.out
    told = json.loads((tmp_path / "publication.json").read_text(encoding="utf-8"))
    waivers = [word for one in told["blocking"] for word in ("--waive", f"{one['finding']}=Known to us")]
    assert publish(tmp_path, *waivers) == 0
    assert Publication.objects.get(published_at__isnull=False).findings.count() == len(told["blocking"])


def test_a_profile_holds_from_then_on(spent: World, tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text('{"sector": "16020"}', encoding="utf-8")
    assert publish(tmp_path, "--profile", str(path)) == 0
    assert Publisher.objects.get().profile == {"sector": "16020"}
    assert 'code="16020"' in (tmp_path / "activities-2024-25.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--as-of", "31.12.2024"), "is not a day"),
        (("--as-of", "2999-01-01"), "still to come"),
        (("--programme", "1999"), "was not adopted"),
        (("--waive", "1.1.1@x=Because"), "There is no error 1.1.1@x to waive"),
        (("--profile", "no-such-file.json"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    spent: World, tmp_path: Path, capsys: Any, more: tuple[str, ...], words: str
) -> None:
    assert publish(tmp_path, *more) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not Publication.objects.filter(discarded_at__isnull=True).exists()


def test_a_file_where_the_folder_should_be_is_said(spent: World, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert publish(tmp_path / "taken") == 2
    assert "This is a file, not a folder" in capsys.readouterr().err
