"""The reference data that lies beside a checkout: tests read it there, and say so when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

PLACE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """The file or folder `name` of the reference data; the test is skipped, with the reason, where there is none."""
    path = PLACE / name
    if not path.exists():
        pytest.skip(f"the reference data is not on this machine: {name}")
    return path
