"""The kinds of paper. A room adds one by registering a builder; commands, pages and downloads then offer it.

Invariant: a builder turns a commission into a document of blocks and reads nothing but what the commission pins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from biennium.documents.blocks import Document
from biennium.foundation.registry import Registry
from biennium.papers.pin import Pin
from biennium.programme.models import Programme
from biennium.programme.selectors.versions import Book


@dataclass(frozen=True, slots=True)
class Commission:
    """What a paper is to be about: a programme, its content as of the pin, and the language (en, fr, es)."""

    programme: Programme
    book: Book
    pin: Pin
    lang: str


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: what it is called on pages, and who builds it. The builder runs with `lang` active."""

    title: str | Promise
    build: Callable[[Commission], Document]


KINDS: Registry[PaperKind] = Registry("kinds of paper")
