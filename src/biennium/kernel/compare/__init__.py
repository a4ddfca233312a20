"""What changed between two trees whose nodes keep their identity.

Invariants: a tree compared with itself gives nothing; comparing the other way round gives the mirrored changes; and
among siblings only those that truly moved are reordered: an insertion reorders nobody.
"""

from __future__ import annotations

from biennium.kernel.compare.fields import Codes, Field, Number, Plain, Texts
from biennium.kernel.compare.parts import NOWHERE, PART, with_moved_parts
from biennium.kernel.compare.trees import Change, Node, compare
from biennium.kernel.compare.words import Mark, Piece

__all__ = [
    "NOWHERE",
    "PART",
    "Change",
    "Codes",
    "Field",
    "Mark",
    "Node",
    "Number",
    "Piece",
    "Plain",
    "Texts",
    "compare",
    "with_moved_parts",
]
