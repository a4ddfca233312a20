"""Amounts and the parts they are made of, in a comparison: `price.RB` is `price.RB / step constant` and so on, and
again `price.RB / region africa` and so on, each of which has steps of its own.

Invariant: money that moves between parts is told, also where the amount stays what it was. Parts that merely go with
their amount are not. What else is said of a part is told where the part was there before and still is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from biennium.kernel.compare.fields import Number
from biennium.kernel.compare.trees import Change

PART = " / "
"""Parts the name of an amount from that of a part of it, which begins with what the amount is split by."""
NOWHERE = "(none)"
"""The part of an amount that is split by something and belongs to nothing of it."""
Group = tuple[str, str, str]


def with_moved_parts(changes: list[Change]) -> list[Change]:
    """The changes, with amounts of parts only where some rose and others fell."""
    moved = _moved(changes)
    return [one for one in changes if _is_told_of_whole(one) or (_is_part(one) and _is_told(_group(one), moved))]


def _is_told_of_whole(change: Change) -> bool:
    stays = change.before is not None and change.after is not None
    return PART not in change.field or (change.change != "repriced" and stays)


def _is_part(change: Change) -> bool:
    return change.change == "repriced" and PART in change.field


def _moved(changes: list[Change]) -> set[Group]:
    """The splits of amounts between whose parts money moved."""
    signs: dict[Group, set[bool]] = defaultdict(set)
    for one in changes:
        if _is_part(one) and (more := _more(one)):
            signs[_group(one)].add(more > 0)
    return {group for group, found in signs.items() if len(found) > 1}


def _is_told(group: Group, moved: set[Group]) -> bool:
    """What moved between the parts of a part is told once: not where it shows between the parts of the whole."""
    identity, amount, split = group
    return group in moved and not any((identity, whole, split) in moved for whole in _above(amount))


def _above(amount: str) -> Iterator[str]:
    while PART in amount:
        amount = amount.rpartition(PART)[0]
        yield amount


def _group(change: Change) -> Group:
    amount, _part, name = change.field.rpartition(PART)
    return change.identity, amount, name.partition(" ")[0]


def _more(change: Change) -> int:
    """How much more it is, as far as its sign goes; what is not there is nothing."""
    if change.by is not None:
        return change.by.value
    before, after = (one.value if isinstance(one, Number) else 0 for one in (change.before, change.after))
    return after - before
