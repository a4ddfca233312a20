"""What the stories with people in them start from."""

from __future__ import annotations

import pytest

from reporting.world import Clock, World, build


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the story; it begins in January 2024."""
    return Clock(monkeypatch)


@pytest.fixture
def reporters(db: None, clock: Clock) -> World:
    """Country offices that report, and those who verify."""
    return build()
