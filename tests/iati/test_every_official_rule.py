"""Every rule of the official validator's own lists has a file that breaks it and one that does not; none is exempt."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from biennium.standards.iati.tables import CodelistRule, codelist_rules, ruleset
from iati.cases import ROWS, build
from iati.documents import ACTIVITIES, LANG, NOW, ORGANISATIONS, Element, content, full, smallest, valid_code
from iati.test_codelists import UNKNOWN, coded
from shared import shared

RULESET, CODELISTS = (f"standards/iati/validator-{name}-rules-2.03.csv" for name in ("ruleset", "codelist"))
VALIDATORS = {strict: Validator(Setting(now=NOW, strict=strict)) for strict in (False, True)}


def listed(name: str) -> list[dict[str, str]]:
    """A list of the official validator's rules."""
    with shared(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reported(root: Element, *, strict: bool) -> set[str]:
    """The rules a file breaks, as the validator reports of its bytes."""
    with VALIDATORS[strict].validate(io.BytesIO(content(root)), "file.xml") as report:
        return {error["id"] for group in report.groups() for error in group["errors"]}


def told(case: Any) -> str:
    return json.dumps(case, sort_keys=True)


def test_the_ruleset_is_the_official_one_case_by_case() -> None:
    theirs = Counter(
        (
            *(row[name] for name in ("id", "severity", "category", "context_xpath", "message")),
            row["rule"],
            row["case_json"],
        )
        for row in listed(RULESET)
    )
    ours = Counter(
        (
            *(rule.info.id, rule.info.severity, rule.info.category, rule.context, rule.info.message),
            f"loop/{rule.kind}" if rule.foreach else rule.kind,
            told(rule.case),
        )
        for rule in ruleset()
    )
    assert sum(theirs.values()) == 107
    assert ours == Counter({(*key[:-1], told(json.loads(key[-1]))): number for key, number in theirs.items()})


def test_every_rule_of_the_official_ruleset_has_a_file_that_breaks_it_and_one_that_does_not() -> None:
    wanted = {row["id"] for row in listed(RULESET)}
    assert {row.rule for row in ROWS} >= wanted
    for row in ROWS:
        assert row.rule in reported(build(row.kind, row.fails), strict=row.strict), row
        assert row.rule not in reported(build(row.kind, row.passes), strict=row.strict), row


def test_the_rules_on_code_lists_are_the_official_ones() -> None:
    names = ("id", "severity", "category", "message", "codelist", "path")
    theirs = Counter((*(row[name] for name in names), row["attribute"].partition("[")[0]) for row in listed(CODELISTS))
    ours = Counter(
        (
            *(rule.info.id, rule.info.severity, rule.info.category, rule.info.message),
            *(rule.codelist, rule.path, rule.attribute),
        )
        for rule in codelist_rules()
    )
    assert sum(theirs.values()) == 124
    assert ours == theirs


def test_every_official_rule_on_a_code_list_has_a_file_that_breaks_it_and_one_that_does_not() -> None:
    rules = {rule.info.id: rule for rule in codelist_rules()}
    for row in listed(CODELISTS):
        rule = rules[row["id"]]
        assert rule.info.id in reported(with_code(rule, UNKNOWN), strict=True), rule
        assert rule.info.id not in reported(with_code(rule, valid_code(rule)), strict=True), rule


def with_code(rule: CodelistRule, code: str) -> Element:
    """A file with a code where the rule looks, also for the rules on the whole file."""
    if rule.attribute == "version":
        root = smallest(ORGANISATIONS if "organisations" in rule.path else ACTIVITIES)
        root.set("version", code)
        return root
    if rule.path == "/":
        root = full(ACTIVITIES)
        root.find(".//title/narrative").set(LANG, code)
        return root
    return coded(rule, code)
