"""What no format can hold is refused before anything is written, in words that lead out."""

from __future__ import annotations

import pytest

from biennium.documents.blocks import Document, Paragraph, inline
from biennium.documents.write import FileFormat, write_document
from biennium.kernel.errors import InvalidInput

pytestmark = pytest.mark.database_free

FORMATS: tuple[FileFormat, ...] = ("pdf", "docx", "html")


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800"])
def test_a_control_character_is_refused_by_its_code(character: str, file_format: FileFormat) -> None:
    document = Document(title="Title", lang="en", blocks=(Paragraph(inline(f"bell{character}")),))
    with pytest.raises(InvalidInput, match=f"U\\+{ord(character):04X}") as refusal:
        write_document(document, file_format)
    assert character not in str(refusal.value)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_document_without_a_title_is_refused(file_format: FileFormat) -> None:
    with pytest.raises(InvalidInput, match="no title"):
        write_document(Document(title=" ", lang="en", blocks=()), file_format)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_language_that_is_none_is_refused(file_format: FileFormat) -> None:
    with pytest.raises(InvalidInput, match="English"):
        write_document(Document(title="Title", lang="English", blocks=()), file_format)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_document_of_a_title_alone_is_written(file_format: FileFormat) -> None:
    assert write_document(Document(title="Title", lang="es", blocks=()), file_format)
