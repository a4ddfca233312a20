"""Identifiers that sort by the time they were made, and the codes by which people know things.

Invariants: every identifier one process makes is a UUID of version 7 (RFC 9562 § 5.7) and greater than all it
made before, also when the clock stands still or is set back. A code is a word that can stand in an address.
"""

from __future__ import annotations

import os
import re
import threading
import time
import uuid
from collections.abc import Callable

CODE = r"[^\s/\\\x00-\x1f\x7f]{1,64}"
_CODE = re.compile(CODE)

_RANDOM_BITS = 74
_LOW_BITS = 62
_STEP_BYTES = 4
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


class UidSource:
    """Makes UUIDs of version 7 from a clock (nanoseconds since 1970) and a source of random bytes.

    Time and randomness are one number of 122 bits: milliseconds, then 74 random bits. Within a millisecond it
    grows by a random step (RFC 9562 § 6.2, method 2); what overflows carries into the milliseconds.
    """

    def __init__(self, clock: Callable[[], int] = time.time_ns, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._entropy = entropy
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self) -> uuid.UUID:
        """The next identifier."""
        with self._lock:
            self._last = self._next()
            return _pack(self._last)

    def forget(self) -> None:
        """Start afresh: a forked process must neither repeat its parent nor inherit a held lock."""
        self._lock = threading.Lock()
        self._last = 0

    def _next(self) -> int:
        milliseconds = self._clock() // 1_000_000
        if milliseconds > self._last >> _RANDOM_BITS:
            return milliseconds << _RANDOM_BITS | self._random(10) >> 6
        return self._last + 1 + self._random(_STEP_BYTES)

    def _random(self, size: int) -> int:
        return int.from_bytes(self._entropy(size), "big")


def _pack(number: int) -> uuid.UUID:
    """Lay the 122 bits around the version and the variant."""
    low = number & (1 << _LOW_BITS) - 1
    middle = number >> _LOW_BITS & 0xFFF
    milliseconds = number >> _RANDOM_BITS
    return uuid.UUID(int=milliseconds << 80 | _VERSION | middle << 64 | _VARIANT | low)


_source = UidSource()
if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_source.forget)


def new_uid() -> uuid.UUID:
    """A new UUID of version 7, greater than every one this process made before."""
    return _source()


def is_code(text: str) -> bool:
    """Whether a text can be a code: 1 to 64 characters, none of them white space or a slash, not only full stops."""
    return _CODE.fullmatch(text) is not None and text.strip(".") != ""
