"""The Word file as a package: its footnotes part, its properties, and bytes that no clock has a part in."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from biennium.documents.blocks import Document
from biennium.documents.write.word_xml import element, language

EPOCH = (1980, 1, 1, 0, 0, 0)
SEPARATORS = ((-1, "separator", "w:separator"), (0, "continuationSeparator", "w:continuationSeparator"))


def add_footnotes_part(document: Any) -> XmlPart:
    """An empty footnotes part, with the separators Word draws above the notes."""
    notes = (
        element("w:footnote", element("w:p", element("w:r", element(line))), type=kind, id=identity)
        for identity, kind, line in SEPARATORS
    )
    part = XmlPart(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        element("w:footnotes", *notes),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    known = element("w:footnotePr", *(element("w:footnote", id=identity) for identity, _, _ in SEPARATORS))
    document.settings.element.find(qn("w:compat")).addprevious(known)
    return part


def set_behaviour(document: Any) -> None:
    """Lays the file out as Word has done since 2013: the border of a table, not its text, stands on the margin."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def set_properties(word: Any, document: Document) -> None:
    """Title, author and language; no dates, since the same document must give the same bytes."""
    properties = word.core_properties
    properties.title, properties.author, properties.language = document.title, document.author, language(document.lang)
    properties.subject, properties.comments, properties.keywords = document.cover.symbol, "", ""
    properties.last_modified_by = document.author
    root = properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        for found in root.findall(qn(name)):
            root.remove(found)
    relations = word.part.package.rels
    for identity in [key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[identity]


def packed(word: Any) -> bytes:
    """The bytes of the file, every entry of the archive dated alike."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
