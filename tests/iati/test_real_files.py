"""Real files have the findings the official validator's own engine had for them, activity by activity.

The counts were taken on 25 November 2026 by running the ruleset and the code lists on the libraries of the official
validator (the clock at the end of 1 January 2026), and agreed activity by activity.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from shared import shared

SETTING = Setting(now=datetime(2026, 1, 1, 23, 59, 59, 999000, tzinfo=UTC))
EXPECTED = {
    "samples-real/who-arg.xml": {"107.2.1": 137},
    "samples-real/worldbank-sv.xml": {
        "102.1.1": 3,
        "11.1.5": 5,
        "12.3.1": 1,
        "8.10.2": 27,
        "8.10.3": 27,
        "8.8.2": 3,
        "8.8.3": 27,
        "8.9.2": 65,
        "8.9.3": 27,
    },
    "examples-annotated/activity-standard-example-annotated.xml": {
        "1.14.8": 1,
        "102.1.1": 1,
        "3.4.2": 2,
        "3.6.2": 1,
        "6.13.1": 1,
        "6.6.2": 1,
        "8.11.1": 1,
        "9.40.1": 1,
        "9.86.1": 1,
    },
    "examples-annotated/organisation-standard-example-annotated.xml": {"1.18.8": 1},
}


def validated(name: str) -> list[dict[str, Any]]:
    with shared(f"standards/iati/{name}").open("rb") as file, Validator(SETTING).validate(file, name) as report:
        return list(report.groups())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_has_the_official_findings(name: str) -> None:
    rules = Counter(
        error["id"] for group in validated(name) for error in group["errors"] if error["severity"] != "advisory"
    )
    assert rules == EXPECTED[name]


def test_findings_belong_to_their_activity() -> None:
    by_activity = {
        group["identifier"]: Counter(error["id"] for error in group["errors"])
        for group in validated("samples-real/worldbank-sv.xml")
    }
    assert len(by_activity) == 8
    assert by_activity["44000-P178734"] == {"11.1.5": 1, "102.1.1": 1, "8.8.3": 1, "8.9.2": 3, "8.9.3": 1, "8.10.3": 1}
