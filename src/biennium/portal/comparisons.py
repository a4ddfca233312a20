"""What changed between two sealed versions, in the reader's language.

Sealed versions never change, so neither does their comparison: it is made once a process and language, and kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from biennium.kernel.text import resolve
from biennium.ledger.sealing import SECTION as ESTIMATES
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Version
from biennium.programme.selectors.comparison import HEAD, compare_books, identity_of
from biennium.programme.selectors.differences import Group, grouped, led
from biennium.programme.selectors.versions import Book, opened

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
    groups = grouped(compare_books(earlier, later), earlier, later)
    names = {**_names(earlier, lang), **_names(later, lang)}
    return led([_renamed(group, names) for group in groups])


def _renamed(group: Group, names: dict[str, str]) -> Group:
    """The group with its own name and those of its old and new place in the reader's language."""
    moved = next((one for one in group.changes if one.change == "moved"), None)
    places = (
        (names.get(str(moved.before), group.before), names.get(str(moved.after), group.after)) if moved else ("", "")
    )
    return replace(group, label=names.get(group.identity, group.label), before=places[0], after=places[1])


def _names(book: Book, lang: str) -> dict[str, str]:
    document = book.document
    coded: list[exchange.Result | exchange.Indicator | exchange.WorkItem] = [
        *document.results,
        *document.indicators,
        *document.work_items,
    ]
    names = {identity_of(one): f"{one.code} {_words(one.title, lang)}" for one in coded}
    names |= {identity_of(one): _words(one.heading, lang) for one in document.sections}
    names |= {f"{one.scheme}:{one.code}": _words(one.title, lang) for one in document.terms}
    names |= {f"level {one.code}": _words(one.name, lang) for one in document.levels}
    names |= {one["uid"]: f"{one['code']} {_words(one['title'], lang)}" for one in book.more.get(ESTIMATES, [])}
    return {**names, HEAD: _words(document.title, lang)}


def _words(value: dict[str, str], lang: str) -> str:
    found = resolve(value, lang)
    return found.value if found else ""
