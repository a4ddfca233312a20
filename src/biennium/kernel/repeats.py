"""What stands in a list twice."""

from __future__ import annotations

from collections.abc import Sequence


def repeated(keys: Sequence[object]) -> int | None:
    """The place of the first that was there before; None where each is there once."""
    return next((place for place, key in enumerate(keys) if key in keys[:place]), None)
