"""Which members of a list stayed where they were, when some moved.

Invariant: the members that stayed are as many as can be (a longest increasing subsequence), and the same whichever
of the two orders is called the earlier one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence


def stayed(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The members that kept their order, in that order; `before` and `after` are two orders of the same members.

    Of several answers of the same length it is the first in the alphabet, which does not depend on the direction.
    """
    rank = {member: index for index, member in enumerate(before)}
    levels = _by_length(after, rank)
    kept: list[str] = []
    place = {member: index for index, member in enumerate(after)}
    for length in sorted(levels, reverse=True):
        followers = [
            member
            for member in levels[length]
            if not kept or (place[member] > place[kept[-1]] and rank[member] > rank[kept[-1]])
        ]
        kept.append(min(followers))
    return kept


def _by_length(after: Sequence[str], rank: dict[str, int]) -> dict[int, list[str]]:
    """The members by the length of the longest ordered run that starts with them."""
    levels: dict[int, list[str]] = defaultdict(list)
    tails: list[int] = []
    for member in reversed(after):
        length = bisect_left(tails, -rank[member])
        tails[length : length + 1] = [-rank[member]]
        levels[length].append(member)
    return levels
