"""A small organisation that publishes."""

from __future__ import annotations

import pytest

from publications import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    """An adopted programme with three work items and no money."""
    made = worlds.build()
    made.adopt()
    return made
