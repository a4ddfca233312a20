"""The gate: every file is read back from disk and validated as strictly as anybody would.

Invariant: what is checked is the file as it lies on disk, byte for byte that which leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from biennium.foundation import files
from biennium.programme.models import Programme
from biennium.publishing.iati.findings import CRITICAL, ERROR
from biennium.publishing.iati.report import Report
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from biennium.publishing.iati.writing.files import Written
from biennium.publishing.publications.models import ActivityIdentity, BlockingFinding, Publication, PublicationFile

XML, JSON = "application/xml", "application/json"
MOST_FINDINGS = 500


@dataclass
class Gate:
    """Checks the files of one publication, and keeps them with their reports."""

    publication: Publication
    now: datetime
    _listed: int = 0

    def __post_init__(self) -> None:
        known = frozenset(ActivityIdentity.objects.values_list("identifier", flat=True))
        self._validator = Validator(Setting(now=self.now, activities=known, strict=True))

    def check(self, written: Written, programme: Programme | None) -> PublicationFile:
        """Validates a file, and keeps it with the report and what blocks it."""
        with written.path.open("rb") as stream, self._validator.validate(stream, written.path.name) as report:
            unlisted = sum(self._keep(findings) for findings in _blocking(self.publication, report))
            told = files.store("".join(report.json()).encode("utf-8"), JSON)
            severities = report.summary()
        return PublicationFile.objects.create(
            publication=self.publication,
            programme=programme,
            name=written.path.name,
            units=written.units,
            file=files.store(written.path.read_bytes(), XML),
            report=told,
            severities=severities,
            unlisted=unlisted,
        )

    def block(self, rule: str, identifier: str, message: str) -> None:
        """Something that is no fault of a file."""
        BlockingFinding.objects.create(
            publication=self.publication, identifier=identifier, rule=rule, severity=ERROR, message=message
        )

    def _keep(self, findings: Sequence[BlockingFinding]) -> int:
        """Keeps findings while there is room; returns how many were not kept."""
        kept = findings[: max(0, MOST_FINDINGS - self._listed)]
        BlockingFinding.objects.bulk_create(kept)
        self._listed += len(kept)
        return len(findings) - len(kept)


def _blocking(publication: Publication, report: Report) -> Iterator[list[BlockingFinding]]:
    """What blocks, activity by activity."""
    for group in report.groups():
        yield [
            BlockingFinding(
                publication=publication,
                file=report.name,
                identifier=group["identifier"][:200],
                rule=error["id"],
                severity=error["severity"],
                message=error["message"],
                where="; ".join(f"{one['lineNumber']}: {one['text']}" for one in error["context"][:5]),
            )
            for error in group["errors"]
            if error["severity"] in (CRITICAL, ERROR)
        ]
