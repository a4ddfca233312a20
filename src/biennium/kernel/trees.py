"""Trees told by the parent of each member."""

from __future__ import annotations

from collections.abc import Mapping


def below(first: int, parents: Mapping[int, int | None]) -> set[int]:
    """A member and all below it; a circle among the parents does no harm."""
    found, grown = {first}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found
