"""Two trees whose nodes keep their identity, and the list of what changed from one to the other.

Invariant: each change has a key of its own; the changes stand in the order of the later tree, read from the top,
and what was dropped follows in the order of the earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as member

from biennium.kernel.compare.fields import Difference, Field, Number, Value, differences
from biennium.kernel.compare.ordering import stayed
from biennium.kernel.compare.words import Piece
from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

ADDED, DROPPED, MOVED, REORDERED, CHANGED = "added", "dropped", "moved", "reordered", "changed"


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a tree. `identity` never changes, `parent` is the identity of the node above (None: at the top),
    siblings stand by `position`, then identity. `kind` is what it is (output, indicator …), `label` what people call
    it; a label is shown and not compared."""

    identity: str
    kind: str
    parent: str | None
    position: int
    label: str
    fields: Mapping[str, Field] = member(default_factory=dict)

    def __post_init__(self) -> None:
        if "kind" in self.fields:
            raise InvalidInput(phrase("“kind” is no name for a field: every node has one."), where=self.label)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `change` tells what happened: added, dropped, moved, reordered, or the word of a field.

    `before` and `after` are labels (dropped, added), identities of parents (moved, None: the top), ordinals among
    the siblings from 1 (reordered), or the values of the field. `words` details a text (it restores both), `by` a
    number (after less before), `removed` and `added` a set of codes.
    """

    change: str
    identity: str
    kind: str
    label: str
    field: str = ""
    lang: str = ""
    before: Value = None
    after: Value = None
    words: tuple[Piece, ...] = ()
    by: Number | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names the change among those of one comparison, the same each time: `reworded:<identity>:title:fr`."""
        return ":".join(part for part in (self.change, self.identity, self.field, self.lang) if part)


def compare(before: Iterable[Node], after: Iterable[Node]) -> list[Change]:
    """What changed from one tree to the other.

    Raises `InvalidInput` for a tree with two nodes of one identity, a parent that is missing, or a circle.
    """
    old, new = _Tree(before), _Tree(after)
    reordered = _reordered(old, new)
    changes: list[Change] = []
    for identity, node in new.nodes.items():
        if identity not in old.nodes:
            changes.append(Change(ADDED, identity, node.kind, node.label, after=node.label))
            continue
        changes += _place(old, new, node, is_reordered=identity in reordered)
        changes += _content(old.nodes[identity], node)
    dropped = [node for identity, node in old.nodes.items() if identity not in new.nodes]
    return changes + [Change(DROPPED, node.identity, node.kind, node.label, before=node.label) for node in dropped]


class _Tree:
    """Checked nodes in reading order, and the identities below each parent in their order."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        given = list(nodes)
        known = {node.identity: node for node in given}
        if len(known) < len(given):
            raise InvalidInput(phrase("Two nodes of a tree have the same identity."))
        self.children = _by_parent(given)
        if missing := self.children.keys() - known.keys() - {None}:
            raise InvalidInput(phrase("There is no node “%(node)s” to stand below.", node=min(map(str, missing))))
        self.nodes = {identity: known[identity] for identity in self._read()}
        if circle := known.keys() - self.nodes.keys():
            raise InvalidInput(phrase("“%(node)s” stands below itself.", node=known[min(circle)].label))

    def ordinal(self, node: Node) -> int:
        """Which of its siblings it is, from 1."""
        return self.children[node.parent].index(node.identity) + 1

    def _read(self) -> Iterator[str]:
        waiting = self.children.get(None, [])[::-1]
        while waiting:
            identity = waiting.pop()
            yield identity
            waiting += self.children.get(identity, [])[::-1]


def _by_parent(nodes: list[Node]) -> dict[str | None, list[str]]:
    children: dict[str | None, list[str]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.position, node.identity)):
        children[node.parent].append(node.identity)
    return dict(children)


def _reordered(old: _Tree, new: _Tree) -> set[str]:
    """The nodes that changed their place among the siblings both trees have below the same parent."""
    found: set[str] = set()
    for parent, identities in new.children.items():
        earlier = old.children.get(parent, [])
        common = set(earlier) & set(identities)
        kept = stayed([each for each in earlier if each in common], [each for each in identities if each in common])
        found |= common - set(kept)
    return found


def _place(old: _Tree, new: _Tree, node: Node, *, is_reordered: bool) -> Iterator[Change]:
    earlier = old.nodes[node.identity]
    if earlier.parent != node.parent:
        yield Change(MOVED, node.identity, node.kind, node.label, before=earlier.parent, after=node.parent)
    if is_reordered:
        before, after = old.ordinal(earlier), new.ordinal(node)
        yield Change(REORDERED, node.identity, node.kind, node.label, before=before, after=after)


def _content(earlier: Node, node: Node) -> Iterator[Change]:
    if earlier.kind != node.kind:
        yield Change(CHANGED, node.identity, node.kind, node.label, "kind", before=earlier.kind, after=node.kind)
    for name, field in {**earlier.fields, **node.fields}.items():
        for found in differences(earlier.fields.get(name), node.fields.get(name)):
            yield _told(node, name, field.change, found)


def _told(node: Node, name: str, word: str, found: Difference) -> Change:
    head = Change(word, node.identity, node.kind, node.label, name, found.lang, found.before, found.after)
    return replace(head, words=found.words, by=found.by, removed=found.removed, added=found.added)
