"""IATI files for tests, made from the tables: the smallest that has no finding, and one with everything in it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from functools import cache

from lxml import etree

from biennium.standards.iati.tables import CodelistRule, codelist_rules, codes, fields

Element = etree._Element

NOW = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
"""The clock of every validation: a day that passes changes no outcome."""

ACTIVITIES, ORGANISATIONS = "iati-activities", "iati-organisations"
UNITS = {ACTIVITIES: "iati-activity", ORGANISATIONS: "iati-organisation"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SAMPLES = {
    "xsd:date": "2024-01-01",
    "xsd:dateTime": "2024-01-01T00:00:00Z",
    "xsd:decimal": "100",
    "xsd:boolean": "1",
    "xsd:int": "1",
    "xsd:positiveInteger": "2024",
    "xsd:nonNegativeInteger": "1",
    "xsd:anyURI": "https://example.org/",
}

ACTIVITY = """
<iati-activity default-currency="USD" xml:lang="en" last-updated-datetime="2024-05-01T00:00:00Z">
  <iati-identifier>XM-DAC-41302-A1</iati-identifier>
  <reporting-org ref="XM-DAC-41302" type="40"><narrative>The organisation</narrative></reporting-org>
  <title><narrative>Decent work</narrative></title>
  <description><narrative>Decent work for all</narrative></description>
  <participating-org role="4" ref="XM-DAC-41302" type="40"/>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2024-01-01"/>
  <recipient-country code="AR"/>
  <sector code="16020"/>
</iati-activity>"""

ORGANISATION = """
<iati-organisation default-currency="USD" xml:lang="en">
  <organisation-identifier>XM-DAC-41302</organisation-identifier>
  <name><narrative>The organisation</narrative></name>
  <reporting-org ref="XM-DAC-41302" type="40"><narrative>The organisation</narrative></reporting-org>
</iati-organisation>"""

SMALLEST = {ACTIVITIES: ACTIVITY, ORGANISATIONS: ORGANISATION}


def smallest(kind: str = ACTIVITIES) -> Element:
    """A file of one activity or organisation in which nothing is wrong."""
    return etree.fromstring(f'<{kind} version="2.03">{SMALLEST[kind]}\n</{kind}>')


def full(kind: str = ACTIVITIES) -> Element:
    """A file of one activity or organisation with every element and attribute of the standard; valid by the schema."""
    return copy.deepcopy(_full(kind))


def content(root: Element) -> bytes:
    """The file as it lies on disk."""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


@cache
def _full(kind: str) -> Element:
    root = etree.Element(kind)
    for field in fields():
        if not field.path.startswith(f"/{kind}/"):
            continue
        parent, _, name = field.path.rpartition("/")
        owner = root if parent == f"/{kind}" else root.find(parent.removeprefix(f"/{kind}/"))
        assert owner is not None, field.path
        if field.kind == "element":
            _add(owner, name, field.type)
        else:
            owner.set(LANG if name == "@xml:lang" else name[1:], _value(parent, name[1:], field.type))
    _sort(root, f"/{kind}")
    root.set("version", "2.03")
    return root


def _add(owner: Element, name: str, kind: str) -> None:
    child = etree.SubElement(owner, name)
    if kind in SAMPLES:
        child.text = SAMPLES[kind]
    elif name in ("narrative", "iati-identifier", "organisation-identifier", "channel-code", "value"):
        child.text = {"channel-code": "41302", "value": "1"}.get(name, "text")


def _value(path: str, name: str, kind: str) -> str:
    if kind in SAMPLES:
        return SAMPLES[kind]
    if rules := [rule for rule in codelist_rules() if rule.path == path and rule.attribute == name]:
        return valid_code(next((rule for rule in rules if rule.default), rules[0]))
    return "en" if name == "xml:lang" else "1"


def valid_code(rule: CodelistRule) -> str:
    """A code of the rule's list, the vocabulary's own default where it is one."""
    listed = codes(rule.codelist)
    return "1" if "1" in listed and rule.attribute == "vocabulary" else min(listed)


@cache
def order() -> dict[str, int]:
    """The place of every element among its siblings."""
    return {field.path: int("".join(filter(str.isdigit, field.order)) or 0) for field in fields()}


def _sort(element: Element, path: str) -> None:
    for child in element:
        _sort(child, f"{path}/{child.tag}")
    if len(element):
        element.text = None
    element[:] = sorted(element, key=lambda child: order()[f"{path}/{child.tag}"])
