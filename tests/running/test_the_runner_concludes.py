"""The closing line comes last, names come before it, and the exit status is 0 only when tests ran and none failed."""

from __future__ import annotations

from pathlib import Path

import pytest

import run
from running import browsers, databases, installations, tally
from running.installations import UnavailableError
from running.tally import Tally


def concluded(capsys: pytest.CaptureFixture[str], outcome: Tally, *, fail_on_skip: bool = False) -> tuple[int, str]:
    status = run.conclude(outcome, ["PostgreSQL: not here"], fail_on_skip=fail_on_skip)
    return status, capsys.readouterr().out


def test_the_last_line_counts_both_runs(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Tally(passed=3, skipped=1, reasons={"no chromium": 1})
    outcome.add(Tally(passed=2, skipped=2, reasons={"no chromium": 1, "no ../shared": 1}))
    status, printed = concluded(capsys, outcome)
    assert status == 0
    assert printed.splitlines()[-1] == "5 passed, 0 failed, 3 skipped"
    assert "Skipped 2: no chromium" in printed
    assert "Not to be had here: PostgreSQL: not here" in printed


@pytest.mark.parametrize(
    ("outcome", "fail_on_skip", "status"),
    [
        (Tally(passed=1), False, 0),
        (Tally(passed=1, skipped=1), False, 0),
        (Tally(passed=1, skipped=1), True, 1),
        (Tally(passed=1, failed=1), False, 1),
        (Tally(), False, 1),
        (Tally(skipped=4), False, 1),
    ],
)
def test_the_exit_status_is_zero_only_when_tests_ran_and_none_failed(
    capsys: pytest.CaptureFixture[str], outcome: Tally, fail_on_skip: bool, status: int
) -> None:
    assert concluded(capsys, outcome, fail_on_skip=fail_on_skip)[0] == status


def test_a_run_that_wrote_nothing_has_no_tally(tmp_path: Path) -> None:
    assert tally.read(tmp_path / "tally.json") is None


def test_a_named_server_that_does_not_answer_is_an_error_and_no_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(databases.VARIABLE, "postgres://nobody@127.0.0.1:1/none")
    with pytest.raises(SystemExit, match="does not answer"), databases.postgres():
        pass


def test_a_server_that_cannot_be_had_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def packaged(*_: object) -> None:
        raise UnavailableError("there is none")

    monkeypatch.delenv(databases.VARIABLE, raising=False)
    monkeypatch.setattr(databases, "installed", lambda: None)
    monkeypatch.setattr(databases, "packaged", packaged)
    with databases.postgres() as server:
        assert (server.url, server.reason) == ("", "there is none")


def test_root_runs_the_server_as_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installations.os, "geteuid", lambda: 0)
    assert installations.unprivileged().options["user"] != 0


def test_anybody_else_runs_the_server_as_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installations.os, "geteuid", lambda: 1000)
    assert installations.unprivileged().options == {}


def test_a_chromium_that_is_named_comes_before_all_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = tmp_path_factory.mktemp("browser") / "chromium"
    named.touch(mode=0o755)
    monkeypatch.setenv(browsers.VARIABLE, str(named))
    assert browsers.installed() == str(named)
