"""The kinds of indicator, and how each behaves when it is added up.

Invariant: a kind is either additive (over places, periods and contributors), or dated (the latest value counts and
nothing is summed), or told in words; progress towards a target follows from the kind and the direction.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an indicator measures."""

    COUNTRY_COUNT = "country_count"
    COUNT = "count"
    RATIO = "ratio"
    INDEX = "index"
    LEVEL = "level"
    MILESTONE = "milestone"
    QUALITATIVE = "qualitative"

    @property
    def additive(self) -> bool:
        """Whether the values of parts make the value of the whole."""
        return self in {Kind.COUNTRY_COUNT, Kind.COUNT, Kind.RATIO}

    @property
    def summed(self) -> bool:
        """Whether the targets of parts sum to the target of the whole."""
        return self in {Kind.COUNTRY_COUNT, Kind.COUNT}

    @property
    def dated(self) -> bool:
        """Whether the latest value in the window is the value."""
        return self in {Kind.INDEX, Kind.LEVEL, Kind.MILESTONE}


class Direction(StrEnum):
    """Where a value should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
