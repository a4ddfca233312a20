"""`biennium publish all`: the four standards leave together when they agree with the books, or none of them does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import Conflict, NotPermitted
from biennium.organisation.models import Person, Place
from biennium.programme.models import Programme, WorkItem
from biennium.programme.services.importing import import_programme
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.packages import prepare_packages
from biennium.publishing.publications.services import release
from biennium.publishing.reconcile.models import Reconciliation
from biennium.publishing.reconcile.together import prepare_all, release_all
from biennium.publishing.reconcile.waiting import waiting
from biennium.site.command import main
from biennium.site.commands import publications
from programme import samples
from publications import world as worlds
from publications.world import World

STANDARDS = ["iati", "datacube", "crs", "uninfo"]
STEMS = ("activities-2024-25", "organisation", "datacube-2024", "crs-2024", "uninfo-2024-25")


@pytest.fixture
def spent(db: None) -> World:
    made = worlds.build()
    WorkItem.objects.filter(programme=made.programme).update(function="development")
    made.adopt()
    made.allot(1_000_00)
    made.cost(100_00, "KEN101")
    made.cost(7_00, "GLO101")
    return made


def following(spent: World) -> Programme:
    """The programme after it, adopted, with its own expense."""
    values = samples.programme(code="2026-27", start="2026-01-01", end="2027-12-31", indicators=[])
    later = World(import_programme(actor=OPERATOR, values=values))
    WorkItem.objects.filter(code="KEN101").update(function="development")
    later.adopt()
    later.allot(1_000_00, year=2026)
    later.cost(50_00, "KEN101", year=2026)
    return later.programme


def publish(folder: Path, *more: str) -> int:
    return main(["publish", "all", "--out", str(folder), *more])


def left() -> list[str]:
    rows = Publication.objects.filter(published_at__isnull=False).order_by("number")
    return list(rows.values_list("standard", flat=True))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_one_command_publishes_all_four_and_says_that_they_agree(spent: World, tmp_path: Path, capsys: Any) -> None:
    assert publish(tmp_path / "out") == 0
    names = {one.name for one in (tmp_path / "out").iterdir()}
    assert names >= {f"{stem}.report.json" for stem in STEMS} | {"publications.json", "reconciliation.json"}
    assert {one["name"] for told in read(tmp_path / "out" / "publications.json") for one in told["files"]} < names
    assert "2024-25: IATI, data cube, CRS and UN INFO agree with the books." in capsys.readouterr().out
    assert left() == STANDARDS
    assert [one.holds for one in Reconciliation.objects.all()] == [True]


def test_only_checking_reconciles_too_and_publishes_nothing(spent: World, tmp_path: Path, capsys: Any) -> None:
    assert publish(tmp_path, "--check", "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)["reconciliation"]
    assert (report["programme"], report["missing"]) == ("2024-25", [])
    assert (left(), Reconciliation.objects.count()) == ([], 0)
    assert not Publication.objects.filter(discarded_at__isnull=True).exists()


def test_what_is_in_the_way_of_one_stops_all_until_it_is_waived(spent: World, tmp_path: Path, capsys: Any) -> None:
    Place.objects.filter(code="PER").update(alpha2="QQ")
    WorkItem.objects.filter(code="KEN101").update(function="")
    assert publish(tmp_path) == 1
    said = capsys.readouterr()
    assert "error 9.50.1@XM-DAC-41302-2024-25-PER101" in said.err
    assert "Nothing is published" in said.out
    blocking = [one["finding"] for told in read(tmp_path / "publications.json") for one in told["blocking"]]
    assert len(set(blocking)) == len(blocking) > 2
    assert (left(), read(tmp_path / "reconciliation.json")) == ([], [])
    assert publish(tmp_path, *(word for name in blocking for word in ("--waive", f"{name}=Known to us"))) == 0
    assert left() == STANDARDS


def test_none_leaves_when_they_differ_from_the_books_without_a_name(
    spent: World, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = publications.write_files

    def meanwhile(publication: Publication, folder: Path) -> None:
        write(publication, folder)
        spent.cost(5_00, "KEN101")

    monkeypatch.setattr(publications, "write_files", meanwhile)
    assert publish(tmp_path) == 1
    said = capsys.readouterr()
    assert "  20.00 has no name" in said.err
    assert "do not agree with the books" in said.out
    assert (left(), Reconciliation.objects.count()) == ([], 0)
    assert Publication.objects.filter(discarded_at__isnull=False).count() == len(STANDARDS)


def test_a_file_that_cannot_be_written_leaves_nothing_half_published(spent: World, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "crs-2024.zip").mkdir()
    assert publish(tmp_path) == 2
    assert "crs-2024.zip: This file cannot be written" in capsys.readouterr().err
    assert not Publication.objects.filter(discarded_at__isnull=True).exists()


@pytest.mark.parametrize("year", ["abc", "24", "２０２４", "-2024"])
def test_what_is_no_year_is_said_with_what_one_looks_like(year: str, tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["publish", "crs", "--out", str(tmp_path), f"--year={year}"])
    assert ended.value.code == 2
    assert "is no calendar year; it looks like 2024" in capsys.readouterr().err


def test_books_without_expense_are_said_so(world: World, tmp_path: Path, capsys: Any) -> None:
    assert publish(tmp_path) == 2
    assert "2024-25: Nothing was spent yet" in capsys.readouterr().err
    assert not Publication.objects.exists()


def test_only_who_may_publish_does_and_nothing_blocked_leaves(spent: World) -> None:
    reader = Person.objects.create_user(email="reader@example.org", name="Reader", password="a-long-word-9")
    with pytest.raises(NotPermitted):
        prepare_all(actor=reader, programmes=[spent.programme])
    WorkItem.objects.filter(code="KEN101").update(function="")
    made = prepare_all(actor=OPERATOR, programmes=[spent.programme])
    with pytest.raises(NotPermitted):
        release_all(actor=reader, publications=made)
    with pytest.raises(Conflict):
        release_all(actor=OPERATOR, publications=made)
    assert left() == []


def test_several_adopted_programmes_leave_together_and_each_agrees(spent: World, tmp_path: Path, capsys: Any) -> None:
    later = following(spent)
    assert publish(tmp_path) == 0
    said = capsys.readouterr().out
    assert "2024-25: IATI, data cube, CRS and UN INFO agree with the books." in said
    assert "2026-27: IATI, data cube, CRS and UN INFO agree with the books." in said
    assert left() == [*STANDARDS, *STANDARDS[1:]]
    assert [one.standard for one in waiting([later, spent.programme])] == [*STANDARDS, *STANDARDS[1:]]


def test_the_tables_of_one_programme_are_not_overtaken_by_those_of_another(spent: World) -> None:
    later = following(spent)
    programmes = (spent.programme, later)
    mine, other = (prepare_packages(actor=OPERATOR, standard="uninfo", programme=one) for one in programmes)
    release(actor=OPERATOR, publication=other)
    again = prepare_packages(actor=OPERATOR, standard="uninfo", programme=spent.programme)
    release(actor=OPERATOR, publication=again)
    with pytest.raises(Conflict, match="Another publication has been made since"):
        release(actor=OPERATOR, publication=mine)
