"""What was read in a paper: a programme, what was repaired on the way, and what found no place.

Invariant: each paragraph of the paper is in the programme or stands in `unrecognised` with its place; the set phrases
that only tell the structure (the introduction of a list, the heading of a strategy) are noted among the repairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext, gettext_noop

from biennium.documents.blocks import Where
from biennium.programme.exchange import models as exchange

RepairKind = Literal["number", "join", "split", "contents", "furniture", "heading", "note", "phrase", "doubt"]


MESSAGES = {
    "number_in_bullet": gettext_noop("Paragraph {number} was printed as a bullet; it is read as a numbered paragraph."),
    "number_lost": gettext_noop("A paragraph without a number stands where {number} is missing; it takes that number."),
    "numbers_missing": gettext_noop("Between paragraphs {first} and {last}, numbers are missing: {count}."),
    "paragraph_cut": gettext_noop("A paragraph was cut here; its two parts were joined."),
    "bullet_cut": gettext_noop("A bullet was cut here; its two parts were joined."),
    "heading_cut": gettext_noop("A heading was cut here; its two parts were joined."),
    "bullet_below": gettext_noop("A bullet below a bullet was joined to it."),
    "bullets_merged": gettext_noop("{count} bullets stood in one; they were parted."),
    "bullets_perhaps_merged": gettext_noop("This bullet goes on after a semicolon as a bullet begins: it may be two."),
    "contents": gettext_noop("Headings repeated in the table of contents: {count}; they were taken from the text."),
    "furniture": gettext_noop("“{text}” is a page number or a running symbol; it was left out."),
    "used_twice": gettext_noop("{code} is used twice; the second is not read."),
    "said_twice": gettext_noop("{code}: “{text}” says the same word twice."),
    "long_introduction": gettext_noop("The introduction of this list says more than its scope; it was kept as text."),
    "phrase": gettext_noop("“{text}”: a set phrase that stands {count} times; it is told by the structure alone."),
    "phrase_once": gettext_noop("“{text}”: a set phrase; it is told by the structure alone."),
    "footnote": gettext_noop("Footnote {mark} was put at the end of the text that calls it."),
}


def repair_words(said: str, values: Mapping[str, object]) -> str:
    """A repair in words, in the language of the reader."""
    return gettext(MESSAGES[said]).format(**values)


@dataclass(frozen=True, slots=True)
class Repair:
    """Something the reader put right, or leaves to a person to judge (`doubt`). `said` is a key of `MESSAGES`."""

    kind: RepairKind
    where: Where
    said: str
    values: Mapping[str, object] = field(default_factory=dict)
    before: str = ""
    after: str = ""

    @property
    def message(self) -> str:
        """In words."""
        return repair_words(self.said, self.values)


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A passage that has no place in the programme."""

    where: Where
    text: str


@dataclass(slots=True)
class Draft:
    """A paper as a programme."""

    programme: exchange.Programme
    language: str
    repairs: list[Repair] = field(default_factory=list)
    unrecognised: list[Unrecognised] = field(default_factory=list)
