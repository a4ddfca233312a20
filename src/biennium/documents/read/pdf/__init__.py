"""PDF with text: lines become paragraphs, headings, bullets and tables of contents by where and how they are set.

Invariant: each word of the text layer is in exactly one block, in the order of reading; what repeats at the head or
foot of the pages is left out, which a note says.
"""

from __future__ import annotations

import pypdfium2
from django.utils.translation import gettext as _

from biennium.documents.read.pdf.blocks import blocks_of
from biennium.documents.read.pdf.lines import Line, lines_of
from biennium.documents.read.pdf.margins import without_furniture
from biennium.documents.read.result import Extract
from biennium.kernel.errors import InvalidInput

__all__ = ["read_pdf"]

MOST_PAGES = 3000


def read_pdf(data: bytes) -> Extract:
    """The blocks of a PDF. Raises `InvalidInput` for one that is encrypted, damaged, endless, or without text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refused:
        raise _refusal(refused) from refused
    try:
        pages = len(document)
        lines = _lines(document, pages)
    except pypdfium2.PdfiumError as damaged:
        raise _refusal(damaged) from damaged
    finally:
        document.close()
    if not lines:
        raise InvalidInput(
            _("The PDF holds no text: it is a scan."),
            remedy=_("Run text recognition (OCR) on it first, or use the original."),
        )
    kept, notes = without_furniture(lines, pages)
    return Extract(tuple(blocks_of(kept)), tuple(notes), pages)


def _lines(document: pypdfium2.PdfDocument, pages: int) -> list[Line]:
    if pages > MOST_PAGES:
        raise InvalidInput(
            _("The PDF has %(pages)s pages; the limit is %(limit)s.") % {"pages": pages, "limit": MOST_PAGES},
            remedy=_("Split it."),
        )
    return [line for number in range(pages) for line in lines_of(document[number], number + 1)]


def _refusal(error: Exception) -> InvalidInput:
    if "password" in str(error).casefold() or "security" in str(error).casefold():
        return InvalidInput(_("The PDF is encrypted."), remedy=_("Remove the password and save it again."))
    return InvalidInput(_("The PDF is cut or damaged."), remedy=_("Export or download it again."))
