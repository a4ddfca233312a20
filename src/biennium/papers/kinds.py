"""The kinds of paper. A room adds one by registering a builder; commands, pages and downloads then offer it.

Invariant: a builder turns a commission into a document of blocks. A kind that does not report reads nothing but what
the commission pins; one that reports tells what was done until the day it is written, as far as the asker may see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from biennium.documents.blocks import Document
from biennium.foundation.actors import Actor
from biennium.foundation.registry import Registry
from biennium.papers.pin import Pin
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import Book


@dataclass(frozen=True, slots=True)
class Commission:
    """What a paper is to be about: a programme, its content as of the pin, and the language (en, fr, es).

    `actor` is who asks: nobody in particular, unless told. `subject` is what the kind asks for besides, by name.
    """

    programme: Programme
    book: Book
    pin: Pin
    lang: str
    actor: Actor = field(default_factory=AnonymousUser)
    subject: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: what it is called on pages, and who builds it. The builder runs with `lang` active.

    `reports` says that it tells what was done, so that it changes from day to day; `asks` names what has to be said
    besides programme and version.
    """

    title: str | Promise
    build: Callable[[Commission], Document]
    reports: bool = False
    asks: tuple[str, ...] = ()


KINDS: Registry[PaperKind] = Registry("kinds of paper")


def of_versions() -> list[str]:
    """The kinds that say what a version says."""
    return [name for name in KINDS if not KINDS[name].reports]


def of_the_day() -> list[str]:
    """The kinds that report on the whole programme."""
    return [name for name in KINDS if KINDS[name].reports and not KINDS[name].asks]
