"""A small organisation that plans."""

from __future__ import annotations

import pytest

from workplan.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """Two offices, a headquarters unit, work for three outputs, and money."""
    return build()
