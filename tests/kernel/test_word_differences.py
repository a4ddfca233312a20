"""Texts are compared word by word, and nothing of them is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.compare.words import Mark, Piece, after_of, before_of, difference

sentences = st.text() | st.lists(
    st.sampled_from(["decent", "work", "travail", "l’emploi", ",", ".", " ", "  ", "\n\n", "- "]), max_size=30
).map("".join)


@given(sentences, sentences)
def test_the_pieces_restore_both_texts_exactly(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert before_of(pieces) == before
    assert after_of(pieces) == after


@given(sentences, sentences)
def test_the_difference_backwards_exchanges_added_and_removed(before: str, after: str) -> None:
    def texts(pieces: tuple[Piece, ...], mark: Mark) -> list[str]:
        return [piece.text for piece in pieces if piece.mark is mark]

    forth, back = difference(before, after), difference(after, before)
    assert texts(forth, Mark.EQUAL) == texts(back, Mark.EQUAL)
    assert texts(forth, Mark.ADDED) == texts(back, Mark.REMOVED)
    assert texts(forth, Mark.REMOVED) == texts(back, Mark.ADDED)


@given(sentences)
def test_equal_texts_have_nothing_added_or_removed(text: str) -> None:
    assert difference(text, text) == ((Piece(Mark.EQUAL, text),) if text else ())


@given(sentences, sentences)
def test_no_piece_is_empty(before: str, after: str) -> None:
    assert all(piece.text for piece in difference(before, after))


def test_only_the_word_that_changed_is_marked() -> None:
    assert difference("Strong social dialogue.", "Stronger social dialogue.") == (
        Piece(Mark.REMOVED, "Strong"),
        Piece(Mark.ADDED, "Stronger"),
        Piece(Mark.EQUAL, " social dialogue."),
    )


def test_a_word_put_in_leaves_its_neighbours_alone() -> None:
    assert difference("social dialogue", "social and policy dialogue") == (
        Piece(Mark.EQUAL, "social "),
        Piece(Mark.ADDED, "and policy "),
        Piece(Mark.EQUAL, "dialogue"),
    )


def test_a_replaced_sentence_is_not_shredded_at_its_spaces() -> None:
    assert difference("one two three", "four five six") == (
        Piece(Mark.REMOVED, "one two three"),
        Piece(Mark.ADDED, "four five six"),
    )


def test_a_long_monotonous_text_is_compared_in_time_and_restored() -> None:
    before = "work and " * 20_000
    after = before.replace("work", "decent work", 1)
    pieces = difference(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
