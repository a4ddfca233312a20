"""Taking one change at a time: the values an object gets when some of the changes proposed for it are accepted.

Invariant: taking every change of a comparison gives the later object (places among siblings apart).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from biennium.kernel.compare import Change
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.models import Model
from biennium.programme.selectors.comparison import ORDER, baseline_key, reference_key, target_key

M = TypeVar("M", bound=Model)
RENAMED = {"measure": "kind", "type": "kind", "responsible_unit": "unit"}


def _code(one: Any) -> str:
    return str(one.code)


# The lists whose entries are told one by one: by what an entry is known, and the parts told beside its first.
KEYS: dict[str, Callable[[Any], str]] = {"criteria": _code, "baselines": baseline_key, "targets": target_key}
PARTS = {"required": ("criteria", "required"), "notes": ("baselines", "note")}
FIRST_PARTS = {"criteria": "text", "baselines": "value", "targets": "value"}
PARENT = {exchange.Indicator: "result", exchange.WorkItem: "result", exchange.Section: "parent"}


def taken(old: M, new: M, changes: Iterable[Change]) -> M:
    """`old` with the given changes towards `new`."""
    values = old.model_copy(deep=True)
    for change in changes:
        if change.change == "moved" and type(new) in PARENT:
            name = PARENT[type(new)]
            setattr(values, name, getattr(new, name))
        elif change.field:
            _take(values, new, change)
    return values


def _take(values: Model, new: Model, change: Change) -> None:
    name, _, key = change.field.partition(".")
    name = RENAMED.get(name, name)
    if change.lang and not key:
        _take_text(getattr(values, name), change)
    elif name == ORDER:
        _reorder(values, new)
    elif name == "paper":
        _take_of_paper(values, new, key, change)
    elif name == "references":
        _take_references(values, new, change)
    elif name == "cover":
        _take_text(values.paper.cover.setdefault(key, {}), change)  # type: ignore[attr-defined]
    elif name == "period":
        values.start, values.end = new.start, new.end  # type: ignore[attr-defined]
    elif key:
        listed, part = PARTS.get(name, (name, FIRST_PARTS.get(name, "")))
        _take_entry(getattr(values, listed), getattr(new, listed), change, key, KEYS[listed], part)
    elif change.removed or change.added:
        _take_codes(values, new, name, change)
    else:
        setattr(values, name, getattr(new, name))


def _take_text(text: dict[str, str], change: Change) -> None:
    if change.after is None:
        text.pop(change.lang, None)
    else:
        text[change.lang] = str(change.after)


def _take_references(values: Any, new: Any, change: Change) -> None:
    wanted = {reference_key(one): one for one in new.references}
    kept = [one for one in values.references if reference_key(one) not in change.removed]
    merged = kept + [wanted[key] for key in change.added]
    values.references = sorted(merged, key=lambda one: (one.scheme, one.code))


def _take_codes(values: Any, new: Any, name: str, change: Change) -> None:
    """Sets of codes, member by member; shares as a whole, since only together they sum to one."""
    if name == "sdg":
        values.sdg = new.sdg
        return
    setattr(values, name, sorted((set(getattr(values, name)) - set(change.removed)) | set(change.added)))


def _take_of_paper(values: Any, new: Any, name: str, change: Change) -> None:
    if change.lang:
        _take_text(getattr(values.paper, name), change)
    else:
        setattr(values.paper, name, getattr(new.paper or exchange.Paper(), name))


def _reorder(values: Any, new: Any) -> None:
    """The criteria in the order of the new ones, those that are not among them where they stand."""
    order = {one.code: place for place, one in enumerate(new.criteria)}
    waiting = iter(sorted((one for one in values.criteria if one.code in order), key=lambda one: order[one.code]))
    values.criteria = [next(waiting) if one.code in order else one for one in values.criteria]


def _take_entry(
    old: list[Any], new: list[Any], change: Change, key: str, key_of: Callable[[Any], str], part: str
) -> None:
    """An entry of a list (a criterion, a target): in the new list's state, in the new list's place."""
    wanted = next((one for one in new if key_of(one) == key), None)
    place = next((index for index, one in enumerate(old) if key_of(one) == key), None)
    if wanted is None:
        if place is not None:
            del old[place]
    elif place is None:
        old.insert(min(new.index(wanted), len(old)), wanted.model_copy(deep=True))
    elif change.lang:
        _take_text(getattr(old[place], part), change)
    else:
        setattr(old[place], part, getattr(wanted, part))
