"""The published figures stand in the package as they were published, however the raw files spell them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from biennium.demo.money.facts import CENTS, published
from biennium.standards.places import places
from shared import shared

pytestmark = pytest.mark.database_free

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "ceb_facts.py"


def derive(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_tables_are_those_of_the_files_of_un_ceb() -> None:
    done = derive(shared("standards/ceb"), "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_revenue_by_instrument_sums_to_what_was_published() -> None:
    revenue = published().revenue_by_instrument
    assert {code: amount // CENTS for code, amount in revenue.items()} == {
        "R01": 480_324_648,
        "R02A": 16_432_268,
        "R03A": 31_328_234,
        "R03C": 845_173,
        "R03D": 31_936_820,
        "R03E": 371_897_597,
        "R04A": 79_697_961,
        "R04C": 37_613_736,
    }


def test_192_contributors_gave_what_was_published_of_them() -> None:
    revenue = published().revenue_by_contributor
    assert len({contributor for contributor, _ in revenue}) == len(published().contributors) == 192
    assert sum(revenue.values()) == 831_092_021 * CENTS


def test_expense_is_published_by_function_by_goal_and_in_162_places() -> None:
    facts = published()
    assert sum(facts.expense_by_function.values()) == 858_209_541 * CENTS
    assert sum(facts.expense_by_goal.values()) == 858_209_549 * CENTS
    assert len(facts.expense_by_place) == 162
    assert sum(facts.expense_by_place.values()) == 516_679_028 * CENTS


def test_states_are_known_places_and_others_have_none() -> None:
    known = {place.alpha3 for place in places()}
    for one in published().contributors:
        assert (one.place in known and one.code == one.place) if one.type == "C01" else one.place is None
    assert set(published().expense_by_place) <= known


RAW = {
    "ILO_ceb_summary.csv": (
        "Table,Year,Code,Label,USD\n"
        "revenue,2023,R01,Assessed contributions,1.0\n"
        'revenue,2024,R01,Assessed contributions," 1,200.0 "\n'
        'revenue,2024,R03F,In-kind earmarked contributions," -   "\n'
        "expense_function,2024,,Peace Operations,5.0\n"
        "expense_sdg,2024,BUD,SDG 8,5\n"
    ),
    "ilo-revenue-by-donor-2020-2024.csv": (
        "year,donor,kind,usd\n"
        '2024,"Iran, Islamic Republic of",Assessed,700.0\n'
        "2024,Côte D'Ivoire,Voluntary earmarked,500\n"
        "2024,European Union,Voluntary earmarked,\n"
    ),
    "ilo-expenses-by-country-2020-2024.csv": "year,iso3,name,region,usd\n2024,COD,DR Congo,Africa,5\n",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for name, text in RAW.items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    return tmp_path


def test_marks_dashes_separators_and_spelled_names_are_made_alike(raw: Path) -> None:
    assert derive(raw, "--into", raw / "out").returncode == 0
    made = {path.stem: path.read_text(encoding="utf-8").splitlines()[1:] for path in (raw / "out").iterdir()}
    assert made["revenue_by_instrument"] == ["2024,R01,Assessed contributions,1200"]
    assert made["revenue_by_contributor"] == ["2024,CIV,500,R03", "2024,IRN,700,R01"]
    assert made["expense_by_function"] == ["2024,peace,Peace Operations,5"]
    assert made["contributors"][1] == "EU,European Union,C08A,"


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("ilo-revenue-by-donor-2020-2024.csv", "2024,Atlantis,Assessed,1", "'Atlantis' is an unknown contributor"),
        ("ilo-revenue-by-donor-2020-2024.csv", "2024,China,Promised,1", "'Promised' is an unknown kind of revenue"),
        ("ilo-expenses-by-country-2020-2024.csv", "2024,KEN,Kenya,Africa,1.5", "KEN: '1.5' is no whole amount"),
        ("ilo-expenses-by-country-2020-2024.csv", "2024,KEN,Kenya,Africa,much", "KEN: 'much' is no whole amount"),
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(raw: Path, file: str, line: str, complaint: str) -> None:
    with (raw / file).open("a", encoding="utf-8") as writable:
        writable.write(f"{line}\n")
    done = derive(raw, "--into", raw / "out")
    assert done.returncode == 1
    assert complaint in done.stderr


def test_a_folder_without_the_files_is_refused_in_words(tmp_path: Path) -> None:
    done = derive(tmp_path)
    assert done.returncode == 1
    assert "is not there. Give the folder that holds ILO_ceb_summary.csv" in done.stderr
