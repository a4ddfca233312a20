"""The organisations of the neighbours: one that plans, one that reports."""

from __future__ import annotations

import pytest

from reporting.conftest import clock
from reporting.world import Clock
from reporting.world import World as Reporting
from reporting.world import build as build_reporting
from workplan.world import World as Planning
from workplan.world import build as build_planning

__all__ = ["clock"]


@pytest.fixture
def planning(db: None) -> Planning:
    """Two offices that plan work and what it needs."""
    return build_planning()


@pytest.fixture
def reporting(db: None, clock: Clock) -> Reporting:
    """Two offices that report, at a time of the test's own."""
    return build_reporting()
