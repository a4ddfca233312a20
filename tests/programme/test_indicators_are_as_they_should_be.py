"""The rules of data quality on indicators: each finds what it is for, and nothing in a sound programme."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from biennium.foundation.quality import RULES
from biennium.organisation.models import Unit
from biennium.programme.models import Baseline, Criterion, Indicator, Programme, Target
from biennium.programme.selectors.findings import MOST_INDICATORS
from biennium.programme.selectors.findings import RULES as OWN


def where(programme: Programme, rule: str) -> list[str]:
    return [one.where for one in RULES[rule].find(programme)]


@pytest.fixture
def bare(programme: Programme) -> Programme:
    """The programme without its indicators."""
    Indicator.objects.update(retired_at=timezone.now())
    return programme


def made(programme: Programme, code: str = "X.1", kind: str = "level", **changes: Any) -> Indicator:
    """A sound indicator, or one that lacks what `changes` take away."""
    baseline, target = changes.pop("baseline", True), changes.pop("target", True)
    values = {"title": {"en": "Measured"}, "unit": {"en": "countries"}, **changes}
    result = programme.results.get(code="1.1")
    row = Indicator.objects.create(programme=programme, result=result, code=code, position=1, kind=kind, **values)
    if baseline:
        Baseline.objects.create(indicator=row, value=1, as_of="2023")
    if target:
        Target.objects.create(indicator=row, value=2, start=programme.start, end=programme.end)
    return row


def test_a_sound_indicator_is_found_by_no_rule(bare: Programme) -> None:
    made(bare)
    assert {rule[0]: where(bare, rule[0]) for rule in OWN} == {rule[0]: [] for rule in OWN}


def test_an_indicator_that_does_not_say_where_it_starts_is_found(bare: Programme) -> None:
    made(bare, baseline=False)
    made(bare, "X.2", "count", baseline=False, direction="decrease")
    made(bare, "X.3", "count", baseline=False)
    made(bare, "X.4", "country_count", baseline=False)
    made(bare, "X.5", "milestone", baseline=False)
    made(bare, "X.6", "qualitative", baseline=False)
    assert where(bare, "no-baseline") == ["X.1", "X.2"]


def test_an_indicator_that_promises_nothing_is_found(bare: Programme) -> None:
    made(bare, target=False)
    made(bare, "X.2", "milestone", target=False)
    made(bare, "X.3", "qualitative", target=False)
    assert where(bare, "no-target") == ["X.1", "X.2"]


def test_targets_in_another_time_only_are_found(bare: Programme) -> None:
    row = made(bare, target=False)
    Target.objects.create(indicator=row, value=2, start=date(2030, 1, 1), end=date(2031, 12, 31))
    assert where(bare, "target-period") == ["X.1"]
    Target.objects.create(indicator=row, value=1, start=bare.end, end=date(2031, 12, 31))
    assert where(bare, "target-period") == []


def test_numbers_of_nothing_are_found(bare: Programme) -> None:
    made(bare, unit={})
    made(bare, "X.2", "milestone", unit={})
    assert where(bare, "no-unit") == ["X.1"]


def test_words_that_no_criterion_decides_upon_are_found(bare: Programme) -> None:
    row = made(bare, kind="qualitative")
    assert where(bare, "not-measurable") == ["X.1"]
    Criterion.objects.create(indicator=row, code="a", position=1, text={"en": "Adopted"})
    assert where(bare, "not-measurable") == []


def test_a_result_with_too_many_indicators_is_found_once_in_the_result(bare: Programme) -> None:
    for number in range(MOST_INDICATORS):
        made(bare, f"X.{number}")
    assert where(bare, "too-many-indicators") == []
    made(bare, "X.9")
    (found,) = RULES["too-many-indicators"].find(bare)
    assert (found.kind, found.code, found.message) == ("result", "1.1", "It has 6 indicators.")


def test_a_finding_falls_to_the_unit_that_answers_for_the_result(bare: Programme) -> None:
    made(bare, unit={})
    unit, _made = Unit.objects.get_or_create(code="LAW", defaults={"name": {"en": "Law"}})
    bare.results.filter(code="1.1").update(responsible_unit=unit)
    (found,) = RULES["no-unit"].find(bare)
    assert (found.unit, found.kind, found.code, found.severity) == ("LAW", "indicator", "X.1", "warning")
