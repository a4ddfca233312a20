"""The stages of money and the kinds of posting: which move a kind may make.

Invariant: a kind of posting allows exactly the pairs of stages listed here; a reversal and a revaluation follow the
posting they name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase


class Stage(StrEnum):
    """Where money stands. `source` is outside; `accrued` is outside budget control."""

    SOURCE = "source"
    APPROVED = "approved"
    ALLOTTED = "allotted"
    COMMITTED = "committed"
    SPENT = "spent"
    UNCOVERED = "uncovered"
    ACCRUED = "accrued"


Pair = tuple[Stage, Stage]
HELD = (Stage.APPROVED, Stage.ALLOTTED, Stage.COMMITTED)
"""The stages that are never negative on a control account."""
AUTHORITY = (Stage.APPROVED, Stage.ALLOTTED, Stage.COMMITTED, Stage.SPENT, Stage.UNCOVERED)
"""The stages whose sum is what was approved: columns of a budget table are cumulative."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of posting: the pairs of stages it may move between; whether it goes to another line (`across`: True),
    stays on its line (False) or may do either (None); whether it is a decision, which stops where money ends."""

    name: str
    pairs: frozenset[Pair]
    across: bool | None = None
    decision: bool = True


def _kind(name: str, *pairs: Pair, across: bool | None = None, decision: bool = True) -> Kind:
    return Kind(name, frozenset(pairs), across, decision)


S, A, L, C, X, U, I = (  # noqa: E741 - one letter a stage, for this table only
    Stage.SOURCE,
    Stage.APPROVED,
    Stage.ALLOTTED,
    Stage.COMMITTED,
    Stage.SPENT,
    Stage.UNCOVERED,
    Stage.ACCRUED,
)
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("appropriation", (S, A), (A, S), across=False),
        _kind("authority", (S, A), (A, S), across=False),
        _kind("allotment", (A, L)),
        _kind("withdrawal", (L, A)),
        _kind("transfer", (A, A), (L, L), across=True),
        _kind("commitment", (L, C)),
        _kind("release", (C, L)),
        _kind("expense", (C, X), (L, X), (U, X), (C, L), decision=False),
        _kind("cover", (L, U)),
        _kind("refund", (X, L), (X, S), decision=False),
        _kind("recovery", (L, X), (U, X), (S, A), (X, L), (A, S), decision=False),
        _kind("carry_over", (A, A), (L, L), (C, C), (U, U), across=True),
        _kind("lapse", (A, S), (S, A), across=False),
        _kind("return", (A, S), (S, A), across=False),
        _kind("accrual", (S, I), (I, S), across=False, decision=False),
        _kind("revaluation", decision=False),
        _kind("reversal"),
    )
}
FOLLOWING = frozenset({"revaluation", "reversal"})


def kind(name: str) -> Kind:
    """The kind of that name. Raises `InvalidInput` with the names there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise InvalidInput(
            phrase("“%(name)s” is no kind of posting.", name=name),
            remedy=phrase("Kinds: %(names)s.", names=", ".join(KINDS)),
        ) from None


def require_pair(of: Kind, from_stage: Stage, to_stage: Stage, *, same_line: bool) -> None:
    """Raises `InvalidInput` for a move the kind does not make."""
    if of.name in FOLLOWING:
        return
    if (from_stage, to_stage) not in of.pairs:
        raise InvalidInput(
            phrase(
                "A posting of the kind “%(kind)s” does not move money from “%(source)s” to “%(goal)s”.",
                kind=of.name,
                source=from_stage,
                goal=to_stage,
            )
        )
    if of.across is not None and of.across == same_line:
        sentence = (
            phrase("A posting of the kind “%(kind)s” moves money to another line.", kind=of.name)
            if of.across
            else phrase("A posting of the kind “%(kind)s” moves money on the same line.", kind=of.name)
        )
        raise InvalidInput(sentence)
