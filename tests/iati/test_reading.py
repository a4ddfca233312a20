"""What keeps a file from being read is one finding, whatever else is wrong with it; nothing outside it is looked at."""

from __future__ import annotations

import io

import pytest

from biennium.publishing.iati.reader import Reader
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from iati.documents import ACTIVITY, NOW, content, smallest

VALIDATOR = Validator(Setting(now=NOW))
ROOT = b'<iati-activities version="2.03">'


def errors(data: bytes, validator: Validator = VALIDATOR) -> list[tuple[str, str, int]]:
    """Rule, message and first line of every finding."""
    with validator.validate(io.BytesIO(data), "file.xml") as report:
        groups = list(report.groups())
    return [(one["id"], one["message"], one["context"][0]["lineNumber"]) for group in groups for one in group["errors"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Document is empty"),
        (b"Dear Sir or Madam", "Start tag expected, '<' not found"),
        (b"PK\x03\x04 a spreadsheet", "Start tag expected, '<' not found"),
        (ROOT + b"<iati-activity>", "Premature end of data in tag iati-activity line 1"),
        (ROOT + b"<a></b></iati-activities>", "Opening and ending tag mismatch: a line 1 and b"),
        (ROOT + b"<iati-activity a='1' a='2'/></iati-activities>", "Attribute a redefined"),
        (ROOT + b"<iati-activity>&eacute;</iati-activity></iati-activities>", "Entity 'eacute' not defined"),
        (ROOT + b"<iati-activity>\xe9</iati-activity></iati-activities>", "Invalid bytes in character encoding"),
        (ROOT + b"</iati-activities><more/>", "Extra content at the end of the document"),
        (b"<html><p></html>", "Opening and ending tag mismatch: p line 1 and html"),
    ],
)
def test_a_file_that_is_not_well_formed_has_that_one_finding(data: bytes, message: str) -> None:
    assert errors(data) == [("0.1.1", message, 1)]


def test_the_line_of_the_break_is_named_and_what_came_before_is_not() -> None:
    broken = content(smallest()).replace(b'<sector code="16020"/>', b'<sector code="nonsense"/>\n</iati-activity>')
    ((rule, _, line),) = errors(broken)
    assert (rule, line) == ("0.1.1", broken[: broken.rindex(b"</iati-activity>")].count(b"\n") + 1)


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        b"<!DOCTYPE x [<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;]>",
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused_not_read(declared: bytes) -> None:
    ((rule, message, _),) = errors(declared + ROOT + b"<iati-activity>&a;</iati-activity></iati-activities>")
    assert rule == "0.1.1"
    assert "entities" in message


def test_a_document_type_without_entities_is_accepted() -> None:
    data = content(smallest())
    assert errors(b"<!DOCTYPE iati-activities>" + data[data.index(b"<iati") :]) == []


@pytest.mark.parametrize("depth", [300, 100_000])
def test_elements_may_not_be_nested_without_end(depth: int) -> None:
    ((rule, message, _),) = errors(ROOT + b"<iati-activity>" + b"<a>" * depth)
    assert rule == "0.1.1"
    assert "depth" in message


def test_a_prologue_without_end_is_not_read() -> None:
    ((rule, message, _),) = errors(b"<?xml version='1.0'?><!--" + b"x" * 3_000_000 + b"-->" + ROOT)
    assert (rule, message) == ("0.1.1", "The file has no root element in its first megabyte.")


def test_a_file_of_something_else_is_not_iati() -> None:
    assert errors(b"<rss><channel/></rss>") == [("0.2.1", "The file is not an IATI file.", 1)]


@pytest.mark.parametrize("version", ["1.05", "xx", "", "2.04"])
def test_an_unsupported_version_is_the_one_finding(version: str) -> None:
    data = content(smallest()).replace(b"2.03", version.encode()).replace(b"16020", b"nonsense")
    message = f"Version {version} of the IATI Standard is no longer supported. Supported versions: 2.01, 2.02, 2.03"
    assert errors(data) == [("0.6.1", " ".join(message.split()), 2)]


def test_an_unknown_version_is_also_no_code_of_the_list_when_strict() -> None:
    strict = Validator(Setting(now=NOW, strict=True))
    data = content(smallest()).replace(b"2.03", b"9.99")
    assert [rule for rule, _, _ in errors(data, strict)] == ["0.6.1", "9.1.1"]


@pytest.mark.parametrize("version", ["2.01", "2.02"])
def test_an_older_supported_version_is_read_as_this_one(version: str) -> None:
    assert errors(content(smallest()).replace(b"2.03", version.encode())) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_the_encoding(encoding: str) -> None:
    data = content(smallest()).decode()
    assert errors(data[data.index("<iati") :].encode(encoding)) == []


def test_a_prefix_that_is_not_declared_is_for_the_schema_to_judge() -> None:
    data = content(smallest()).replace(b"</title>", b"</title><me:note/>")
    ((rule, message, _),) = errors(data)
    assert rule == "0.3.1"
    assert "Element 'me:note': This element is not expected." in message


def test_a_file_without_any_activity_says_so() -> None:
    assert errors(b'<iati-activities version="2.03"/>') == [
        ("0.3.1", "Element 'iati-activities': Missing child element(s). Expected is ( iati-activity ).", 1)
    ]


def test_what_was_read_is_let_go() -> None:
    reader = Reader(io.BytesIO(ROOT + ACTIVITY.encode() * 2000 + b"</iati-activities>"))
    kept = [sum(len(one) for one in unit.itersiblings(preceding=True)) for unit in reader.units()]
    assert len(kept) == 2000
    assert max(kept) == 0


def test_lines_are_right_far_into_a_file() -> None:
    good = ACTIVITY.encode()
    padding = b"\n" * 70_000
    bad = good.replace(b"XM-DAC-41302-A1", b"XM-DAC-41302-A2").replace(b'code="16020"', b'code="nonsense"')
    data = ROOT + good + padding + bad + b"</iati-activities>"
    line = data[: data.index(b"nonsense")].count(b"\n") + 1
    assert errors(data) == [("9.76.1", "The OECD DAC sector is invalid.", line)]
    broken = data.replace(b'code="nonsense"', b"")
    assert [(rule, at) for rule, _, at in errors(broken)] == [("0.3.1", line)]
