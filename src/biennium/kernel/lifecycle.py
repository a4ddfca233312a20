"""Lifecycles: the states of a thing, and who may move it from one to the next.

Invariant: a lifecycle that exists is sound (every state is known and can be reached, every transition has a name of
its own); a transition either happens or is refused in words that name the rule and the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from biennium.kernel.errors import BienniumError, InvalidInput, NotPermitted
from biennium.kernel.wording import phrase, word

T = TypeVar("T")


class Verdict(Protocol):
    """The answer of a permission: allowed, or the rule that forbids it and who can lift it."""

    @property
    def allowed(self) -> bool: ...

    @property
    def rule(self) -> str: ...

    @property
    def who_can_lift(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Transition(Generic[T]):
    """A step from one of `sources` to `target`, open to those whom the action `who` is permitted.

    `guard` looks at the subject and returns None, or in a sentence what stands against it. `label` is what the step is
    called in sentences, in the language of the reader; its name where it has none.
    """

    name: str
    sources: frozenset[str]
    target: str
    who: str
    guard: Callable[[T], str | None] | None = None
    reason_required: bool = False
    label: object = ""

    @property
    def words(self) -> str:
        """What it is called."""
        return str(self.label) or self.name


@dataclass(frozen=True, slots=True)
class Context(Generic[T]):
    """What a transition is asked for: the thing, and the permission of the asker (action → verdict)."""

    subject: T
    decide: Callable[[str], Verdict]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a transition is not possible: the rule, and what or who can lift it. `permission`: the asker lacks it."""

    transition: str
    rule: str
    lifted_by: str
    permission: bool = False

    def error(self) -> BienniumError:
        """The refusal as an error in the same words."""
        return (NotPermitted if self.permission else InvalidInput)(self.rule, remedy=self.lifted_by)

    def __str__(self) -> str:
        return str(self.error())


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[T]):
    """States (the first is where everything starts) and transitions.

    Raises `ValueError` for a definition that is not sound: it is a bug of whoever wrote it.
    """

    name: str
    states: Sequence[str]
    transitions: Sequence[Transition[T]]

    def __post_init__(self) -> None:
        _require_distinct(self.name, "state", self.states)
        _require_distinct(self.name, "transition", [transition.name for transition in self.transitions])
        named = {state for transition in self.transitions for state in (*transition.sources, transition.target)}
        if unknown := named.difference(self.states):
            raise ValueError(f"{self.name}: no such state: {', '.join(sorted(unknown))}")
        if lost := [state for state in self.states if self.way(self.initial, {state}) is None]:
            raise ValueError(f"{self.name}: never reached: {', '.join(lost)}")
        if idle := [transition.name for transition in self.transitions if not transition.sources]:
            raise ValueError(f"{self.name}: starts nowhere: {', '.join(idle)}")

    @property
    def initial(self) -> str:
        """The state everything starts in."""
        return self.states[0]

    def transition(self, name: str) -> Transition[T]:
        """The transition of that name. Raises `InvalidInput` when there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        known = ", ".join(transition.name for transition in self.transitions)
        raise InvalidInput(
            phrase("“%(name)s” is no step of: %(thing)s.", name=name, thing=word(self.name)),
            remedy=phrase("There are: %(known)s.", known=known),
        )

    def available(self, state: str, context: Context[T]) -> list[Transition[T]]:
        """The transitions open to the asker now, in the order of the definition."""
        return [each for each in self.transitions if self.why_not(each.name, state, context) is None]

    def why_not(self, name: str, state: str, context: Context[T]) -> Refusal | None:
        """Why the transition is not possible: wrong state, no permission, or its guard, in this order."""
        transition = self.transition(name)
        if state not in transition.sources:
            return self._wrong_state(transition, state)
        verdict = context.decide(transition.who)
        if not verdict.allowed:
            return Refusal(name, verdict.rule, verdict.who_can_lift, permission=True)
        if transition.guard and (objection := transition.guard(context.subject)):
            return Refusal(
                name, objection, phrase("Once this is settled, “%(step)s” is possible.", step=transition.words)
            )
        return None

    def advance(self, name: str, state: str, context: Context[T], *, reason: str = "") -> str:
        """The state after the transition. Raises what `why_not` says, or `InvalidInput` where a reason is missing."""
        transition = self.transition(name)
        if refusal := self.why_not(name, state, context):
            raise refusal.error()
        if transition.reason_required and not reason.strip():
            raise InvalidInput(
                phrase("“%(step)s” needs a reason.", step=transition.words), remedy=phrase("Say why in a sentence.")
            )
        return transition.target

    def _wrong_state(self, transition: Transition[T], state: str) -> Refusal:
        sources = ", ".join(word(source) for source in self.states if source in transition.sources)
        rule = phrase(
            "“%(step)s” is possible from: %(sources)s. This %(thing)s is: %(state)s.",
            step=transition.words,
            sources=sources,
            thing=word(self.name),
            state=word(state),
        )
        way = self.way(state, transition.sources)
        steps = ", ".join(self.transition(step).words for step in way or ())
        lifted = phrase("First: %(steps)s.", steps=steps) if way else phrase("Nothing leads there any more.")
        return Refusal(transition.name, rule, lifted)

    def way(self, start: str, goals: frozenset[str] | set[str]) -> list[str] | None:
        """The shortest series of transitions from a state to one of the goals, None when there is no way."""
        ways: dict[str, list[str]] = {start: []}
        waiting = [start]
        for state in waiting:
            if state in goals:
                return ways[state]
            for transition in self.transitions:
                if state in transition.sources and transition.target not in ways:
                    ways[transition.target] = [*ways[state], transition.name]
                    waiting.append(transition.target)
        return None


def _require_distinct(name: str, what: str, given: Sequence[str]) -> None:
    if not given and what == "state":
        raise ValueError(f"{name}: has no {what}")
    if repeated := {each for each in given if list(given).count(each) > 1}:
        raise ValueError(f"{name}: {what} named twice: {', '.join(sorted(repeated))}")
