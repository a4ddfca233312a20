"""The changes between two versions as a person reads them: object by object, in the order of the framework."""

from __future__ import annotations

from dataclasses import dataclass, field

from biennium.kernel.compare import Change
from biennium.programme.exchange import models as exchange
from biennium.programme.selectors.comparison import HEAD, identity_of, label
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

    @property
    def whole(self) -> str:
        """`added` or `dropped` when the object itself came or went, else empty."""
        return next((change.change for change in self.changes if change.change in WHOLE), "")


def grouped(changes: list[Change], earlier: Book, later: Book) -> list[Group]:
    """One group an object; a moved one says from where to where."""
    names = {**_names(earlier.document), **_names(later.document)}
    groups: dict[str, Group] = {}
    for change in changes:
        group = groups.setdefault(change.identity, Group(change.kind, change.label, change.identity))
        group.changes.append(change)
        if change.change == "moved":
            group.before, group.after = names.get(str(change.before), ""), names.get(str(change.after), "")
    return list(groups.values())


def _names(document: exchange.Programme) -> dict[str, str]:
    names = {identity_of(one): label(one) for one in document.results}
    names |= {identity_of(one): one.code for one in document.sections}
    return {**names, HEAD: document.code}
