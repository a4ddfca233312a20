"""A reader without an account goes from the programme at a glance to the rows of a figure, and takes them along."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from .conftest import PEOPLE

pytestmark = pytest.mark.browser
OPENS = re.compile("d’où vient ce chiffre")


def test_a_reader_goes_from_the_glance_to_a_result_its_indicator_and_the_rows_of_a_figure(person: PEOPLE) -> None:
    reader = person("/", lang="en")
    reader.follow(reader.thing("button", "français"))
    assert reader.page.locator("html").get_attribute("lang") == "fr"
    assert "7 résultats, 3 catalyseurs, 44 produits et 334 prestations" in reader.text
    reader.follow(reader.thing("link", re.compile("Une action normative forte et moderne")))
    assert "unité responsable : Normes internationales du travail" in reader.text
    figures = reader.page.locator("dl").filter(has_text="Indicateurs")
    reader.follow(figures.locator("div").filter(has_text="Indicateurs").get_by_role("link", name=OPENS))
    assert "7 = nombre de lignes différentes ci-dessous" in reader.text
    reader.press(reader.page.locator("details.download > summary").first)
    rows = _rows(Path(reader.take(reader.thing("link", re.compile("csv$"))).path()))
    assert [row for row in rows if row and row[0].startswith("1.1.1 ")]
    reader.follow(reader.thing("link", re.compile("^1.1.1 ")))
    assert reader.page.url.endswith("/results/1.1/#1.1.1")
    indicator = reader.page.locator(":target")
    assert "Cible, 2024–2025" in indicator.inner_text()
    reader.press(indicator.locator("summary"))
    assert "États Membres" in indicator.inner_text()


def test_a_reader_finds_a_word_and_steps_from_result_to_result(person: PEOPLE) -> None:
    reader = person("/p/2024-25/results/", lang="fr")
    reader.write(reader.field(re.compile("^Rechercher dans les titres")), "statistiques")
    reader.follow(reader.thing("button", "Rechercher"))
    assert re.search(r"\d+ résultats et prestations contiennent « statistiques »", reader.text)
    reader.follow(reader.page.locator("main .tree a").first)
    assert "/results/" in reader.page.url
    here = reader.page.url
    reader.follow(reader.page.locator(".sequence a").last)
    assert reader.page.url != here


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
