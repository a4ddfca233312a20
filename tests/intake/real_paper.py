"""The real paper, and the reference data to compare it with; the same paper as Word and PDF.

The text lies beside a checkout (tests/shared.py); nothing of it is kept here.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import typst

from biennium.documents.blocks import Block, Document, Footnote, Heading, Inline, Item, Paragraph, Span, plain
from biennium.documents.read import read_document
from biennium.documents.read.spans import superscript
from biennium.documents.write import write_document
from biennium.intake.reading import Reading, read_file
from shared import shared

RESULTS = tuple("1234567ABC")
_NUMBER = re.compile(r"\d{1,3}\. ")


def text_file() -> Path:
    """The paper as text."""
    return shared("papers/gb346-pfa-1.fr.txt")


@cache
def _reading(path: Path) -> Reading:
    return read_file(path)


def reading() -> Reading:
    """The paper, read once."""
    return _reading(text_file())


def reference(code: str) -> dict[str, Any]:
    """What the reference data say of an outcome or enabler."""
    content = shared(f"ilo-2024-25/parts/{code}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)
    return found


def outputs() -> Iterator[dict[str, Any]]:
    """The outputs of the reference data."""
    for code in RESULTS:
        yield from reference(code)["outputs"]


def blocks() -> tuple[Block, ...]:
    """The blocks of the text, without numbers in bullets and with footnotes after the paragraph that calls them."""
    mended = [_mended(block) for block in read_document(text_file()).blocks]
    notes = {block.mark: block for block in mended if isinstance(block, Footnote)}
    body = [block for block in mended if not isinstance(block, Footnote)]
    return tuple(one for block in body for one in (block, *_called(block, notes)))


def _called(block: Block, notes: dict[str, Footnote]) -> list[Footnote]:
    """The footnotes that a block calls, each once."""
    text = plain(getattr(block, "content", ()))
    return [notes.pop(mark) for mark in list(notes) if superscript(mark) in text]


def _mended(block: Block) -> Block:
    if isinstance(block, Item) and _NUMBER.match(plain(block.content)):
        return Paragraph(block.content, where=block.where)
    return block


def as_typed_word() -> bytes:
    """Word as a typist leaves it: each line a paragraph, its signs typed."""
    document = docx.Document()
    for line in text_file().read_text(encoding="utf-8").split("\n"):
        document.add_paragraph(line)
    return _saved(document)


def as_styled_word() -> bytes:
    """Word with styles, bold numbers and list bullets."""
    document = docx.Document()
    for block in blocks():
        if isinstance(block, Heading):
            _runs(document.add_heading("", 1), block.content)
        elif isinstance(block, Item):
            _runs(document.add_paragraph(style="List Bullet"), block.content)
        else:
            paragraph = document.add_paragraph(f"{superscript(block.mark)} " if isinstance(block, Footnote) else "")
            _runs(paragraph, getattr(block, "content", ()))
    return _saved(document)


def _runs(paragraph: docx.text.paragraph.Paragraph, content: Inline) -> None:
    for span in content:
        paragraph.add_run(span.text).bold = span.bold


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_written(file_format: Any) -> bytes:
    """The paper set by Biennium's own writer, without its table of contents."""
    whole = blocks()
    start = next(place for place, block in enumerate(whole) if _says(block, "I. Introduction"))
    body = tuple(replace(block, level=2) if isinstance(block, Heading) else block for block in whole[start:])
    title = next(text for block in whole if "2024-25" in (text := plain(getattr(block, "content", ()))))
    return write_document(Document(title=title, lang="fr", blocks=body), file_format)


def _says(block: Block, text: str) -> bool:
    return isinstance(block, Heading) and plain(block.content) == text


def as_plain_pdf() -> bytes:
    """A PDF set without structure: paragraphs and bullets that pages cut."""
    lines = ['#set page(numbering: "1")', '#set text(lang: "fr", size: 10pt)', "#set par(justify: true)"]
    lines += [_set(block) for block in blocks()]
    return bytes(typst.compile("\n\n".join(lines).encode("utf-8"), format="pdf"))


def _set(block: Block) -> str:
    content: Inline = getattr(block, "content", ())
    text = "".join(_escaped(span) for span in content)
    if isinstance(block, Heading):
        return f"#block(text(13pt)[*{text}*])"
    if isinstance(block, Item):
        return f"#list([{text}])"
    mark = getattr(block, "mark", "")
    return f"#text(8pt)[#super[{mark}] {text}]" if mark else f"#[]{text}"


def _escaped(span: Span) -> str:
    text = "".join(f"\\{sign}" if sign in "\\#*_$@<>[]`~/" else sign for sign in span.text)
    return f"*{text}*" if span.bold and text.strip() else text
