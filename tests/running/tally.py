"""A pytest plugin that writes the outcomes of a run to the file named by BIENNIUM_TEST_TALLY, as JSON.

Invariant: one file a run, written by the process that the user started, never by a worker of it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "BIENNIUM_TEST_TALLY"


@dataclass(slots=True)
class Tally:
    """How many tests passed, failed (or broke) and were skipped; the reasons of the skips; how many were found."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    collected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Adds another run."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.collected += other.collected
        self.reasons = dict(Counter(self.reasons) + Counter(other.reasons))

    def line(self) -> str:
        """The closing line."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(path: Path) -> Tally | None:
    """What a run wrote, or None for a run that broke off before it could."""
    return Tally(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _reason(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Counts what the terminal reporter gathered, from all workers."""
    if VARIABLE not in os.environ or hasattr(config, "workerinput"):
        return
    stats = terminalreporter.stats
    skipped = stats.get("skipped", [])
    tally = Tally(
        passed=len(stats.get("passed", [])) + len(stats.get("xfailed", [])),
        failed=len(stats.get("failed", [])) + len(stats.get("error", [])),
        skipped=len(skipped),
        collected=terminalreporter._numcollected - len(stats.get("deselected", [])),
        reasons=dict(Counter(map(_reason, skipped))),
    )
    Path(os.environ[VARIABLE]).write_text(json.dumps(asdict(tally)), encoding="utf-8")
