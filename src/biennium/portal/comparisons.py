"""What changed between two sealed versions, in the reader's language.

Sealed versions never change, so neither does their comparison: it is made once a process and language, and kept.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils import translation

from biennium.programme.models import Version
from biennium.programme.selectors.comparison import compare_books
from biennium.programme.selectors.differences import Group, grouped, led
from biennium.programme.selectors.versions import opened

KEPT = 32


def compared(before: Version, after: Version, lang: str) -> list[Group]:
    """What changed, object by object; what merely follows a new code stands with what it follows."""
    return _compared(_Key(before), _Key(after), lang)


class _Key:
    """A version as the key of a comparison: by its hash."""

    def __init__(self, version: Version) -> None:
        self.version = version

    def __hash__(self) -> int:
        return hash(self.version.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.version.sha256 == other.version.sha256


@lru_cache(maxsize=KEPT)
def _compared(before: _Key, after: _Key, lang: str) -> list[Group]:
    earlier, later = opened(before.version), opened(after.version)
    with translation.override(lang):
        return led(grouped(compare_books(earlier, later), earlier, later))
