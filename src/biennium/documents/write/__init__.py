"""Writing: one `Document` becomes a PDF, a Word or an HTML file, with the same words in the same order.

Invariant: the same document gives the same bytes, and no character of a text is dropped, replaced or run as markup:
what a format cannot hold is refused by name.
"""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from biennium.documents.blocks import Document
from biennium.documents.write.html import write_html
from biennium.documents.write.pdf import write_pdf
from biennium.documents.write.prepare import prepared
from biennium.documents.write.word import write_word
from biennium.kernel.errors import InvalidInput

FileFormat = Literal["pdf", "docx", "html"]

MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
WRITERS = {"pdf": write_pdf, "docx": write_word, "html": write_html}


def write_document(document: Document, file_format: FileFormat) -> bytes:
    """The file as bytes. Raises `InvalidInput` for an unknown format, no title, a character that cannot be written."""
    writer = WRITERS.get(file_format)
    if writer is None:
        raise InvalidInput(
            _("“%(name)s” is no format of documents.") % {"name": file_format},
            remedy=_("Use one of %(known)s.") % {"known": ", ".join(WRITERS)},
        )
    return writer(prepared(document))
