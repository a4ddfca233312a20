"""The schema says of the official suite's files what the suite says; nothing else than the schema is asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree

from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.reader import Reader
from biennium.publishing.iati.schema import Schema, schema_file
from biennium.publishing.iati.shells import check_shell
from iati.documents import ACTIVITIES, ORGANISATIONS, UNITS, content, full, smallest
from shared import shared

SUITE = 694


def breaches(data: bytes, schema: Schema) -> list[Finding]:
    """What the schema says of a file as the validator reads it: unit by unit, then the root."""
    reader = Reader(io.BytesIO(data))
    found = [finding for unit in reader.units() for finding in schema.check(unit)]
    assert reader.problem is None
    assert reader.shell is not None
    return [*found, *check_shell(reader.shell, reader.unit, schema)]


def as_expected(suite: Path, file: Path, schemas: dict[str, Schema]) -> bool:
    """Whether a file of the suite is valid exactly when its folder says so; the folder also says for which schema."""
    data, folder = file.read_bytes(), str(file.parent.relative_to(suite))
    root = etree.fromstring(data)
    schema = next(schema for word, schema in schemas.items() if word in folder)
    valid = not (breaches(data, schema) if root.tag in UNITS else schema.check(root))
    return valid == ("should-pass" in folder)


def test_the_official_suite_passes_whole() -> None:
    standard = shared("standards/iati")
    schemas = {
        "activit": Schema(schema_file(ACTIVITIES)),
        "organisation": Schema(schema_file(ORGANISATIONS)),
        "registry": Schema(standard / "xsd-2.03" / "iati-registry-record-schema.xsd"),
    }
    suite = standard / "xsd-tests"
    files = sorted(suite.rglob("*.xml"))
    assert len(files) == SUITE
    assert [str(file) for file in files if not as_expected(suite, file, schemas)] == []


@pytest.mark.parametrize("kind", UNITS)
def test_a_file_inside_a_file_is_no_unit(kind: str) -> None:
    root = smallest(kind)
    root.append(smallest(kind))
    reader = Reader(io.BytesIO(content(root)))
    assert [unit.tag for unit in reader.units()] == [UNITS[kind]]
    (finding,) = breaches(content(root), Schema(schema_file(kind)))
    assert f"Element '{kind}': This element is not expected." in finding.text


@pytest.mark.parametrize("kind", UNITS)
def test_a_file_with_everything_in_it_is_valid(kind: str) -> None:
    assert breaches(content(full(kind)), Schema(schema_file(kind))) == []


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        ('version="2.03"', 1, "The attribute 'version' is required but missing."),
        ('version="2.03" colour="red"', 1, "The attribute 'colour' is not allowed."),
    ],
)
def test_the_root_is_judged_too(change: str, line: int, message: str) -> None:
    replaced = change.replace('version="2.03"', "") if "required" in message else change
    data = content(smallest()).replace(b'version="2.03"', replaced.encode())
    (found,) = breaches(data.replace(b"\n", b"", 1), Schema(schema_file(ACTIVITIES)))
    assert message in found.text
    assert [place.line for place in found.places] == [line]


def test_what_stands_beside_the_units_is_judged() -> None:
    data = b'<iati-organisations version="2.03">\n<x:note xmlns:x="u"/>\n</iati-organisations>'
    (found,) = breaches(data, Schema(schema_file(ORGANISATIONS)))
    assert "This element is not expected. Expected is ( iati-organisation )." in found.text
    assert found.places[0].line == 2


def test_text_between_the_units_is_not_allowed() -> None:
    data = content(smallest()).replace(b"</iati-activity>", b"</iati-activity>text")
    (found,) = breaches(data, Schema(schema_file(ACTIVITIES)))
    assert "Character content other than whitespace is not allowed" in found.text


def test_a_message_has_every_line_it_holds_for() -> None:
    data = content(smallest()).replace(b'<sector code="16020"/>', b"<sector/>\n<sector/>\n")
    (found,) = breaches(data, Schema(schema_file(ACTIVITIES)))
    assert found.text == "Element 'sector': The attribute 'code' is required but missing."
    assert len(found.places) == 2
    assert found.places[1].line == (found.places[0].line or 0) + 1
