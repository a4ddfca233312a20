"""A paper as a file: which version it speaks of, built, typeset.

What a version says never changes, so the same paper of the same version is the same file, whenever it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.utils import translation

from biennium.documents.write import MEDIA_TYPES, FileFormat, write_document
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.papers.kinds import KINDS, Commission
from biennium.papers.pin import Pin
from biennium.papers.words import LANGUAGES
from biennium.programme.models import Programme
from biennium.programme.sealing import region_map
from biennium.programme.selectors import versions as selectors
from biennium.programme.selectors.document import document
from biennium.programme.selectors.versions import Book

FORMATS = tuple(MEDIA_TYPES)
LIVE = "live"


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """A paper as bytes, the name of its file, and the version it speaks of."""

    content: bytes
    name: str
    media_type: str
    pin: str


def write_paper(
    *, programme: Programme, kind: str, lang: str, file_format: str, which: str | None = None
) -> WrittenPaper:
    """Writes a paper of a sealed version (the latest unless `which` names one; “live” is the draft as it is now).

    Raises `InvalidInput` for a kind, language or format there is none of, `NotFound` for a version there is none of.
    """
    _refuse_unknown(kind, KINDS, "kind of paper")
    _refuse_unknown(lang, LANGUAGES, "language of papers")
    _refuse_unknown(file_format, FORMATS, "format")
    book, pin, name = _content(programme, which)
    with translation.override(lang):
        built = KINDS[kind].build(Commission(programme, book, pin, lang))
    content = write_document(built, cast("FileFormat", file_format))
    return WrittenPaper(content, f"{name}-{kind}-{lang}.{file_format}", MEDIA_TYPES[file_format], str(pin))


def _refuse_unknown(value: str, known: Iterable[str], noun: str) -> None:
    if value not in known:
        raise InvalidInput(f"“{value}” is no {noun}.", remedy=f"Use one of {', '.join(known)}.")


def _content(programme: Programme, which: str | None) -> tuple[Book, Pin, str]:
    if which == LIVE:
        return Book(document(programme), region_map(programme)), Pin.live(), f"{programme.code}-draft"
    version = selectors.find(programme, which) if which else selectors.latest(programme)
    if version is None:
        raise NotFound(
            f"{programme.code} has no sealed version yet.",
            remedy="Seal one, or ask for the live draft (--version live).",
        )
    return selectors.opened(version), Pin.of(version), f"{programme.code}-v{version.number}"
