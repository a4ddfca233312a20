"""Every rule on a code list finds a code that is not in it, at its path and nowhere else, and accepts one that is."""

from __future__ import annotations

import pytest

from biennium.publishing.iati.codelists import version_findings
from biennium.publishing.iati.findings import Finding
from biennium.standards.iati.tables import CodelistRule, codelist_rules, codes
from iati.alone import Codelists
from iati.documents import LANG, UNITS, Element, full, smallest, valid_code

UNKNOWN = "no such code"
STRICT_ONLY = {"/", "/iati-activities", "/organisations"}
OFFICIAL = [rule for rule in codelist_rules() if rule.path not in STRICT_ONLY]
NAMES = [f"{rule.info.id} {rule.path}" for rule in OFFICIAL]
CHECKS = {kind: Codelists(kind) for kind in UNITS}


def kind_of(rule: CodelistRule) -> str:
    return rule.path.split("/")[1]


def coded(rule: CodelistRule, code: str) -> Element:
    """A file with everything in it, and one code where the rule looks."""
    root = full(kind_of(rule))
    element = root if rule.path.count("/") == 1 else root.find(rule.path.split("/", 2)[2])
    assert element is not None
    if rule.attribute == "text()":
        element.text = code
    else:
        element.set(rule.attribute, code)
    if rule.linked:
        element.set(rule.linked, rule.value)
    return root


def found(root: Element) -> list[Finding]:
    return list(CHECKS[root.tag].check(root[0]))


@pytest.mark.parametrize("rule", OFFICIAL, ids=NAMES)
def test_a_code_that_is_not_in_the_list_is_found(rule: CodelistRule) -> None:
    (finding,) = found(coded(rule, UNKNOWN))
    assert (finding.info, finding.codelist) == (rule.info, rule.codelist)
    assert UNKNOWN in finding.places[0].text


@pytest.mark.parametrize("rule", OFFICIAL, ids=NAMES)
def test_a_code_of_the_list_is_accepted(rule: CodelistRule) -> None:
    assert found(coded(rule, valid_code(rule))) == []


@pytest.mark.parametrize("rule", [rule for rule in OFFICIAL if rule.default], ids=lambda rule: rule.info.id)
@pytest.mark.parametrize("linked", [None, ""])
def test_without_a_vocabulary_the_default_counts(rule: CodelistRule, linked: str | None) -> None:
    root = coded(rule, UNKNOWN)
    element = root.find(rule.path.split("/", 2)[2])
    assert element is not None
    element.attrib.pop(rule.linked)
    if linked is not None:
        element.set(rule.linked, linked)
    assert rule.info.id in {finding.info.id for finding in found(root)}


def test_a_vocabulary_without_a_list_is_not_checked() -> None:
    root = smallest()
    sector = root.find(".//sector")
    assert sector is not None
    sector.set("vocabulary", "12")
    sector.set("code", UNKNOWN)
    assert found(root) == []


def test_a_code_that_is_a_text_has_nothing_beside_it() -> None:
    (rule,) = (rule for rule in OFFICIAL if rule.attribute == "text()")
    root = coded(rule, "41302")
    assert found(root) == []
    (element,) = root.iter("channel-code")
    element.set(LANG, "en")
    assert [finding.info.id for finding in found(root)] == ["9.16.1"]


@pytest.mark.parametrize("code", ["20", "35"])
def test_a_withdrawn_code_is_accepted(code: str) -> None:
    assert code in codes("FlowType")


def test_codes_are_compared_as_they_are_written() -> None:
    (rule,) = (rule for rule in OFFICIAL if rule.info.id == "9.126.1")
    assert [len(found(coded(rule, code))) for code in ("8.b.", "8.B", "8.b", " 8.5")] == [1, 1, 0, 1]


@pytest.mark.parametrize("kind", UNITS)
def test_the_version_is_checked_when_strict(kind: str) -> None:
    root = smallest(kind)
    assert list(version_findings(kind, root)) == []
    root.set("version", "9.99")
    expected = {"iati-activities": "9.1.1", "iati-organisations": "9.97.1"}[kind]
    assert [finding.info.id for finding in version_findings(kind, root)] == [expected]


def test_the_language_of_every_text_is_checked_when_strict() -> None:
    root = smallest()
    narrative = root.find(".//title/narrative")
    assert narrative is not None
    narrative.set(LANG, "xx")
    assert found(root) == []
    assert [one.info.id for one in Codelists(root.tag, strict=True).check(root[0])] == ["9.95.1"]
    narrative.set(LANG, "es")
    assert list(Codelists(root.tag, strict=True).check(root[0])) == []


def test_every_rule_is_tried_here() -> None:
    strict = {rule.info.id for rule in codelist_rules() if rule.path in STRICT_ONLY}
    assert strict == {"9.1.1", "9.95.1", "9.97.1"}
    assert len(OFFICIAL) + len(strict) == len(codelist_rules()) == 124
