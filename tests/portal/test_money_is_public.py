"""Resources: the answer, the cuts, their files, and the figures that open down to postings."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.kernel.figures import RowRef, recompute
from biennium.programme.figures import figure
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.versions import opened
from biennium.site.command import main
from biennium.web import formatting
from ledger.world import World

from .conftest import HERE, Reader

FAMILIES = ("money.", "income.", "published.")
CUTS = ("fund", "outcome", "result", "region", "place", "cost", "year")
PAGES = (
    "resources/",
    *(f"resources/by/{cut}/" for cut in CUTS),
    "resources/by/outcome/?fund=RB&year=2024",
    "resources/by/fund/?result=1",
    "resources/by/below/?result=1",
    "resources/funds/XBDC/",
    "resources/totals/",
    "resources/partners/",
    "resources/partners/NOR/",
    "",
    "results/1/",
    "results/1.1/",
    "countries/",
    "countries/KEN/",
)
EXPLAINED = re.compile(rf'href="{HERE}explain/([^"?]+)/(?:\?[^"]*)?"[^>]*>([^<]*)<')


def figures_on(page: str) -> list[tuple[str, str]]:
    """The name of each figure that opens, and what the page shows of it."""
    return [(unquote(name), html.unescape(shown).strip()) for name, shown in EXPLAINED.findall(page)]


def test_resources_answer_how_much_is_approved_and_spent(reader: Reader) -> None:
    page = reader.page("resources/")
    assert (
        "Of USD\u00a01,800 approved for 2024–2025, USD\u00a0390 is spent: 32.5 % of the USD\u00a01,200 allotted."
        in page
    )


def test_the_income_of_the_programme_stands_beside_its_money(reader: Reader) -> None:
    assert "income.recognised" in dict(figures_on(reader.page("resources/")))


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_of_a_page_opens_to_the_value_that_is_shown(reader: Reader, address: str) -> None:
    version = Version.objects.get()
    shown = [(name, value) for name, value in figures_on(reader.page(address)) if name.startswith(FAMILIES)]
    assert shown
    for name, value in shown:
        found = figure(opened(version), version, name)
        assert recompute(found) == found
        told = {formatting.figure(found, power) for power in (0, 3, 6, None)}
        assert value in told, (name, value, told)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_says_what_only_the_office_knows(reader: Reader, address: str) -> None:
    page = reader.page(address)
    for secret in ("SHYLAND", "Secret talks", "TALKS", "Jane Doe"):
        assert secret not in page, secret


def test_a_total_is_four_steps_from_a_posting(reader: Reader) -> None:
    page, steps = reader.page("resources/"), 0
    address = "explain/money.spent/"
    assert f"{HERE}{address}" in page
    while "ERP-1" not in page:
        page, steps = reader.page(address), steps + 1
        below = re.findall(rf'<th scope="row"[^>]*>\s*<a href="{HERE}(explain/[^"]+)">([^<]*)', page)
        wanted = {1: "XBDC", 2: "1.2", 3: "NOR-1"}.get(steps, "")
        address = next((url for url, words in below if wanted in html.unescape(words)), "")
    assert steps == 4
    assert "Expense · 1 Mar 2024 · ERP-1" in html.unescape(page)


def test_what_every_figure_rests_on_opens_and_hides_what_is_not_public(reader: Reader) -> None:
    version = Version.objects.get()
    waiting, opened_names = ["money.spent", "money.approved", "money.delivery", "income.recognised"], set()
    while waiting:
        name = waiting.pop()
        if name in opened_names:
            continue
        opened_names.add(name)
        page = reader.page(f"explain/{name}/")
        for secret in ("SHYLAND", "Jane Doe", "TALKS"):
            assert secret not in page, (name, secret)
        waiting += [row.identity for row in figure(opened(version), version, name).inputs if _opens(row)]
    assert len(opened_names) > 20


def _opens(row: object) -> bool:
    return isinstance(row, RowRef) and row.type == "figure"


@pytest.mark.parametrize(
    "name",
    [
        "money.spent:partner=SHYLAND",
        "money.spent:agreement=SHYLAND-1",
        "money.approved:agreement=TALKS-1",
        "income.recognised:partner=SHYLAND",
    ],
)
def test_a_figure_that_names_what_is_not_public_is_not_there(reader: Reader, name: str) -> None:
    page = reader.page(f"explain/{name}/", 404)
    assert "Land of SHYLAND" not in page
    assert "Secret talks" not in page


def test_those_who_are_not_published_are_one(reader: Reader) -> None:
    assert "Contributor not published" in reader.page("explain/money.spent:partner=~/")
    assert "300.00" in reader.page("explain/income.recognised:partner=~/")


@pytest.mark.parametrize("cut", CUTS)
def test_a_file_has_the_rows_of_its_page_exactly_with_their_total_and_source(reader: Reader, cut: str) -> None:
    lines = reader.file(f"resources/by/{cut}.csv")
    assert lines[0].endswith(",Source")
    assert lines[-1].startswith("Total")
    assert "390.00" in lines[-1]
    assert "books as of" in lines[-1]
    answer = reader.client.get(f"{HERE}resources/by/{cut}.xlsx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_files_and_pages_are_in_the_readers_language(world: World) -> None:
    french = Reader("fr")
    assert "Ressources" in french.page("resources/")
    assert "Approuvé (USD)" in french.file("resources/by/fund.csv")[0]


def test_a_dimension_there_is_none_of_is_answered_with_those_there_are(reader: Reader) -> None:
    assert "outcome" in reader.page("resources/by/colour/", 404)
    assert "There is no fund NO." in reader.page("resources/funds/NO/", 404)


def test_a_fund_says_its_rules(reader: Reader) -> None:
    page = reader.page("resources/funds/XBDC/")
    assert "Voluntary: partners decide to pay" in page
    assert "when an agreement is signed" in page


def test_a_result_that_the_version_does_not_have_has_no_name(reader: Reader, world: World) -> None:
    from biennium.programme.models import Level, Result

    level = Level.objects.get(programme=world.programme, code="output")
    parent = Result.objects.get(programme=world.programme, code="1")
    Result.objects.create(
        programme=world.programme, level=level, parent=parent, code="1.9", position=9, title={"en": "Not yet told"}
    )
    world.enter("allotment", 1_000, world.line("RB", result="1"), to=world.line("RB", result="1.9", unit="LAW"))
    page = reader.page("resources/by/result/")
    assert "A result this version does not have" in page
    assert "Not yet told" not in page
    assert "1.9" not in reader.file("resources/by/result.csv")[1:]


@pytest.mark.parametrize(
    "address", ["resources/", "resources/partners/", "results/1/", "resources/totals/", "countries/"]
)
def test_p13_more_money_asks_no_more_questions(reader: Reader, world: World, address: str) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.client.get(f"{HERE}{address}").status_code == 200
        return len(captured)

    questions()
    before = questions()
    for number in range(6):
        place = ("KEN", "PER", "NPL")[number % 3]
        world.spend(10 + number, world.line("RB", result="2.1", unit="ORG", place=place, year=2024 + number % 2))
    assert questions() <= before


def test_what_is_modelled_says_so_on_pages_in_files_and_in_explanations(reader: Reader, world: World) -> None:
    Programme.objects.update(is_demonstration=True)
    for address in ("resources/", "countries/KEN/", "explain/money.spent/", "resources/partners/NOR/"):
        assert "is modelled" in reader.page(address), address
    for address in ("resources/by/fund.csv", "resources/flow.csv", "explain/money.spent/rows.csv", "countries.csv"):
        assert all("is modelled" in line for line in reader.file(address)[1:]), address


def test_the_command_explains_every_figure_of_a_page(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    shown = figures_on(reader.page("resources/")) + figures_on(reader.page("resources/totals/"))
    names = {name for name, _value in shown if name.startswith(FAMILIES)}
    version = Version.objects.get()
    for name in sorted(names):
        assert main(["explain", f"2024-25/{name}"]) == 0
        said = capsys.readouterr().out
        assert f"= {figure(opened(version), version, name).decimal_string()} " in said
