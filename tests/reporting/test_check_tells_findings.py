"""`biennium check` proves that the figures are what their reports amount to, and tells what is not as it should be."""

from __future__ import annotations

import argparse

import pytest

from biennium.reporting.models import IndicatorAggregate
from biennium.reporting.services.results import answer_criterion
from biennium.reporting.services.verification import submit_result, verify_result
from biennium.site.commands.check import run
from reporting.world import World

OPTIONS = argparse.Namespace(deploy=False)


def test_figures_that_are_what_their_reports_amount_to_are_well(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three warnings are about the indicators of the example itself."""
    world.verified("KEN")
    assert run(OPTIONS) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in told[:-1]] == [
        "data (no-baseline)",
        "data (not-measurable)",
        "data (too-many-indicators)",
    ]
    assert told[-1] == "0 findings, 3 warnings"


def test_a_figure_changed_past_the_services_fails_the_check(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.verified("KEN")
    IndicatorAggregate.objects.update(counted=2)
    assert run(OPTIONS) == 1
    told = capsys.readouterr().out
    assert "data (aggregates): 2024-25" in told
    assert "1 finding, 3 warnings" in told


def test_what_may_mislead_is_told_and_does_not_fail_the_check(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    result = world.draft()
    answer_criterion(actor=world.ken, result=result, indicator=world.indicator(), criterion="a", met=True)
    verify_result(actor=world.evaluator, result=submit_result(actor=world.ken, result=result))
    assert run(OPTIONS) == 0
    assert "KEN-R1: The result is verified without evidence." in capsys.readouterr().out
