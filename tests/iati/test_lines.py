"""A finding names the right line, however far into the file and however the file is laid out."""

from __future__ import annotations

import io
from random import Random

import pytest
from lxml import etree

from biennium.publishing.iati.lines import LARGEST, line
from biennium.publishing.iati.reader import Reader
from iati.documents import ACTIVITIES, content, full

FAR = b"\n" * (LARGEST + 10)


def laid_out(rng: Random) -> bytes:
    """An activity with everything in it, with line breaks here and there between and after its elements."""
    root = full()
    for element in root.iter("*"):
        if len(element) and rng.random() < 0.5:
            element.text = rng.choice(("\n", "\n\n  ", " "))
        if element.getparent() is not None and rng.random() < 0.5:
            element.tail = rng.choice(("\n", "\r\n  ", "\n\n", " "))
    return etree.tostring(root[0], with_tail=False)


def lines_read(data: bytes) -> list[int | None]:
    reader = Reader(io.BytesIO(data))
    return [line(element) for unit in reader.units() for element in unit.iter("*")]


def lines_written(data: bytes) -> list[int]:
    """The line of every start tag, from the bytes themselves: no text of the file holds a `<`, no tag a line break."""
    found, at = [], 1
    for piece in data.split(b"<"):
        if piece and piece[:1] not in b"/?!":
            found.append(at)
        at += piece.count(b"\n")
    return found


@pytest.mark.parametrize("before", [b"", FAR], ids=["near", "far"])
@pytest.mark.parametrize("seed", range(20))
def test_every_element_has_its_line(before: bytes, seed: int) -> None:
    unit = laid_out(Random(seed)).replace(b"&#13;", b"")
    data = b'<iati-activities version="2.03">' + before + unit + b"</iati-activities>"
    assert lines_read(data) == lines_written(data)[1:]


def test_a_file_in_one_line_has_one_line() -> None:
    assert set(lines_read(content(full(ACTIVITIES)).replace(b"\n", b""))) == {1}


def test_an_element_that_was_made_has_no_line() -> None:
    assert line(etree.Element("made")) is None
