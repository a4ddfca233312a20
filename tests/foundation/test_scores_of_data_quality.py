"""A score is the share of an office's objects that count: whole, half or not at all, by the gravest finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.foundation import assessment, quality
from biennium.foundation.assessment import LOST, Crowd, Standing, Subject, assess, score
from biennium.foundation.quality import ERROR, WARNING, Finding, Rule
from biennium.foundation.registry import Registry

SUBJECTS = [Subject("plan", f"A{number}", "NBO") for number in range(8)] + [Subject("plan", "B1", "LIM")]


def finding(code: str, severity: str, **more: str) -> Finding:
    return Finding("rule", severity, code, "It is wrong.", "Mend it.", kind="plan", code=code, **more)


def assessed(monkeypatch: pytest.MonkeyPatch, *found: Finding, deep: bool = False) -> assessment.Assessment:
    rules: Registry[Rule] = Registry("rules")
    rules.register("rule", Rule("rule", WARNING, "", "", lambda _programme: iter(found), deep))
    subjects: Registry[object] = Registry("subjects")
    subjects.register("plans", lambda _programme: SUBJECTS)
    monkeypatch.setattr(assessment, "RULES", rules)
    monkeypatch.setattr(assessment, "SUBJECTS", subjects)
    return assess(None)


def test_the_example_of_the_documentation_scores_seventy_five(monkeypatch: pytest.MonkeyPatch) -> None:
    made = assessed(monkeypatch, finding("A0", WARNING), finding("A1", WARNING), finding("A2", ERROR))
    assert made.offices == [Standing("NBO", 5, 2, 1), Standing("LIM", 1, 0, 0)]
    assert [one.score for one in made.offices] == [75, 100]
    assert made.together == Standing("", 6, 2, 1)


def test_several_findings_of_one_object_weigh_as_the_gravest(monkeypatch: pytest.MonkeyPatch) -> None:
    made = assessed(monkeypatch, finding("A0", WARNING), finding("A0", ERROR), finding("A0", WARNING))
    assert made.offices[0] == Standing("NBO", 7, 0, 1)
    assert len(made.findings) == 3


def test_a_finding_falls_to_the_office_that_keeps_its_object_unless_it_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = assessed(monkeypatch, finding("B1", WARNING), finding("A1", WARNING, unit="LAW"))
    assert [one.unit for one in made.findings] == ["LIM", "LAW"]


def test_what_is_found_in_no_known_object_counts_as_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    made = assessed(monkeypatch, Finding("rule", WARNING, "elsewhere", "It is wrong.", "Mend it."))
    assert made.offices[0] == Standing("", 0, 1, 0)
    assert made.offices[0].score == 50


def test_objects_that_are_only_counted_weigh_as_those_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "SUBJECTS", [*SUBJECTS, Crowd("value", "NBO", 10), Crowd("value", "LIM", 1)])
    named = {"kind": "value", "unit": "NBO"}
    twice = [Finding("rule", severity, "V1", "It is wrong.", "Mend it.", code="V1", **named) for severity in LOST]
    made = assessed(monkeypatch, *twice, finding("A0", WARNING))
    assert made.offices == [Standing("NBO", 16, 1, 1), Standing("LIM", 2, 0, 0)]


def test_deep_rules_are_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assessed(monkeypatch, finding("A0", ERROR), deep=True).findings == []
    assert quality.RULES["aggregates"].deep
    assert quality.RULES["verification-superseded"].deep


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_score_lies_between_none_and_all_and_is_100_only_without_findings(
    clean: int, warned: int, wrong: int
) -> None:
    found = score(clean, warned, clean + warned + wrong)
    assert 0 <= found <= 100
    assert (found == 100) == (not warned and not wrong)
