"""Identifiers are UUIDs of version 7 and grow."""

from __future__ import annotations

import os
import threading
import time
import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.kernel.identity import UidSource, is_code, new_uid


def milliseconds(uid: uuid.UUID) -> int:
    return uid.int >> 80


def test_a_new_uid_is_of_version_seven_and_of_the_rfc_variant() -> None:
    uid = new_uid()
    assert uid.version == 7
    assert uid.variant == uuid.RFC_4122


def test_a_new_uid_carries_the_time_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    uid = UidSource()()
    assert before <= milliseconds(uid) <= time.time_ns() // 1_000_000


def test_the_example_of_the_rfc_is_reproduced() -> None:
    """RFC 9562 appendix A.6: 2022-02-22 19:22:22 UTC, rand_a CC3, rand_b 18C4DC0C0C07398F."""
    random_bits = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    source = UidSource(lambda: 1645557742000 * 1_000_000, lambda size: (random_bits << 6).to_bytes(size, "big"))
    assert str(source()) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(st.lists(st.integers(min_value=1, max_value=2**47).map(lambda ms: ms * 1_000_000), min_size=2, max_size=50))
def test_uids_grow_whatever_the_clock_does(times: list[int]) -> None:
    clock = iter(times)
    source = UidSource(lambda: next(clock))
    made = [source() for _ in times]
    assert all(earlier < later for earlier, later in pairwise(made))
    assert {uid.version for uid in made} == {7}


def test_when_the_random_bits_run_out_the_time_moves_on() -> None:
    source = UidSource(lambda: 5_000_000, lambda size: b"\xff" * size)
    first, second = source(), source()
    assert (milliseconds(first), milliseconds(second)) == (5, 6)
    assert second.version == 7
    assert source() > second


def test_threads_never_make_the_same_uid() -> None:
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_uid() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_a_source_that_forgets_starts_from_its_clock_again() -> None:
    now = iter([9_000_000, 3_000_000])
    source = UidSource(lambda: next(now), os.urandom)
    source()
    source.forget()
    assert milliseconds(source()) == 3


@pytest.mark.parametrize("code", ["1", "1.1.C3", "A.2", "ROAF-1", "équipe", "…", "x" * 64, ".a", "2024–25"])
def test_a_word_can_be_a_code(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "code", ["", " ", "a b", "a\n", "1/2", "1\\2", ".", "..", "x" * 65, "a\x00", "a\u00a0b", "\x7f"]
)
def test_what_cannot_stand_in_an_address_is_no_code(code: str) -> None:
    assert not is_code(code)
