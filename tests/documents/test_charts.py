"""A chart is one named picture that loads nothing, in colours and fonts that do not depend on the machine."""

from __future__ import annotations

import json
import re
import struct
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from biennium.documents.charts import PICTURE, PRINT, SCREEN, Bar, Series, Theme, chart_png, chart_svg, stacked_bars
from biennium.documents.charts.themes import HUES, ON_HUE, VARIABLES
from documents.sample import chart
from web.test_contrast import contrast

pytestmark = pytest.mark.database_free

PAIR = (Series("Country level", "blue"), Series("Global level", "teal"))
SPEC = chart().spec


def drawn(spec: str = SPEC, *, identity: str = "chart-1", lang: str = "en", theme: Theme = PRINT) -> etree._Element:
    svg = chart_svg(spec, title="Seven of sixteen", description="Two bars.", identity=identity, lang=lang, theme=theme)
    return etree.fromstring(svg)


def said(root: etree._Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter("{*}text")]


def test_the_root_is_an_image_with_a_name_and_a_description() -> None:
    root = drawn(lang="fr")
    assert (root.get("role"), root.get("lang")) == ("img", "fr")
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert [named[one] for one in root.get("aria-labelledby", "").split()] == ["Seven of sixteen", "Two bars."]


def test_nothing_inside_speaks_for_itself() -> None:
    root = drawn()
    assert [str(name) for element in root.iterdescendants() for name in dict(element.attrib) if name == "role"] == []
    assert root.xpath("./*//@*[starts-with(name(), 'aria-')]") == []


@pytest.mark.parametrize("theme", [SCREEN, PRINT, PICTURE])
def test_there_is_no_style_no_script_and_no_address(theme: Theme) -> None:
    svg = etree.tostring(drawn(theme=theme), encoding="unicode")
    assert not re.search(r"style=|<script|<style|href|javascript:", svg)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_identities_are_unique_in_a_page_with_two_charts() -> None:
    clipped = json.dumps(
        {"data": {"values": [{"a": 1}]}, "mark": {"type": "point", "clip": True}, "encoding": {"x": {"field": "a"}}}
    )
    first, second = drawn(clipped, identity="one"), drawn(clipped, identity="two")
    ids = [[str(element.get("id")) for element in root.iter() if element.get("id")] for root in (first, second)]
    assert len(ids[0]) > 2
    assert not set(ids[0]) & set(ids[1])
    pointed = re.findall(r"url\(#([^)]+)\)", etree.tostring(second, encoding="unicode"))
    assert pointed
    assert set(pointed) <= set(ids[1])


def test_colours_are_variables_on_a_screen_and_fixed_in_a_document() -> None:
    screen, printed = (etree.tostring(drawn(theme=theme), encoding="unicode") for theme in (SCREEN, PRINT))
    assert [colour for colour in VARIABLES if colour in screen] == []
    assert {"var(--fund-1)", "var(--fund-3)", "var(--paper)", "var(--ink)"} <= set(
        re.findall(r'"(var\([^"]+)"', screen)
    )
    assert "var(" not in printed
    assert HUES["blue"] in printed


@pytest.mark.parametrize("sheet", ["documents/write/paper.css", "web/static/biennium/tokens.css"])
def test_the_style_sheets_know_every_colour_and_keep_it_readable(sheet: str) -> None:
    style = files("biennium").joinpath(sheet).read_text(encoding="utf-8")
    known = {name: pair for name, *pair in re.findall(r"--([a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\);", style)}
    assert {variable[6:-1] for variable in VARIABLES.values()} <= set(known)
    for place, value in enumerate(HUES.values(), 1):
        light, dark = known[f"fund-{place}"]
        assert light == value
        assert min(contrast(light, known["paper"][0]), contrast(dark, known["paper"][1])) >= 4.5
        assert contrast(value, ON_HUE) >= 4.5


def test_links_of_marks_stay_relative_and_have_a_name() -> None:
    spec = json.dumps(
        {
            "data": {"values": [{"a": "Outcome 1", "b": 2, "to": "result/1/"}]},
            "mark": "bar",
            "encoding": {
                "x": {"field": "b", "type": "quantitative"},
                "y": {"field": "a", "type": "nominal"},
                "href": {"field": "to"},
            },
        }
    )
    root = drawn(spec)
    (link,) = root.iter("{*}a")
    assert link.get("href") == "result/1/"
    assert "Outcome 1" in str(link.get("aria-label"))
    assert root.get("role") == "group"


def test_a_specification_that_loads_anything_is_refused() -> None:
    spec = json.dumps({"data": {"url": "https://example.org/data.json"}, "mark": "bar", "encoding": {}})
    with pytest.raises(ValueError, match="not allowed"):
        drawn(spec)


def test_the_picture_for_word_is_a_png_fine_enough_for_print_and_the_same_every_time() -> None:
    png = chart_png(SPEC, lang="en")
    assert png.startswith(b"\x89PNG")
    width, _height = struct.unpack(">II", png[16:24])
    assert width >= 147 / 25.4 * 200
    chart_png.cache_clear()
    assert chart_png(SPEC, lang="en") == png


def test_bars_say_their_numbers_and_the_legend_what_the_colours_stand_for() -> None:
    found = said(drawn())
    assert {"Country level", "Global level", "4", "3", "9", "7"} <= set(found)
    assert "0" not in found


def test_a_single_series_has_no_legend() -> None:
    wide, _narrow = stacked_bars([Bar("Africa", "Africa", (3,))], [Series("Results", "blue")], lang="en")
    assert said(drawn(wide)) == ["Africa", "3"]


def test_numbers_and_labels_are_set_in_the_language() -> None:
    bars = [Bar("L'emploi: pour tous", "1", (12345, 0))]
    wide, _narrow = stacked_bars(bars, [Series("Niveau: pays", "blue"), Series("Monde", "teal")], lang="fr")
    found = said(drawn(wide, lang="fr"))
    assert "L’emploi\u00a0: pour tous" in found
    assert "Niveau\u00a0: pays" in found
    assert "12\u202f345" in found


def test_a_long_label_takes_two_lines_at_most_and_a_narrow_screen_gets_the_short_one() -> None:
    long = "7. " + "Integrated policy and institutional responses " * 4
    wide, narrow = stacked_bars([Bar(long, "Outcome 7", (1, 2))], PAIR, lang="en")
    labels = {row["label"] for row in json.loads(wide)["data"]["values"]}
    assert [label.count("\n") for label in labels] == [1]
    assert all(label.endswith("…") for label in labels)
    assert "Outcome 7" in said(drawn(narrow))
    widths = [float(drawn(spec).get("viewBox", "").split()[2]) for spec in (narrow, wide)]
    assert widths == [320, 520]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_lengths_are_exact_and_begin_at_zero(values: list[tuple[int, int]]) -> None:
    bars = [Bar(f"{place}. Bar", str(place), pair) for place, pair in enumerate(values)]
    spec = json.loads(stacked_bars(bars, PAIR, lang="en")[0])
    rows = [row for row in spec["data"]["values"] if "series" in row]
    assert [row["to"] - row["from"] for row in rows] == [value for pair in values for value in pair]
    assert [row["from"] for row in rows[::2]] == [0] * len(values)
    totals = [row["to"] for row in spec["data"]["values"] if "total" in row]
    assert totals == [sum(pair) for pair in values]
    for layer in spec["layer"]:
        assert layer["encoding"]["x"]["scale"]["domain"] == [0, max(totals) or 1]
