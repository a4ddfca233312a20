"""A chart shows what the figures of the same version say, and its title what is to be seen in it."""

from __future__ import annotations

import json

import pytest

from biennium.documents.blocks import Chart, Span, plain
from biennium.papers.findings import leading
from biennium.programme import figures
from biennium.programme.models import Programme, Version
from papers.commissions import built, demonstration, small

pytestmark = pytest.mark.database_free


def chart(anchor: str, lang: str = "en") -> Chart:
    return next(one for one in built(demonstration(), lang).blocks if isinstance(one, Chart) and one.anchor == anchor)


def explained(address: str) -> int | None:
    """What the explanation of the figure says, in the version the paper is made of."""
    code, _, name = address.partition("/")
    version = Version(programme=Programme(code=code), number=2, stage="proposed", sha256="3f9a1c7e" * 8)
    value = figures.figure(demonstration(), version, name).value
    return value if isinstance(value, int) else None


def test_every_number_of_the_deliverables_is_a_figure_that_explains_itself() -> None:
    table = chart("chart-deliverables").table
    numbers: list[Span] = [cell[0] for row in table.rows for cell in row[1:]]
    assert len(numbers) == 11 * 4
    assert [(span.figure, span.text) for span in numbers if str(explained(str(span.figure))) != span.text] == []
    assert [plain(cell) for cell in table.rows[-1]] == ["Total", "125", "158", "51", "334"]


def test_bars_and_table_show_the_same_numbers() -> None:
    for anchor in ("chart-deliverables", "chart-targets"):
        one = chart(anchor)
        totals = [row["to"] for row in json.loads(one.spec)["data"]["values"] if "total" in row]
        rows = [[int(plain(cell)) for cell in row[1:]] for row in one.table.rows]
        shown = [row[-1] for row in rows[:-1]] if anchor == "chart-deliverables" else rows[-1][:-1]
        assert totals == shown
        assert rows[-1] == [sum(column) for column in zip(*rows[:-1], strict=True)]
        assert all(row[-1] == sum(row[:-1]) for row in rows)


def test_targets_are_added_only_where_they_count_countries() -> None:
    wanted = sum(
        int(target.value)
        for indicator in demonstration().document.indicators
        for target in indicator.targets
        if target.region and indicator.kind == "country_count"
    )
    assert plain(chart("chart-targets").table.rows[-1][-1]) == str(wanted)


@pytest.mark.parametrize(
    ("lang", "deliverables", "targets"),
    [
        ("en", "Deliverables: Outcome 3 leads with 52 of 334", "Country results targeted: Africa leads with"),
        (
            "fr",
            "Prestations: Résultat 3 en tête, avec 52 sur 334",
            "Résultats visés dans les pays: Afrique en tête, avec",
        ),
        (
            "es",
            "Prestaciones: Resultado 3 en cabeza, con 52 de 334",
            "Resultados previstos en los países: África en cabeza, con",
        ),
    ],
)
def test_the_title_states_the_finding(lang: str, deliverables: str, targets: str) -> None:
    assert chart("chart-deliverables", lang).title == deliverables
    assert chart("chart-targets", lang).title.startswith(targets)


def test_several_that_lead_are_all_named() -> None:
    assert (
        leading({"A": 3, "B": 3, "C": 3, "D": 1}, "en", things="Results")
        == "Results: A, B and C lead with 3 of 10 each"
    )
    assert leading({"A": 2, "B": 2}, "fr", things="Résultats") == "Résultats: A et B en tête, avec chacun 2 sur 4"


def test_the_source_names_the_version_and_illustrative_targets_are_called_so() -> None:
    source = "Source: programme 2024-25. Version 2 (proposed), sealed 1 March 2023, SHA-256 3f9a1c7e5b20."
    assert chart("chart-deliverables").source == source
    assert chart("chart-targets").source == f"{source} The targets are illustrative."


def test_the_description_says_every_bar() -> None:
    one = chart("chart-targets")
    assert one.description.count(";") == 4
    assert "Arab States: 49" in one.description


def test_a_programme_without_deliverables_or_regions_has_no_chart() -> None:
    results = [one.model_dump() for one in small().document.results if one.level != "deliverable"]
    paper = built(small(results=results, indicators=[]))
    assert [block for block in paper.blocks if isinstance(block, Chart)] == []
