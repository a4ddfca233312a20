"""Canonical bytes and seals."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.errors import InvalidInput
from biennium.kernel.seals import DEEPEST_NESTING, JSON, LARGEST_INTEGER, canonical, digest, seal, serialise, verify

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
sections = st.dictionaries(st.text("abcdef", min_size=1), st.integers(-9, 9) | st.binary(), min_size=1)


def test_the_string_example_of_the_rfc_is_written_as_printed() -> None:
    """RFC 8785 § 3.2.2: the strings and literals of its sample object."""
    sample: JSON = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]}
    assert serialise(sample) == r"""{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}""".encode()


def test_the_key_order_example_of_the_rfc_is_sorted_as_printed() -> None:
    """RFC 8785 § 3.2.3: keys are sorted by UTF-16 code units, so an emoji stands before a Hebrew presentation form."""
    sample = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(serialise(sample)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_control_characters_have_the_short_or_the_lower_case_escape() -> None:
    assert serialise("\b\t\n\f\r\x00\x1b\x7f") == b'"\\b\\t\\n\\f\\r\\u0000\\u001b\x7f"'


@given(trees)
def test_canonical_bytes_read_back_to_the_same_value_and_the_same_bytes(value: JSON) -> None:
    written = serialise(value)
    assert json.loads(written) == value
    assert serialise(json.loads(written)) == written


@given(st.dictionaries(texts, scalars, min_size=2))
def test_the_order_in_which_keys_were_given_does_not_matter(value: dict[str, JSON]) -> None:
    assert serialise(dict(reversed(value.items()))) == serialise(value)


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    SMALL = 1


def test_named_constants_are_written_as_their_values() -> None:
    assert (
        canonical({"colour": Colour.RED, "size": Size.SMALL, "pair": (1, 2)})
        == b'{"colour":"red","pair":[1,2],"size":1}'
    )


@pytest.mark.parametrize("number", [LARGEST_INTEGER, -LARGEST_INTEGER])
def test_the_largest_integers_are_written(number: int) -> None:
    assert canonical(number) == str(number).encode()


@pytest.mark.parametrize(
    "value", [LARGEST_INTEGER + 1, -LARGEST_INTEGER - 1, 2**20_000], ids=["above", "below", "far above"]
)
def test_an_integer_a_double_cannot_hold_is_refused(value: int) -> None:
    with pytest.raises(InvalidInput, match="beyond"):
        canonical(value)


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), Decimal(1), {1, 2}, b"x", object()])
def test_what_json_cannot_say_exactly_is_refused_with_its_path(value) -> None:
    with pytest.raises(InvalidInput, match="cannot be sealed") as refusal:
        canonical({"results": [{"title": "Decent work"}, {"targets": [1, value]}]})
    assert refusal.value.where == "results[1].targets[1]"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("a\r\nb", "carriage returns"), ("e\u0301", "NFC"), ("\ud800", "surrogate"), ("\udc00x", "surrogate")],
)
def test_text_that_looks_the_same_but_is_not_is_refused_in_values_and_in_keys(text: str, fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault) as refusal:
        canonical({"title": {"fr": [text]}})
    assert refusal.value.where == "title.fr[0]"
    with pytest.raises(InvalidInput, match=fault) as refusal:
        canonical({"title": {text: "x"}})
    assert refusal.value.where == "title"


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="key 1 is not text"):
        canonical({"by_year": {1: "x"}})  # type: ignore[dict-item]


def test_endless_nesting_is_refused() -> None:
    endless: list[JSON] = []
    endless.append(endless)
    with pytest.raises(InvalidInput, match=f"deeper than {DEEPEST_NESTING}"):
        canonical(endless)


def test_a_digest_is_sha_256_in_hexadecimal() -> None:
    """FIPS 180-4 example: one block, “abc”."""
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(sections)
def test_a_seal_agrees_with_what_was_sealed(content: dict[str, int | bytes]) -> None:
    assert verify(seal(content), content) == []
    assert seal(dict(reversed(content.items()))) == seal(content)


@given(sections, sections)
def test_other_content_has_another_seal(one: dict[str, int | bytes], other: dict[str, int | bytes]) -> None:
    same = as_bytes(one) == as_bytes(other)
    assert (seal(one).hash == seal(other).hash) == same == (not verify(seal(one), other))


def as_bytes(content: dict[str, int | bytes]) -> dict[str, bytes]:
    return {name: each if isinstance(each, bytes) else canonical(each) for name, each in content.items()}


def test_verifying_names_what_was_changed_added_and_taken_away() -> None:
    sealed = seal({"programme": {"title": "A"}, "units": [], "estimates": {}})
    assert verify(sealed, {"programme": {"title": "B"}, "units": [], "maps": []}) == [
        "maps: added after sealing",
        "estimates: missing",
        "programme: changed after sealing",
    ]


def test_a_seal_whose_own_hash_was_changed_is_found() -> None:
    sealed = seal({"programme": {}})
    forged = replace(sealed, hash=digest(b"forged"))
    assert verify(forged, {"programme": {}}) == ["the hash of the seal does not fit its sections"]


def test_a_seal_whose_section_hash_was_exchanged_with_its_section_is_found() -> None:
    forged = replace(seal({"programme": 1}), sections=seal({"programme": 2}).sections)
    assert verify(forged, {"programme": 2}) == ["the hash of the seal does not fit its sections"]


def test_the_format_is_part_of_the_seal() -> None:
    assert seal({"programme": 1}).hash != seal({"programme": 1}, format_name="biennium-seal/2").hash


def test_the_hash_is_over_the_canonical_form_of_the_section_hashes() -> None:
    sealed = seal({"b": 1, "a": b"bytes as they stand"})
    expected = (
        f'{{"format":"biennium-seal/1","sections":{{"a":"{digest(b"bytes as they stand")}","b":"{digest(b"1")}"}}}}'
    )
    assert sealed.hash == digest(expected.encode())
    assert sealed.short == sealed.hash[:12]
    assert len({sealed, seal({"a": b"bytes as they stand", "b": 1})}) == 1


def test_the_sections_of_a_seal_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        seal({"a": 1}).sections["a"] = "0"  # type: ignore[index]


def test_a_section_without_canonical_form_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        seal({"estimates": {"lines": [0.1]}})
    assert refusal.value.where == "estimates.lines[0]"
