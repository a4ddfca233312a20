"""Rounds: opened without overlap, extended and closed by whoever manages them."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.audit import history
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.kernel.indicators.progress import Thresholds
from biennium.kernel.periods import Period
from biennium.reporting.services.rounds import close_round, extend_round, open_round, set_thresholds
from reporting.world import World


def open_(world: World, code: str, window: str, *, by: str = "planner") -> object:
    period = Period.parse(window)
    return open_round(
        actor=world.people[by],
        programme=world.programme,
        code=code,
        window=period,
        opens=period.start,
        due=date(2026, 1, 31),
    )


def test_only_whoever_manages_rounds_opens_one(world: World) -> None:
    with pytest.raises(NotPermitted):
        open_(world, "2024", "2024", by="ken")


def test_windows_do_not_overlap_because_what_is_reported_twice_would_be_added_up_twice(world: World) -> None:
    open_(world, "2024", "2024")
    with pytest.raises(InvalidInput, match="overlaps that of round 2024"):
        open_(world, "whole", "2024-25")
    open_(world, "2025", "2025")


@pytest.mark.parametrize(
    ("code", "window", "message"),
    [("", "2024", "needs a code"), ("2026", "2026", "outside the programme"), ("2023-24", "2023-24", "outside")],
)
def test_a_round_needs_a_code_and_a_window_within_the_programme(
    world: World, code: str, window: str, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message):
        open_(world, code, window)


def test_a_round_is_due_after_it_opens(world: World) -> None:
    with pytest.raises(InvalidInput, match="due before it opens"):
        open_round(
            actor=world.planner,
            programme=world.programme,
            code="2024",
            window=Period.of_year(2024),
            opens=date(2025, 1, 1),
            due=date(2024, 12, 1),
        )


def test_a_round_is_extended_with_a_reason_and_to_a_later_day(world: World) -> None:
    opened = world.round("2024")
    with pytest.raises(InvalidInput, match="why"):
        extend_round(actor=world.planner, round=opened, until=date(2025, 3, 1), reason="")
    with pytest.raises(InvalidInput, match="runs until"):
        extend_round(actor=world.planner, round=opened, until=date(2025, 1, 31), reason="More time")
    extended = extend_round(actor=world.planner, round=opened, until=date(2025, 3, 1), reason="More time")
    assert (extended.status, extended.last_day) == ("extended", date(2025, 3, 1))


def test_a_round_is_closed_once_and_its_history_tells(world: World) -> None:
    closed = close_round(actor=world.planner, round=world.round("2024"))
    with pytest.raises(InvalidInput, match="closed already"):
        close_round(actor=world.planner, round=closed)
    assert [event.verb for event in history(closed.uid)] == ["reporting.round_closed", "reporting.round_opened"]


def test_the_thresholds_of_a_programme_are_data(world: World) -> None:
    set_thresholds(actor=world.planner, programme=world.programme, thresholds=Thresholds(behind=5, ahead=20))
    kept = set_thresholds(actor=world.planner, programme=world.programme, thresholds=Thresholds(behind=6, ahead=20))
    assert (kept.behind, kept.ahead) == (6, 20)
    assert history(world.programme.uid)[0].before == {"behind": 5, "ahead": 20}
