"""What stands above each result: by which a purpose, a marker or a target holds for everything below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennium.programme.models import Result

Chain = tuple[Result, ...]


def chains(programmes: Iterable[int]) -> Mapping[int, Chain]:
    """Each result with those above it, the nearest first, their references fetched; by key, two queries."""
    known = Result.objects.filter(programme__in=list(programmes)).prefetch_related("references").in_bulk()
    found = {}
    for pk, result in known.items():
        chain = [result]
        while (above := chain[-1].parent_id) is not None:
            chain.append(known[above])
        found[pk] = tuple(chain)
    return found
