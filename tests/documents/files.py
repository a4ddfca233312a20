"""Files to read: Word documents and PDFs made for a test, and blocks told in one line each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import typst

from biennium.documents.blocks import (
    Block,
    Box,
    Footnote,
    Heading,
    Inline,
    Item,
    PageBreak,
    Paragraph,
    Table,
    plain,
)
from biennium.documents.read import ReadDocument, read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, name: str, content: bytes | str) -> ReadDocument:
    """The content read from a file of this name."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read_document(path)


def told(blocks: tuple[Block, ...]) -> list[str]:
    """Each block in one line: what it is, and its text with bold in asterisks."""
    return [_told(block) for block in blocks]


def _told(block: Block) -> str:
    match block:
        case Heading(level=level, content=content):
            return f"h{level} {_marked(content)}"
        case Paragraph(content=content, number=number):
            return f"p {_marked(content)}" if number is None else f"p{number} {_marked(content)}"
        case Item(content=content, depth=depth, marker=marker):
            return f"{'  ' * depth}[{marker}] {_marked(content)}"
        case Footnote(mark=mark, content=content):
            return f"note {mark} {_marked(content)}"
        case Box(title=title, blocks=blocks):
            return f"box {_marked(title)} ({'; '.join(told(blocks))})"
        case Table(header=header, rows=rows):
            return " / ".join(
                " | ".join(_marked(cell) for cell in row) for row in ([header] if header else []) + [*rows]
            )
        case PageBreak():
            return "page"


def _marked(content: Inline) -> str:
    return "".join(f"*{span.text}*" if span.bold else span.text for span in content)


def words(blocks: tuple[Block, ...]) -> list[str]:
    """Every word of the blocks, in order."""
    return [word for block in blocks for text in _texts(block) for word in text.split()]


def _texts(block: Block) -> list[str]:
    match block:
        case Table(header=header, rows=rows):
            return [plain(cell) for row in (header, *rows) for cell in row]
        case Box(title=title, blocks=blocks):
            return [plain(title), *(text for one in blocks for text in _texts(one))]
        case Footnote(mark=mark, content=content):
            return [f"{mark} {plain(content)}"]
        case PageBreak():
            return []
        case _:
            return [plain(block.content)]


def word_file(document: docx.document.Document) -> bytes:
    """A python-docx document as bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_body(body: str, **parts: str) -> bytes:
    """A Word document of this body in WordprocessingML; further parts by name (`styles`, `footnotes` …)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def pdf_file(source: str) -> bytes:
    """A PDF set by typst from this source."""
    return bytes(typst.compile(source.encode("utf-8"), format="pdf"))


def encrypted(pdf: bytes, password: str) -> bytes:
    """A PDF that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
