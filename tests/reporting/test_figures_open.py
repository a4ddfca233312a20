"""Live figures: the value of their cell, opened down to its rows, and recomputed the same."""

from __future__ import annotations

import argparse
import json
from datetime import date
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, RowRef, explain, recompute
from biennium.programme.services.versions import seal_version
from biennium.reporting.figures import figure
from biennium.reporting.selectors.matrix import matrix
from biennium.site.commands import explain as command
from reporting.world import BIENNIUM, Clock, World, build
from running.scenes import built_once

CODES = ["1.i", "1.1.1", "1.1.2", "1.1.3", "1.1.5", "1.1.6", "1.1.7", "1.2.1"]
COLUMNS = ["world", "africa", "americas"]


@built_once
def something_of_everything() -> World:
    world = build()
    for place in ("KEN", "TUN", "NPL"):
        world.verified(place, "1.1.1", "1.2.1")
    world.verified("KEN")
    world.submitted("PER", "1.2.1")
    world.observe("1.i", place="KEN", value="4.0", denominator=3)
    world.observe("1.i", place="TUN", value="8.0", denominator=1)
    world.observe("1.i", region="americas", value="2.5")
    world.observe("1.1.2", place="KEN", value="30")
    world.observe("1.1.2", region="americas", value="12")
    world.observe("1.1.3", place="KEN", numerator=10, denominator=100)
    world.observe("1.1.3", place="PER", numerator=180, denominator=900, by="per")
    world.observe("1.1.5", value="55")
    world.observe("1.1.6", reached=True, measured_on=date(2024, 6, 1))
    world.observe("1.1.7", text={"en": "Confidence grew."})
    return world


@pytest.fixture
def reported(db: None, clock: Clock) -> World:
    """Something of everything."""
    return something_of_everything()


def opened(world: World, name: str) -> Figure:
    return figure(world.planner, world.programme, f"results.{name}")


def test_every_figure_has_the_value_and_the_state_of_its_cell_and_recomputes_the_same(reported: World) -> None:
    table = matrix(actor=reported.planner, programme=reported.programme)
    for row, column in product(table.rows, COLUMNS):
        cell = row.cells[BIENNIUM, column]
        achieved = opened(reported, f"achieved:{row.indicator.code}@{column}")
        progress = opened(reported, f"progress:{row.indicator.code}@{column}")
        assert (achieved.value, achieved.state) == (cell.value, cell.state), (row.indicator.code, column)
        assert progress.value == (None if cell.progress is None else 100 * cell.progress), (row.indicator.code, column)
        for made in (achieved, progress):
            assert recompute(made) == made


def test_as_of_a_day_too(reported: World) -> None:
    for code in CODES:
        now, known = opened(reported, f"achieved:{code}"), f"achieved:{code}@@"
        assert opened(reported, f"{known}@2024-01-02").value == now.value
        assert opened(reported, f"{known}@2024-01-01").value is None


def test_a_count_opens_into_its_countries_and_each_country_into_its_results(reported: World) -> None:
    made = opened(reported, "achieved:1.1.1@africa")
    told = [(step.depth, step.item.name[1]) for step in explain(made) if isinstance(step.item, Figure)]
    assert told == [(0, "results.achieved:1.1.1@africa"), (1, "results:KEN"), (1, "results:TUN")]
    rows = [step.item.label for step in explain(made) if isinstance(step.item, RowRef)]
    assert rows == ["KEN-R1", "KEN-R2", "TUN-R1"]


def test_what_waits_is_a_figure_of_its_own_and_none_for_the_public(reported: World) -> None:
    assert opened(reported, "unverified:1.2.1@americas").value == 1
    with pytest.raises(NotFound, match="public"):
        figure(AnonymousUser(), reported.programme, "results.unverified:1.2.1")


def test_a_figure_of_another_period_names_it(reported: World) -> None:
    assert opened(reported, "achieved:1.1.2@world@2024").value == 42
    assert opened(reported, "achieved:1.1.2@world@2025").value is None


def test_a_figure_pins_the_version_it_speaks_of(reported: World) -> None:
    assert opened(reported, "target:1.1.1").version is None
    version = seal_version(actor=reported.planner, programme=reported.programme, stage="preliminary")
    pin = opened(reported, "target:1.1.1").version
    assert pin is not None
    assert (pin.code, pin.stage, pin.short_hash) == ("2024-25", "preliminary", version.short_hash)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rumour:1.1.1", "no figure"),
        ("achieved:", "no figure"),
        ("achieved:9.9.9", r"no indicator 9\.9\.9"),
        ("achieved:1.1.1@atlantis", "no region atlantis"),
    ],
)
def test_a_name_that_is_none_is_refused_with_those_there_are(reported: World, name: str, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        opened(reported, name)


def test_the_command_and_the_public_pages_explain_it_beside_a_version(
    reported: World, capsys: pytest.CaptureFixture[str]
) -> None:
    seal_version(actor=reported.planner, programme=reported.programme, stage="preliminary")
    options = argparse.Namespace(figure="2024-25/results.achieved:1.1.3", which=None, json=False)
    assert command.run(options) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2024-25/results.achieved:1.1.3 = 19.0 % (first input in per cent of the second)"
    told = [line.partition(" = ")[2].split(" ")[0] for line in lines[2:]]
    assert told == ["190", "10", "180", "1000", "100", "900"]


def test_the_command_tells_machines_the_rows(reported: World, capsys: pytest.CaptureFixture[str]) -> None:
    seal_version(actor=reported.planner, programme=reported.programme, stage="preliminary")
    options = argparse.Namespace(figure="2024-25/results.achieved:1.1.1@africa", which=None, json=True)
    assert command.run(options) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["value"], told["state"]) == ("2", "value")
    assert [row["label"] for row in told["rows"]] == ["KEN-R1", "KEN-R2", "TUN-R1"]
