"""Every case of the standard ruleset finds what breaks it and nothing in what does not."""

from __future__ import annotations

import pytest

from biennium.publishing.iati.setting import Setting
from biennium.standards.iati.tables import ruleset
from iati.alone import Ruleset
from iati.cases import ROWS, Row, build
from iati.documents import NOW, UNITS, smallest

RULESETS = {
    (kind, strict): Ruleset(kind, Setting(now=NOW, strict=strict)) for kind in UNITS for strict in (False, True)
}
NAMES = [f"{number}-{row.rule}" for number, row in enumerate(ROWS)]


def broken(row: Row, change: str) -> list[str]:
    return [finding.info.id for finding in RULESETS[row.kind, row.strict].check(build(row.kind, change)[0])]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_breaks_a_rule_is_found(row: Row) -> None:
    assert row.rule in broken(row, row.fails)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_does_not_break_a_rule_is_not_found(row: Row) -> None:
    assert row.rule not in broken(row, row.passes)


@pytest.mark.parametrize("row", [row for row in ROWS if row.strict], ids=lambda row: row.rule)
def test_what_the_official_validator_never_reaches_is_found_only_when_strict(row: Row) -> None:
    assert row.rule not in broken(Row(row.rule, row.fails, row.passes, row.kind), row.fails)


def test_every_case_of_every_rule_has_something_that_breaks_it() -> None:
    reached = set()
    for row in ROWS:
        checked = RULESETS[row.kind, row.strict]
        unit = build(row.kind, row.fails)[0]
        reached |= {id(case.rule) for case in checked.cases if any(case.check(unit))}
    assert [(rule.info.id, rule.context, rule.kind) for rule in ruleset() if id(rule) not in reached] == []


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("kind", UNITS)
def test_the_smallest_file_breaks_nothing(kind: str, strict: bool) -> None:
    assert list(RULESETS[kind, strict].check(smallest(kind)[0])) == []


@pytest.mark.parametrize(
    ("change", "rule", "lines"),
    [
        ("-sector", "6.2.2", [1]),
        ('<sector code="16020" percentage="50"/>', "2.1.4", [1]),
    ],
)
def test_a_finding_names_its_lines(change: str, rule: str, lines: list[int]) -> None:
    unit = build("iati-activities", change)[0]
    (finding,) = [one for one in RULESETS["iati-activities", False].check(unit) if one.info.id == rule]
    assert len(finding.places) == len(lines)
    assert all(isinstance(place.line, int) for place in finding.places)


def test_a_vocabulary_is_never_read_as_a_path() -> None:
    unit = build("iati-activities", "<sector vocabulary=\"'] | //*[''='\" code='A'/><sector code='16020'/>")[0]
    assert list(RULESETS["iati-activities", False].check(unit)) == []


def test_a_publisher_is_spared_the_rules_on_the_form_of_its_identifiers() -> None:
    change = '<participating-org role="4" ref="ZZ/1"/>'
    known = Ruleset("iati-activities", Setting(now=NOW, publishers=frozenset({"ZZ/1"})))
    assert "1.8.13" not in {finding.info.id for finding in known.check(build("iati-activities", change)[0])}
