"""What bytes are, whatever their name says: by their first bytes, and for archives by what lies in them.

Invariant: a media type is returned only for kinds that cannot run anything by being opened in a browser: no HTML, no
SVG, no office document with macros. The content is never unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

PDF, PNG, JPEG, WEBP, TEXT = "application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"
_OOXML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    WEBP: (".webp",),
    TEXT: (".txt", ".csv", ".md"),
    f"{_OOXML}wordprocessingml.document": (".docx",),
    f"{_OOXML}spreadsheetml.sheet": (".xlsx",),
    f"{_OOXML}presentationml.presentation": (".pptx",),
    f"{_OPEN_DOCUMENT}text": (".odt",),
    f"{_OPEN_DOCUMENT}spreadsheet": (".ods",),
    f"{_OPEN_DOCUMENT}presentation": (".odp",),
}
_OOXML_FOLDERS = {
    "word": "wordprocessingml.document",
    "xl": "spreadsheetml.sheet",
    "ppt": "presentationml.presentation",
}
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex/")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def media_type(content: bytes) -> str:
    """The media type of a kind in `SUFFIXES`, empty for anything else."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    return TEXT if _is_plain(content) else ""


def _archive(content: bytes) -> str:
    """An office document without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
            if any(macro in name for name in names for macro in _MACROS):
                return ""
            if names[:1] == ["mimetype"]:
                return _open_document(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return ""
    folder = next((folder for folder in _OOXML_FOLDERS if any(name.startswith(f"{folder}/") for name in names)), "")
    return f"{_OOXML}{_OOXML_FOLDERS[folder]}" if folder and "[content_types].xml" in names else ""


def _open_document(archive: zipfile.ZipFile) -> str:
    with archive.open(archive.infolist()[0]) as entry:
        declared = entry.read(100).decode("ascii", errors="replace").strip()
    return declared if declared in SUFFIXES else ""


def _is_plain(content: bytes) -> bool:
    """Whether it is text in UTF-8 that no browser would take for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _CONTROL.search(text) and not text.lstrip().startswith("<")
