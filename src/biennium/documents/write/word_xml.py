"""WordprocessingML in small pieces: elements, runs and fields that python-docx has no call for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from biennium.documents.blocks import Span

REGIONS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """An element such as `w:p` with attributes of its own namespace."""
    made = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def language(lang: str) -> str:
    """The code Word knows: its proofing tools want a region."""
    return REGIONS.get(lang, lang)


def run(span: Span, style: str = "") -> Any:
    """A run of text in its own style and language; a line break in the text is one in Word."""
    marks = [element("w:rStyle", val=style)] if style else []
    marks += [element(tag) for tag, wanted in (("w:b", span.bold), ("w:i", span.italic)) if wanted]
    marks += [element("w:lang", val=language(span.lang))] if span.lang else []
    made = element("w:r", *([element("w:rPr", *marks)] if marks else []))
    for place, line in enumerate(span.text.split("\n") if span.text else ()):
        if place:
            made.append(element("w:br"))
        made.append(_text(line))
    return made


def tab() -> Any:
    """A run that holds a tabulator."""
    return element("w:r", element("w:tab"))


def field(instruction: str, shown: str) -> list[Any]:
    """The runs of a field and the result it shows until Word computes it."""
    return [*field_start(instruction), run(Span(shown)), field_end()]


def field_start(instruction: str, *, dirty: bool = False) -> list[Any]:
    """The runs before a field's result; a dirty field is computed when the file is opened."""
    begin = element("w:fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    code = element("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [element("w:r", piece) for piece in (begin, code, element("w:fldChar", fldCharType="separate"))]


def field_end() -> Any:
    """The run after a field's result."""
    return element("w:r", element("w:fldChar", fldCharType="end"))


def _text(line: str) -> Any:
    text = element("w:t")
    text.text = line
    text.set(qn("xml:space"), "preserve")
    return text
