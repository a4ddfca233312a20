"""The changes between two versions as a person reads them: object by object, in the order of the framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from biennium.kernel.compare import Change
from biennium.programme.selectors.comparison import HEAD, labels, nodes
from biennium.programme.selectors.versions import Book

WHOLE = {"added", "dropped"}


@dataclass
class Group:
    """All that changed of one object."""

    kind: str
    label: str
    identity: str
    changes: list[Change] = field(default_factory=list)
    before: str = ""
    after: str = ""
    followers: list[Group] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """`added` or `dropped` when the object itself came or went, else empty."""
        return next((change.change for change in self.changes if change.change in WHOLE), "")


def grouped(changes: list[Change], earlier: Book, later: Book) -> list[Group]:
    """One group an object; a moved one says from where to where."""
    moved = any(change.change == "moved" for change in changes)
    names = {**labels((earlier, later)), HEAD: later.document.code} if moved else {}
    groups: dict[str, Group] = {}
    for change in changes:
        group = groups.setdefault(change.identity, Group(change.kind, change.label, change.identity))
        group.changes.append(change)
        if change.change == "moved":
            group.before, group.after = names.get(str(change.before), ""), names.get(str(change.after), "")
    return list(groups.values())


@dataclass
class Part:
    """The changes of a result at the top with all below it, or of one kind of what is below no result; `chosen` are the
    keys of those that somebody ticked."""

    identity: str
    label: str
    groups: list[Group] = field(default_factory=list)
    chosen: frozenset[str] = frozenset()

    @property
    def keys(self) -> list[str]:
        """Names its changes."""
        return [change.key for group in self.groups for change in group.changes]

    @property
    def open(self) -> bool:
        """Whether something in it was ticked."""
        return not self.chosen.isdisjoint(self.keys)


OTHERS: dict[str, Any] = {
    HEAD: _("The programme and its cover"),
    "section": _("Texts"),
    "work_item": _("Work items"),
    "term": _("Entries of lists"),
    "level": _("Levels"),
}


def parted(groups: list[Group], earlier: Book, later: Book, chosen: Iterable[str] = ()) -> list[Part]:
    """The groups in parts that a person can take one after the other, in the order in which they begin."""
    known = {node.identity: node for book in (earlier, later) for node in nodes(book.document, {})}
    parts: dict[str, Part] = {}
    for group in groups:
        top = known[group.identity]
        while top.parent and top.parent != HEAD:
            top = known[top.parent]
        identity, label = (top.kind, str(OTHERS[top.kind])) if top.kind in OTHERS else (top.identity, top.label)
        parts.setdefault(identity, Part(identity, label, chosen=frozenset(chosen))).groups.append(group)
    return list(parts.values())


def led(groups: list[Group]) -> list[Group]:
    """The groups without those that merely follow the new code of one above: 5.4.1 becomes 7.7.1 because 5.4 became
    7.7. A follower is kept with the group it follows."""
    renamed = {group.identity: codes for group in groups if (codes := _new_code(group))}
    leaders: list[Group] = []
    for group in groups:
        leader = _leader(group, leaders, renamed)
        (leader.followers if leader else leaders).append(group)
    return leaders


def _leader(group: Group, leaders: list[Group], renamed: dict[str, tuple[str, str]]) -> Group | None:
    if group.identity not in renamed or len(group.changes) > 1:
        return None
    before, after = renamed[group.identity]
    for leader in leaders:
        old, new = renamed.get(leader.identity, ("", ""))
        if old and before.startswith(f"{old}.") and after == new + before.removeprefix(old):
            return leader
    return None


def _new_code(group: Group) -> tuple[str, str] | None:
    """The code of an object before and after, when it has another now."""
    changed = next((one for one in group.changes if one.field == "code"), None)
    return (str(changed.before), str(changed.after)) if changed else None
