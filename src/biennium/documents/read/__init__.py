"""Reading a file (.txt, .md, .docx, .pdf) into blocks.

Invariant: a file is either read whole or refused in one line that names it; no other error leaves this package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from biennium.documents.read.pdf import read_pdf
from biennium.documents.read.plain import read_plain
from biennium.documents.read.result import Extract, ReadDocument, ReadNote
from biennium.documents.read.sniff import LARGEST_FILE, MEDIA_TYPES, Kind, kind_of, load
from biennium.documents.read.word import read_word
from biennium.kernel.errors import InvalidInput

__all__ = ["ReadDocument", "ReadNote", "read_document"]

_READERS: dict[Kind, Callable[[bytes], Extract]] = {"text": read_plain, "word": read_word, "pdf": read_pdf}


def read_document(path: Path, *, limit: int = LARGEST_FILE) -> ReadDocument:
    """The file at `path`, of at most `limit` bytes, as blocks in reading order.

    Raises `InvalidInput`, whose `where` is the file's name, for a file that is missing, empty, larger than the limit
    (of text: 10 MB), encrypted, damaged, without text, or of another kind.
    """
    try:
        data = load(path, limit)
        kind = kind_of(path.name, data)
        extract = _READERS[kind](data)
        if not extract.blocks:
            raise InvalidInput(_("The file holds no text."), remedy=_("Check that it is the right file."))
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, where=path.name, remedy=refusal.remedy) from refusal.__cause__
    digest = hashlib.sha256(data).hexdigest()
    return ReadDocument(extract.blocks, _media_type(path, kind), digest, extract.pages, extract.notes)


def _media_type(path: Path, kind: Kind) -> str:
    return "text/markdown" if path.suffix.lower() in (".md", ".markdown") else MEDIA_TYPES[kind]
