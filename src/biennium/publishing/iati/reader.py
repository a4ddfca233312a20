"""Reading an IATI file in one pass: its root, then one activity or organisation after the other, then its problem.

Invariant: what was handed out is given back before more is read, so memory holds one chunk and the largest unit.
Nothing outside the file is read; a file that declares entities is refused; depth and length of texts are limited by
the parser. A prefix that is not declared is no problem here: the schema has the say, as in the official validator.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from biennium.publishing.iati.findings import NOT_IATI, NOT_WELL_FORMED, Finding, Place, quote
from biennium.publishing.iati.lines import line
from biennium.publishing.iati.xpaths import Element
from biennium.standards.iati.tables import FILE_KINDS

CHUNK = 1 << 16
LONGEST_PROLOGUE = 1 << 20
MOST_STRANGERS = 100
MOST_ERRORS = 2000

_OPTIONS: dict[str, Any] = {"no_network": True, "resolve_entities": False, "load_dtd": False, "huge_tree": False}
_ENTITIES = "The file declares entities or names an external document type; IATI needs neither, and they are not read."
_EMPTY, _NO_ELEMENT = "Document is empty", "no element found"
_POSITION = re.compile(r", line \d+, column \d+$")
_PROLOGUE = "The file has no root element in its first megabyte."


class Reader:
    """One file. `kind` is the name of its root if that is one of IATI's; `shell` is that root.

    Once the units are read, `shell` holds one empty element for each run of equal elements below the root.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""
        self.kind = ""
        self.shell: Element | None = None
        self.problem: Finding | None = None
        root = self._look()
        if root is None or self.problem:
            return
        if root.tag not in FILE_KINDS:
            self.refuse(Finding(NOT_IATI, (Place(line(root), f"<{quote(root.tag)}>"),)))
            return
        self.kind = root.tag
        self.unit = unit_name(root.tag)
        self.shell = _shell(root)

    def units(self) -> Iterator[Element]:
        """Every activity or organisation, whole; it is empty again once the next one is asked for."""
        parser: Any = etree.XMLPullParser(
            events=("start", "end"),
            tag=(self.kind, self.unit),
            recover=True,
            remove_comments=True,
            remove_pis=True,
            **_OPTIONS,
        )
        root: Element | None = None
        for chunk in self._chunks():
            if not self._feed(parser, chunk):
                return
            for event, element in parser.read_events():
                if root is None:
                    root = element
                elif event == "end" and element.tag == self.unit and element.getparent() is root:
                    yield element
                    element.clear(keep_tail=True)
            if root is not None:
                self._sweep(root, keep=1 if chunk else 0)

    def _look(self) -> Element | None:
        """The root's start tag, read without the rest; None with a problem when there is none."""
        parser: Any = etree.XMLPullParser(events=("start",), recover=True, **_OPTIONS)
        chunk = b"-"
        while chunk and len(self._head) < LONGEST_PROLOGUE:
            chunk = self._stream.read(CHUNK)
            self._head += chunk
            well = self._feed(parser, chunk)
            for _, found in parser.read_events():
                root: Element = found
                self.problem = None
                self._refuse_entities(root)
                return root
            if not well:
                return None
        self.problem = _broken(_PROLOGUE if chunk else _EMPTY, 1)
        return None

    def _refuse_entities(self, root: Element) -> None:
        document: Any = root.getroottree().docinfo
        declared = document.internalDTD
        if document.system_url or (declared is not None and any(True for _ in declared.iterentities())):
            self.problem = _broken(_ENTITIES, 1)

    def refuse(self, reason: Finding) -> Finding:
        """Leaves a file whose root is enough to refuse it; the answer is the reason unless it is not well-formed."""
        self.problem = self._rest() or reason
        return self.problem

    def _rest(self) -> Finding | None:
        """What is wrong in the rest of the file, read without keeping anything of it."""
        nothing: Any = _Nothing()
        parser = etree.XMLParser(target=nothing, **_OPTIONS)
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
            parser.close()
        except etree.XMLSyntaxError as error:
            return _broken(str(error.msg), error.lineno)
        return None

    def _chunks(self) -> Iterator[bytes]:
        """The file piece by piece; an empty piece is its end."""
        yield self._head
        self._head = b""
        while chunk := self._stream.read(CHUNK):
            yield chunk
        yield b""

    def _sweep(self, root: Element, *, keep: int) -> None:
        """Takes what is finished out of the root; what is no unit is kept, empty, for the schema to judge."""
        self._keep_text(root.text)
        root.text = None
        while len(root) > keep:
            child = root[0]
            self._keep_text(child.tail)
            child.tail = None
            self._keep(child)
            if child.getparent() is root:
                root.remove(child)

    def _keep(self, child: Any) -> None:
        shell = self.shell
        if shell is None or len(shell) >= MOST_STRANGERS or (len(shell) and shell[-1].tag == child.tag):
            return
        child.clear(keep_tail=False)
        shell.append(child)

    def _keep_text(self, text: str | None) -> None:
        if self.shell is not None and text and not self.shell.text and text.strip():
            self.shell.text = quote(text)

    def _feed(self, parser: Any, chunk: bytes) -> bool:
        """Reads a piece, or closes at the end; false with a problem where the file is not well-formed."""
        try:
            if chunk:
                parser.feed(chunk)
            else:
                parser.close()
        except etree.XMLSyntaxError as error:
            self.problem = _broken(str(error.msg), error.lineno)
            return False
        log = parser.feed_error_log
        fatal = next((entry for entry in log if entry.level == etree.ErrorLevels.FATAL), None)
        if fatal is None and len(log) > MOST_ERRORS:
            fatal = log[0]
        self.problem = _broken(fatal.message, fatal.line) if fatal is not None else None
        return fatal is None


class _Nothing:
    """A parser target that keeps nothing."""

    def close(self) -> None:
        """Nothing to hand over."""


def unit_name(kind: str) -> str:
    """What one entry of a file of that kind is called."""
    return {"iati-activities": "iati-activity", "iati-organisations": "iati-organisation"}[kind]


def _shell(root: Element) -> Element:
    shell = copy.copy(root)
    shell.text = None
    del shell[:]
    return shell


def _broken(message: str, line: int | None) -> Finding:
    bare = _POSITION.sub("", message).replace(_NO_ELEMENT, _EMPTY)
    return Finding(NOT_WELL_FORMED, (Place(line or 1, ""),), message=quote(bare))
