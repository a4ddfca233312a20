"""What a file is, from its content: its name is only checked against it.

Invariant: no more than the first bytes of a file are looked at before its size is known to be within the limit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput

LARGEST_FILE = 50 * 1024 * 1024
# A thousand pages of text are 4 MB.
LARGEST_TEXT = 10 * 1024 * 1024
Kind = Literal["text", "word", "pdf"]
MEDIA_TYPES: dict[Kind, str] = {
    "text": "text/plain",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".docx": "word",
    ".pdf": "pdf",
}
_OTHER_SUFFIXES = (".doc", ".rtf", ".odt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.005


def load(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """The bytes of a file of acceptable size; raises `InvalidInput` for anything else."""
    try:
        if path.is_dir():
            raise InvalidInput(_("This is a folder."), remedy=_("Name one file."))
        size = path.stat().st_size
        if not path.is_file():
            raise InvalidInput(_("This is not an ordinary file."), remedy=_("Name a .txt, .docx or .pdf file."))
        if size > limit:
            raise InvalidInput(_too_large(size, limit), remedy=_("Remove pictures and annexes, or split it."))
        data = path.read_bytes()
    except FileNotFoundError:
        raise InvalidInput(_("There is no such file."), remedy=_("Check the name and the folder.")) from None
    except (OSError, ValueError) as unreadable:
        raise InvalidInput(
            _("The file cannot be opened (%(reason)s).") % {"reason": _reason(unreadable)}
        ) from unreadable
    if not data.strip():
        raise InvalidInput(_("The file is empty."), remedy=_("Check that it was saved or downloaded completely."))
    return data


def _too_large(size: int, limit: int) -> str:
    mega = 1024 * 1024
    values = {"size": round(size / mega), "limit": limit // mega}
    return _("The file has %(size)s MB; the limit is %(limit)s MB.") % values


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).rstrip(".").lower()


def kind_of(name: str, data: bytes) -> Kind:
    """Which reader a file needs; raises `InvalidInput` when its content is unreadable or belies its name."""
    suffix = Path(name).suffix.lower()
    found = _content_kind(suffix, data)
    claimed = _SUFFIXES.get(suffix)
    if claimed is not None and found != claimed:
        raise InvalidInput(_mismatch(claimed, found))
    return found


def _content_kind(suffix: str, data: bytes) -> Kind:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        raise _ole_refusal(suffix, data)
    if data.startswith(b"PK"):
        return "word"
    if data.startswith(b"{\\rtf"):
        raise InvalidInput(_("The content is a rich-text document (RTF)."), remedy=_("Save it as .docx, .pdf or .txt."))
    if _WEB_PAGE.match(data[:1024]):
        raise InvalidInput(_("The content is a web page (HTML)."), remedy=_("Save it as .docx, .pdf or .txt."))
    if not is_text(data):
        raise _binary_refusal(suffix)
    if len(data) > LARGEST_TEXT:
        raise InvalidInput(_too_large(len(data), LARGEST_TEXT), remedy=_("Check that it is the right file."))
    return "text"


def _ole_refusal(suffix: str, data: bytes) -> InvalidInput:
    # An encrypted .docx is an OLE container with a stream of this name, in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InvalidInput(_("The document is encrypted."), remedy=_("Remove the password and save it again."))
    if suffix in (".docx", ".doc"):
        return InvalidInput(_("The content is an old Word document (.doc)."), remedy=_("Save it as .docx."))
    return InvalidInput(_("The content is an old Office file."), remedy=_("Save it as .docx, .pdf or .txt."))


def _binary_refusal(suffix: str) -> InvalidInput:
    if suffix == ".pdf":
        return InvalidInput(_("This is not a PDF."), remedy=_("Export or download it again."))
    if suffix == ".docx":
        return InvalidInput(_("This is not a Word document."), remedy=_("Save it again as .docx."))
    if suffix in _OTHER_SUFFIXES:
        return InvalidInput(
            _("Files that end in %(suffix)s are not read.") % {"suffix": suffix},
            remedy=_("Save it as .docx, .pdf or .txt."),
        )
    return InvalidInput(_("The content is not text."), remedy=_("Name a .txt, .docx or .pdf file."))


def _mismatch(claimed: Kind, found: Kind) -> str:
    names = {"text": _("plain text"), "word": _("a zip archive or Word document"), "pdf": _("a PDF")}
    values = {"claimed": names[claimed], "found": names[found]}
    return _("The name says %(claimed)s, but the content is %(found)s.") % values


def is_text(data: bytes) -> bool:
    """Whether the bytes look like text: no NUL, and hardly any control character."""
    if data.startswith(_UTF16):
        return True
    if b"\x00" in data:
        return False
    return len(_CONTROLS.findall(data)) <= _MOST_CONTROLS * len(data)
