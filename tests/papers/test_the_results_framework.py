"""The results framework gives every indicator with its baseline and target, and says which are illustrative."""

from __future__ import annotations

import pytest

from biennium.documents.blocks import Chart, Document, Heading, Paragraph, Table, plain
from papers.commissions import built, demonstration, small, texts

pytestmark = pytest.mark.database_free


def rows(document: Document) -> list[list[str]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[plain(cell) for cell in row] for table in tables for row in table.rows]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_every_indicator_stands_in_one_row(lang: str) -> None:
    wanted = [one.code for one in demonstration().document.indicators]
    found = [row[0].split("  ")[0] for row in rows(built(demonstration(), lang, "framework")) if any(row[1:])]
    assert found == wanted


def test_the_annex_of_the_programme_paper_has_the_same_rows() -> None:
    assert rows(built(demonstration())) == rows(built(demonstration(), kind="framework"))


def test_a_row_gives_title_unit_baseline_target_and_regions() -> None:
    assert rows(built(small(), kind="framework")) == [
        ["Output 1.1. Ratification", "", "", ""],
        [
            "1.1.1  Number of Member States that ratified (illustrative)",
            "11\u00a0(2023)",
            "20",
            "Africa\u00a012; Americas\u00a08",
        ],
        ["Output 2.1. Employers", "", ""],
        ["2.1.1  Share of members", "12.5\u00a0(June 2022)", "20.0"],
    ]


def test_the_unit_stands_in_the_row_where_the_title_does_not_say_it() -> None:
    found = [row[0] for row in rows(built(demonstration(), kind="framework"))]
    assert "4.i1  Share of informal employment in total employment (SDG 8.3.1); unit: per cent (illustrative)" in found


@pytest.mark.parametrize(
    ("lang", "label", "note"),
    [
        ("en", "(illustrative)", "Indicators marked “illustrative” are examples written for the demonstration."),
        (
            "fr",
            "(à titre d'exemple)",
            "Les indicateurs marqués «à titre d'exemple» ont été écrits pour la démonstration.",
        ),
        (
            "es",
            "(a título de ejemplo)",
            "Los indicadores marcados «a título de ejemplo» se escribieron para la demostración.",
        ),
    ],
)
def test_illustrative_indicators_are_labelled_in_every_row_and_explained(lang: str, label: str, note: str) -> None:
    paper = built(demonstration(), lang, "framework")
    assert all(one.illustrative for one in demonstration().document.indicators)
    assert [row[0] for row in rows(paper) if any(row[1:]) and not row[0].endswith(label)] == []
    assert texts(paper)[0] == note


def test_what_is_not_stated_says_so() -> None:
    indicator = small().document.indicators[1].model_copy(update={"baselines": [], "targets": []})
    found = rows(built(small(indicators=[indicator.model_dump()]), kind="framework"))
    assert found[-1][1:] == ["not stated", "not stated"]


def test_a_programme_without_indicators_says_that_there_are_none() -> None:
    paper = built(small(indicators=[]), kind="framework")
    assert [plain(block.content) for block in paper.blocks if isinstance(block, Paragraph)] == [
        "No indicators are defined."
    ]


def test_it_comes_with_the_paper_and_asks_for_no_decision() -> None:
    paper = built(demonstration(), "fr", "framework")
    assert paper.title == "Cadre de résultats 2024-25"
    assert paper.cover.subtitle == "Aperçu préliminaire des Propositions de programme et de budget pour 2024-25"
    assert [label for label, _content in paper.cover.fields] == ["Unité auteur"]
    assert [block.level for block in paper.blocks if isinstance(block, Heading)] == [1] * 10
    assert [block.anchor for block in paper.blocks if isinstance(block, Chart)] == ["chart-targets"]
