"""A small organisation that reports, at a time of the test's own."""

from __future__ import annotations

import pytest

from reporting.world import Clock, World, build


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the test; it begins in January 2024."""
    return Clock(monkeypatch)


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """The organisation and its programme."""
    return build()
