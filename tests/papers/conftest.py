"""A small programme with two sealed versions."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.programme.models import Programme
from biennium.programme.services.versions import seal_version
from programme.conftest import programme, values, world

__all__ = ["programme", "sealed", "values", "world"]


@pytest.fixture
def sealed(programme: Programme) -> Programme:
    """The programme with a preliminary and a proposed version."""
    for stage in ("preliminary", "proposed"):
        seal_version(actor=OPERATOR, programme=programme, stage=stage)
    return programme
