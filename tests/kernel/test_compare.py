"""Trees are compared by the identity of their nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.compare import Change, Codes, Field, Node, Number, Plain, Texts, compare
from biennium.kernel.compare.words import after_of, before_of
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money

NO_FIELDS: dict[str, Field] = {}


def node(identity: str, parent: str | None = None, position: int = 0, fields: Mapping[str, Field] = NO_FIELDS) -> Node:
    return Node(identity, "output", parent, position, f"Output {identity}", fields)


def told(changes: list[Change]) -> list[str]:
    return [change.key for change in changes]


translations = st.dictionaries(st.sampled_from(["en", "fr"]), st.sampled_from(["", "work", "decent work"]))
fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.dictionaries(st.sampled_from(["en", "fr"]), st.sampled_from(["", "work", "decent work"])).map(
            Texts
        ),
        "target": st.builds(Number, st.integers(-20, 20), st.integers(0, 2), st.sampled_from(["", "%"])),
        "price": st.builds(Number, st.integers(0, 9), st.just(2), st.just("USD"), st.just("repriced")),
        "sdg": st.frozensets(st.sampled_from(["8.5", "8.8", "10.4"])).map(Codes),
        "scope": st.sampled_from([None, "country", 1, True]).map(Plain),
    },
)


@st.composite
def trees(draw: st.DrawFn) -> list[Node]:
    """Nodes below any of those drawn before, so there is no circle; handed over in any order."""
    nodes: list[Node] = []
    for identity in draw(st.lists(st.sampled_from("abcdefgh"), unique=True)):
        parent = draw(st.sampled_from([None, *(each.identity for each in nodes)]))
        made = Node(identity, draw(st.sampled_from("xy")), parent, draw(st.integers(0, 3)), identity, draw(fields))
        nodes.append(made)
    return draw(st.permutations(nodes))


@given(trees())
def test_a_tree_compared_with_itself_gives_nothing(tree: list[Node]) -> None:
    assert compare(tree, list(reversed(tree))) == []


@given(trees(), trees())
def test_comparing_the_other_way_round_gives_the_mirrored_changes(one: list[Node], other: list[Node]) -> None:
    assert {outline(change) for change in compare(one, other)} == {
        mirrored(outline(change)) for change in compare(other, one)
    }


Outline = tuple[str, str, str, str, object, object, object, object, object]


def outline(change: Change) -> Outline:
    by = change.by and (change.by.value, change.by.decimals, change.by.unit)
    place = change.identity, change.field, change.lang
    return change.change, *place, change.before, change.after, by, change.removed, change.added


def mirrored(one: Outline) -> Outline:
    change, identity, field, lang, before, after, by, removed, added = one
    exchanged = {"added": "dropped", "dropped": "added"}.get(change, change)
    less = by and (-by[0], *by[1:])  # type: ignore[index]
    return exchanged, identity, field, lang, after, before, less, added, removed


@given(trees(), trees())
def test_no_two_changes_have_the_same_key(one: list[Node], other: list[Node]) -> None:
    keys = told(compare(one, other))
    assert len(set(keys)) == len(keys)


@given(trees(), trees())
def test_every_node_of_one_tree_only_is_added_or_dropped_and_no_other(one: list[Node], other: list[Node]) -> None:
    changes = compare(one, other)
    before, after = {each.identity for each in one}, {each.identity for each in other}
    assert {change.identity for change in changes if change.change == "added"} == after - before
    assert {change.identity for change in changes if change.change == "dropped"} == before - after


@given(trees(), trees())
def test_a_reworded_text_is_restored_by_its_words(one: list[Node], other: list[Node]) -> None:
    for change in compare(one, other):
        if change.change == "reworded":
            assert before_of(change.words) == (change.before or "")
            assert after_of(change.words) == (change.after or "")


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True), st.integers(0, 8))
def test_an_insertion_reorders_nobody(siblings: list[str], place: int) -> None:
    longer = [*siblings[:place], "new", *siblings[place:]]
    before = [node(identity, position=index) for index, identity in enumerate(siblings)]
    after = [node(identity, position=index) for index, identity in enumerate(longer)]
    assert told(compare(before, after)) == ["added:new"]
    assert told(compare(after, before)) == ["dropped:new"]


def test_a_sibling_that_jumps_ahead_is_the_only_one_reordered() -> None:
    before = [node("a", position=1), node("b", position=2), node("c", position=3)]
    after = [node("c", position=1), node("a", position=2), node("b", position=3)]
    assert compare(before, after) == [Change("reordered", "c", "output", "Output c", before=3, after=1)]


def test_a_node_below_another_parent_is_moved_and_not_reordered() -> None:
    before = [node("4"), node("7", position=1), node("4.3", "4", 5)]
    after = [node("4"), node("7", position=1), node("4.3", "7", 0)]
    assert compare(before, after) == [Change("moved", "4.3", "output", "Output 4.3", before="4", after="7")]


def test_a_node_that_comes_to_the_top_is_moved_there() -> None:
    (change,) = compare([node("a"), node("b", "a")], [node("a"), node("b", position=1)])
    assert (change.change, change.before, change.after) == ("moved", "a", None)


def test_changes_stand_in_the_order_of_the_later_tree_and_the_dropped_come_last() -> None:
    before = [node("gone"), node("a", position=1), node("a1", "a")]
    after = [
        node("new", position=0),
        node("a", position=1, fields={"scope": Plain("country")}),
        node("a1", "a", fields={"scope": Plain("global")}),
        node("a0", "a", -1),
    ]
    assert told(compare(before, after)) == [
        "added:new",
        "changed:a:scope",
        "added:a0",
        "changed:a1:scope",
        "dropped:gone",
    ]


def one_change(before: Field | None, after: Field | None) -> Change:
    def tree(field: Field | None) -> list[Node]:
        return [node("3.1", fields={"x": field} if field else {})]

    (change,) = compare(tree(before), tree(after))
    return change


def test_a_text_is_reworded_in_the_language_that_changed() -> None:
    change = one_change(Texts({"en": "Work", "fr": "Travail"}), Texts({"en": "Work", "fr": "Travail décent"}))
    assert change.key == "reworded:3.1:x:fr"
    assert (change.before, change.after) == ("Travail", "Travail décent")


def test_a_translation_that_comes_or_goes_is_reworded_from_or_to_nothing() -> None:
    assert one_change(None, Texts({"fr": "Travail"})).before is None
    assert one_change(Texts({"fr": "Travail"}), Texts({"fr": ""})).after is None


def test_a_target_is_retargeted_by_the_exact_difference() -> None:
    change = one_change(Number.parse("20"), Number.parse("24.5"))
    assert change.change == "retargeted"
    assert [str(each) for each in (change.before, change.after, change.by)] == ["20", "24.5", "4.5"]


def test_a_price_is_repriced_in_its_currency() -> None:
    change = one_change(Number.money(Money(100_00, "USD")), Number.money(Money(90_50, "USD")))
    assert (change.change, str(change.by), change.by and change.by.unit) == ("repriced", "-9.50", "USD")


def test_numbers_of_different_units_have_no_difference() -> None:
    change = one_change(Number(20, unit="%"), Number(20, unit="persons"))
    assert change.by is None


def test_a_number_that_appears_has_nothing_before() -> None:
    change = one_change(None, Number(20))
    assert (change.before, change.after, change.by) == (None, Number(20), None)


def test_the_same_number_with_more_decimals_is_no_change() -> None:
    before = [node("3.1", fields={"target": Number.parse("24")})]
    assert compare(before, [node("3.1", fields={"target": Number.parse("24.00")})]) == []


@pytest.mark.parametrize("text", ["", "1,5", "1.", "1e3", "half", "+1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="is not a number"):
        Number.parse(text)


def test_codes_tell_who_came_and_who_went() -> None:
    change = one_change(Codes({"8.5", "8.8"}), Codes({"8.5", "10.4"}))
    assert (change.change, change.removed, change.added) == ("changed", ("8.8",), ("10.4",))
    assert (change.before, change.after) == (("8.5", "8.8"), ("10.4", "8.5"))


def test_a_truth_is_not_a_one() -> None:
    change = one_change(Plain(True), Plain(1))
    assert (change.before, change.after) == (True, 1)


@pytest.mark.parametrize("empty", [Texts({}), Texts({"fr": ""}), Codes(frozenset()), Plain(None)])
def test_an_empty_field_is_the_same_as_none(empty: Field) -> None:
    assert compare([node("a", fields={"x": empty})], [node("a")]) == []


def test_a_field_may_name_its_change() -> None:
    assert one_change(Plain("A", change="reassigned"), Plain("B", change="reassigned")).change == "reassigned"


def test_another_kind_of_node_is_a_change() -> None:
    (change,) = compare([node("a")], [replace(node("a"), kind="outcome")])
    assert (change.key, change.before, change.after) == ("changed:a:kind", "output", "outcome")


def test_a_label_is_shown_and_not_compared() -> None:
    assert compare([node("a")], [replace(node("a"), label="1.1 New words")]) == []


def test_fields_of_different_classes_cannot_be_compared() -> None:
    with pytest.raises(InvalidInput, match="A Codes and a Plain"):
        compare([node("a", fields={"x": Plain("1")})], [node("a", fields={"x": Codes({"1"})})])


def test_a_field_cannot_be_called_kind() -> None:
    with pytest.raises(InvalidInput, match="no name for a field"):
        node("a", fields={"kind": Plain("x")})


@pytest.mark.parametrize(
    ("nodes", "fault"),
    [
        ([node("a"), node("a")], "same identity"),
        ([node("a", "b")], "no node “b”"),
        ([node("a", "b"), node("b", "a")], "stands below itself"),
        ([node("a"), node("b", "b")], "“Output b” stands below itself"),
    ],
)
def test_what_is_no_tree_is_refused(nodes: list[Node], fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault):
        compare(nodes, [])
