"""A small organisation with money."""

from __future__ import annotations

import pytest

from ledger import world as worlds


@pytest.fixture
def world(db: None) -> worlds.World:
    """Two funds and a programme."""
    return worlds.build()
