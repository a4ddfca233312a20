"""From who gives to what it is for: the picture, its table and its file have the same numbers."""

from __future__ import annotations

import csv
import html
from collections import defaultdict

from .conftest import Reader


def flows(reader: Reader) -> dict[tuple[str, str], int]:
    """The amounts of the file, minor units, by where they come from and go to."""
    rows = csv.DictReader(reader.file("resources/flow.csv"))
    return {(row["From"], row["To"]): int(row["Spent (USD)"].replace(".", "")) for row in rows}


def test_what_enters_a_fund_leaves_it(reader: Reader) -> None:
    found = flows(reader)
    assert found["Assessed contributions", "RB"] == 29_000
    assert found["Government", "XBDC"] == 7_000
    assert found["Contributor not published", "XBDC"] == 3_000
    through: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (source, target), amount in found.items():
        through[target][0] += amount
        through[source][1] += amount
    for fund in ("RB", "XBDC"):
        assert through[fund][0] == through[fund][1] > 0


def test_the_picture_states_its_finding_and_has_its_numbers_one_click_away(reader: Reader) -> None:
    page = html.unescape(reader.page("resources/"))
    assert "Largest source: Assessed contributions, 74%. Largest use: 1 " in page
    assert "flow-wide-title" in page
    assert "flow-narrow-title" in page
    assert "The numbers as a table" in page
    assert 'style="' not in page


def test_the_flow_is_a_workbook_too(reader: Reader) -> None:
    assert reader.client.get("/p/2024-25/resources/flow.xlsx").content.startswith(b"PK")
