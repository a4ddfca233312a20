"""The report has the shape of the official validator's, by activity and category, and its summary counts its list."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from iati.cases import E, T, build, partner
from iati.documents import ACTIVITIES, ORGANISATIONS, content, smallest

SETTING = Setting(now=datetime(2026, 1, 1, tzinfo=UTC))
BROKEN = '-sector @default-currency=XXX <description type="9"/>'


def file(*changes: str, kind: str = ACTIVITIES) -> bytes:
    """A file of as many activities as there are changes, each with an identifier of its own unless it is changed."""
    root = smallest(kind)
    del root[:]
    for number, change in enumerate(changes):
        unit = build(kind, change)[0]
        if "<iati-identifier" not in change and kind == ACTIVITIES:
            unit[0].text = f"XM-DAC-41302-A{number}"
        root.append(unit)
    return content(root)


def reported(data: bytes, known: Iterable[str] = (), setting: Setting = SETTING) -> dict[str, Any]:
    with Validator(setting).validate(io.BytesIO(data), "a.xml") as report:
        written: dict[str, Any] = json.loads("".join(report.json(frozenset(known))))
    return written


def said(data: bytes) -> list[str]:
    with Validator(SETTING).validate(io.BytesIO(data), "a.xml") as report:
        return "".join(report.text()).splitlines()


def listed(written: dict[str, Any]) -> list[dict[str, Any]]:
    return [error for group in written["errors"] for category in group["errors"] for error in category["errors"]]


def test_a_file_without_findings_is_valid_and_lists_nothing() -> None:
    written = reported(file(""))
    assert (written["valid"], written["fileType"], written["iatiVersion"]) == (True, ACTIVITIES, "2.03")
    assert written["summary"] == {"critical": 0, "error": 0, "warning": 0, "advisory": 0}
    assert written["errors"] == []


def test_the_official_keys_are_there() -> None:
    official = {"valid", "fileType", "iatiVersion", "rulesetCommitSha", "codelistCommitSha", "orgIdPrefixFileName"}
    assert official | {"apiVersion", "summary", "errors"} <= set(reported(file("")))


def test_findings_are_grouped_by_activity_and_category() -> None:
    written = reported(file("", BROKEN))
    (group,) = written["errors"]
    assert (group["identifier"], group["title"]) == ("XM-DAC-41302-A1", "Decent work")
    found = {one["category"]: {error["id"] for error in one["errors"]} for one in group["errors"]}
    assert found == {
        "schema": {"0.3.1"},
        "financial": {"9.3.1"},
        "information": {"9.26.1", "4.4.1"},
        "classifications": {"6.2.2"},
    }


def test_a_finding_has_its_rule_message_and_lines() -> None:
    (error,) = [error for error in listed(reported(file(BROKEN))) if error["id"] == "9.26.1"]
    assert set(error) == {"id", "severity", "message", "context", "codelist"}
    assert (error["severity"], error["message"]) == ("error", "The description type is invalid.")
    ((place),) = error["context"]
    assert isinstance(place["lineNumber"], int)
    assert "description/@type = “9”" in place["text"]


def test_the_summary_counts_the_list() -> None:
    written = reported(file(BROKEN, partner(activity_id="X"), "<sector vocabulary='7' code='8'/>"))
    counted = dict.fromkeys(written["summary"], 0)
    for error in listed(written):
        counted[error["severity"]] += 1
    assert written["summary"] == counted
    assert all(counted.values())
    assert written["valid"] is False


def test_an_error_is_not_critical() -> None:
    written = reported(file("-sector"))
    assert (written["valid"], written["summary"]["error"]) == (True, 1)


def test_an_identifier_used_again_is_a_finding_of_the_file() -> None:
    same = "<iati-identifier>XM-DAC-41302-A1</iati-identifier>"
    written = reported(file(same, f"-sector {same}", f"-sector {same}"))
    assert [group["identifier"] for group in written["errors"]] == ["XM-DAC-41302-A1(2)", "XM-DAC-41302-A1(3)", "file"]
    (duplicate,) = written["errors"][-1]["errors"][0]["errors"]
    assert (duplicate["id"], len(duplicate["context"])) == ("1.1.2", 2)
    assert written["errors"][-1]["title"] == "File level errors"


def test_an_activity_without_identifier_has_a_name_all_the_same() -> None:
    (group,) = reported(file("-sector <iati-identifier/>"))["errors"]
    assert group["identifier"] == "noIdentifier"


def test_an_organisation_is_named_by_its_identifier_and_name() -> None:
    (group,) = reported(file("@default-currency=XXX", kind=ORGANISATIONS))["errors"]
    assert (group["identifier"], group["title"]) == ("XM-DAC-41302", "The organisation")


REFERENCES = [
    ("1000.0.1", partner(activity_id="{}")),
    ("1000.0.2", E("planned-disbursement", E("provider-org", provider_activity_id="{}"))),
    ("1000.0.3", E("planned-disbursement", E("receiver-org", receiver_activity_id="{}"))),
    ("1000.0.4", T(E("provider-org", provider_activity_id="{}"))),
    ("1000.0.5", T(E("receiver-org", receiver_activity_id="{}"))),
    ("1000.0.6", E("related-activity", type=1, ref="{}")),
]


@pytest.mark.parametrize(("rule", "change"), REFERENCES)
def test_an_activity_that_is_named_and_not_known_is_an_advisory(rule: str, change: str) -> None:
    data = file(change.format("GB-CHC-1-A1"))
    written = reported(data)
    assert [error["id"] for error in listed(written) if error["severity"] == "advisory"] == [rule]
    assert written["summary"]["advisory"] == 1
    assert reported(data, known=["GB-CHC-1-A1"])["summary"]["advisory"] == 0
    elsewhere = Setting(now=SETTING.now, activities=frozenset({"GB-CHC-1-A1"}))
    assert reported(data, setting=elsewhere)["summary"]["advisory"] == 0


@pytest.mark.parametrize("name", ["", "XM-DAC-41302-A0", "XM-DAC-41302-A1"])
def test_an_activity_of_the_same_file_is_known_even_before_it_comes(name: str) -> None:
    assert reported(file(partner(activity_id=name), ""))["summary"]["advisory"] == 0


def test_as_text_every_finding_is_a_line_that_begins_with_its_place() -> None:
    *lines, last = said(file("", "<sector/>"))
    assert last == "a.xml: 2 activities: 1 critical, 0 error, 0 warning, 0 advisory"
    (line,) = lines
    assert line.startswith("a.xml:")
    assert "critical 0.3.1 XM-DAC-41302-A1: Element 'sector': The attribute 'code' is required but missing." in line


def test_as_text_a_finding_of_the_file_names_no_activity() -> None:
    assert said(b"<rss/>")[0] == "a.xml:1: critical 0.2.1: The file is not an IATI file. (<rss>)"


def test_a_finding_at_many_lines_lists_the_first_of_them() -> None:
    (line,) = [line for line in said(file("<sector/>" * 30)) if "critical" in line and "0.3.1" in line]
    assert "also at line" in line
    assert line.endswith(" …)")


def test_a_long_value_is_cut() -> None:
    written = reported(file(partner(ref="/" * 100_000)))
    assert len(json.dumps(written)) < 3000
