"""A lifecycle says what may happen next, to whom, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import BienniumError, InvalidInput, NotPermitted
from biennium.kernel.lifecycle import Context, Lifecycle, Refusal, Transition


@dataclass(frozen=True)
class Answer:
    allowed: bool
    rule: str = ""
    who_can_lift: str = ""


@dataclass(frozen=True)
class Draft:
    outputs: int = 44


def needs_outputs(draft: Draft) -> str | None:
    return None if draft.outputs else "The programme has no output."


def step(
    name: str, sources: str, target: str, guard: Callable[[Draft], str | None] | None = None, reason: bool = False
) -> Transition[Draft]:
    return Transition(name, frozenset(sources.split()), target, f"programme.{name}", guard, reason)


VERSION = Lifecycle(
    "version",
    ("preliminary", "proposed", "adopted", "revised", "withdrawn"),
    (
        step("propose", "preliminary", "proposed", needs_outputs),
        step("adopt", "proposed", "adopted"),
        step("revise", "adopted revised", "revised", reason=True),
        step("withdraw", "preliminary proposed", "withdrawn", reason=True),
    ),
)


def asking(*permitted: str, draft: Draft = Draft()) -> Context[Draft]:
    def decide(action: str) -> Answer:
        if action in permitted:
            return Answer(allowed=True)
        return Answer(False, f"Only the programme office may {action}.", "Ask the head of programming.")

    return Context(draft, decide)


EVERYTHING = tuple(transition.who for transition in VERSION.transitions)
states = st.sampled_from(VERSION.states)
names = st.sampled_from([transition.name for transition in VERSION.transitions])
contexts = st.builds(
    lambda permitted, outputs: asking(*permitted, draft=Draft(outputs)),
    st.sets(st.sampled_from(EVERYTHING)),
    st.integers(0, 1),
)


@given(states, contexts)
def test_what_is_available_is_exactly_what_is_not_refused(state: str, context: Context[Draft]) -> None:
    available = {transition.name for transition in VERSION.available(state, context)}
    refused = {each.name for each in VERSION.transitions if VERSION.why_not(each.name, state, context)}
    assert available | refused == {each.name for each in VERSION.transitions}
    assert not available & refused


@given(names, states, contexts)
def test_advancing_either_reaches_the_target_or_raises_the_words_of_why_not(
    name: str, state: str, context: Context[Draft]
) -> None:
    refusal = VERSION.why_not(name, state, context)
    if refusal is None:
        assert VERSION.advance(name, state, context, reason="Decided.") == VERSION.transition(name).target
        return
    with pytest.raises(BienniumError) as raised:
        VERSION.advance(name, state, context, reason="Decided.")
    assert str(raised.value) == str(refusal)


def test_a_lifecycle_starts_in_its_first_state() -> None:
    assert VERSION.initial == "preliminary"


def test_a_step_from_the_wrong_state_names_the_right_one_and_the_way_there() -> None:
    refusal = VERSION.why_not("revise", "preliminary", asking(*EVERYTHING))
    assert refusal == Refusal(
        "revise",
        "“revise” is possible from: adopted, revised. This version is: preliminary.",
        "First: propose, adopt.",
    )
    assert isinstance(refusal.error(), InvalidInput)


def test_a_step_that_no_way_leads_to_says_so() -> None:
    refusal = VERSION.why_not("propose", "adopted", asking(*EVERYTHING))
    assert refusal is not None
    assert refusal.lifted_by == "Nothing leads there any more."


def test_who_may_not_reads_the_rule_and_who_can_lift_it() -> None:
    with pytest.raises(NotPermitted) as refusal:
        VERSION.advance("adopt", "proposed", asking())
    assert str(refusal.value) == "Only the programme office may programme.adopt. Ask the head of programming."


def test_a_guard_says_what_stands_against_it() -> None:
    refusal = VERSION.why_not("propose", "preliminary", asking(*EVERYTHING, draft=Draft(outputs=0)))
    assert str(refusal) == "The programme has no output. Once this is settled, “propose” is possible."


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_step_that_needs_a_reason_is_offered_but_not_taken_without_one(reason: str) -> None:
    context = asking(*EVERYTHING)
    assert "revise" in [each.name for each in VERSION.available("adopted", context)]
    with pytest.raises(InvalidInput, match="needs a reason"):
        VERSION.advance("revise", "adopted", context, reason=reason)


def test_a_step_the_lifecycle_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(InvalidInput, match=r"no step of: version.*propose, adopt, revise, withdraw"):
        VERSION.advance("burn", "proposed", asking(*EVERYTHING))


@pytest.mark.parametrize(
    ("states", "transitions", "fault"),
    [
        ((), (), "has no state"),
        (("a", "a"), (), "state named twice: a"),
        (("a", "b"), (step("go", "a", "b"), step("go", "b", "a")), "transition named twice: go"),
        (("a",), (step("go", "a", "b"),), "no such state: b"),
        (("a",), (step("go", "c", "a"),), "no such state: c"),
        (("a", "b", "c"), (step("go", "a", "b"), step("back", "c", "a")), "never reached: c"),
        (("a",), (step("go", "", "a"),), "starts nowhere: go"),
    ],
)
def test_a_definition_that_is_not_sound_cannot_exist(
    states: tuple[str, ...], transitions: tuple[Transition[Draft], ...], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Lifecycle("thing", states, transitions)
