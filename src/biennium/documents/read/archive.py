"""The parts of a Word document, taken out of its zip archive with care.

Invariant: no part is expanded before its size and the total are known to be within bounds, none is parsed before its
tags are counted; entities are never expanded.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

from biennium.kernel.errors import InvalidInput

LARGEST_PART = 64 * 1024 * 1024
LARGEST_TOTAL = 300 * 1024 * 1024
MOST_TAGS = 4_000_000
DOCUMENT = "word/document.xml"


class Archive:
    """A Word document's XML parts by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as damaged:
            raise _damaged() from damaged
        if any(one.flag_bits & 1 for one in entries):
            raise InvalidInput(_("The document is encrypted."), remedy=_("Remove the password and save it again."))
        too_large = any(one.file_size > LARGEST_PART for one in entries)
        if too_large or sum(one.file_size for one in entries) > LARGEST_TOTAL:
            raise _too_large()
        if DOCUMENT not in self._zip.namelist():
            raise InvalidInput(
                _("The archive is no Word document."), remedy=_("Save the paper as .docx, .pdf or .txt.")
            )

    def part(self, name: str) -> etree._Element | None:
        """The root of an XML part, or None when there is no such part."""
        if name not in self._zip.namelist():
            return None
        try:
            content = self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as damaged:
            raise _damaged() from damaged
        if content.count(b"<") > MOST_TAGS:
            raise _too_large()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as damaged:
            raise _damaged() from damaged
        if root.getroottree().docinfo.internalDTD is not None:
            raise InvalidInput(
                _("The document declares XML entities, which are not read."), remedy=_("Save it again in Word.")
            )
        return root


def _damaged() -> InvalidInput:
    return InvalidInput(
        _("The Word document is cut or damaged."), remedy=_("Save it again as .docx, or download it again.")
    )


def _too_large() -> InvalidInput:
    return InvalidInput(_("The document expands to more than it may."), remedy=_("Save it again without pictures."))
