"""A paper as a file: which version it speaks of, built, typeset.

What a version says never changes, so the same paper of the same version is the same file, whenever it is written. A
kind that reports is the file of its day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from biennium.documents.write import MEDIA_TYPES, FileFormat, write_document
from biennium.foundation.actors import Actor
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.papers.kinds import KINDS, Commission, PaperKind
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
    *,
    programme: Programme,
    kind: str,
    lang: str,
    file_format: str,
    which: str | None = None,
    actor: Actor | None = None,
    subject: Mapping[str, str] | None = None,
) -> WrittenPaper:
    """Writes a paper of a sealed version (the latest unless `which` names one; “live” is the draft as it is now).

    `actor` is who asks (anybody, unless told), `subject` what the kind asks for besides. Raises `InvalidInput` for a
    kind, language or format there is none of and for a subject that is not named, `NotFound` for a version there is
    none of, `NotPermitted` where the actor may not see what the paper is about.
    """
    _refuse_unknown(kind, KINDS, _("“%(value)s” is no kind of paper."))
    _refuse_unknown(lang, LANGUAGES, _("“%(value)s” is no language of papers."))
    _refuse_unknown(file_format, FORMATS, _("“%(value)s” is no format."))
    about = _subject(kind, KINDS[kind], subject or {})
    book, pin, name = _content(programme, which)
    with translation.override(lang):
        built = KINDS[kind].build(Commission(programme, book, pin, lang, actor or AnonymousUser(), about))
    content = write_document(built, cast("FileFormat", file_format))
    named = "-".join([name, *_marks(KINDS[kind], about), kind, lang])
    return WrittenPaper(content, f"{named}.{file_format}", MEDIA_TYPES[file_format], str(pin))


def _marks(kind: PaperKind, subject: Mapping[str, str]) -> list[str]:
    """What tells the files of one kind and version apart: what they are about, or their day."""
    if not kind.reports:
        return []
    marks = [re.sub(r"[^\w.-]+", "-", value) for value in subject.values()]
    return marks or [timezone.localdate().isoformat()]


def _subject(name: str, kind: PaperKind, given: Mapping[str, str]) -> dict[str, str]:
    """What the kind asks for, in its order. Raises `InvalidInput` for what is not said."""
    missing = [one for one in kind.asks if not given.get(one)]
    if missing:
        raise InvalidInput(
            _("A paper of kind “%(kind)s” is about more than a programme.") % {"kind": name},
            remedy=_("Say also: %(missing)s.") % {"missing": ", ".join(missing)},
        )
    return {one: given[one] for one in kind.asks}


def _refuse_unknown(value: str, known: Iterable[str], words: str) -> None:
    if value not in known:
        remedy = _("Use one of %(known)s.") % {"known": ", ".join(known)}
        raise InvalidInput(words % {"value": value}, remedy=remedy)


def _content(programme: Programme, which: str | None) -> tuple[Book, Pin, str]:
    if which == LIVE:
        return Book(document(programme), region_map(programme)), Pin.live(), f"{programme.code}-draft"
    version = selectors.find(programme, which) if which else selectors.latest(programme)
    if version is None:
        raise NotFound(
            _("%(programme)s has no sealed version yet.") % {"programme": programme.code},
            remedy=_("Seal one, or ask for the live draft (--version live)."),
        )
    return selectors.opened(version), Pin.of(version), f"{programme.code}-v{version.number}"
