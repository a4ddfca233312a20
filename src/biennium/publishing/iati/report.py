"""The report on one file, in the shape of the official validator's, kept on disk while the file is read.

Invariant: memory does not grow with the number of findings; the summary counts what the list holds. Which activities
are known is decided when the report is written, so that files validated together may name each other's activities.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Self

from biennium import __version__
from biennium.publishing.iati.findings import CRITICAL, ERROR, SEVERITIES, Finding, Place, quote
from biennium.publishing.iati.references import Reference
from biennium.standards.iati import tables

FILE, FILE_TITLE = "file", "File level errors"
NO_IDENTIFIER = "noIdentifier"
MOST_DUPLICATES = 1000
_IN_MEMORY = 1 << 22

Group = dict[str, Any]


def _spool() -> IO[str]:
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+", encoding="utf-8")


@dataclass(slots=True)
class Report:
    """What was found in one file, to be left as a context. `identifiers` are those of its units, with their number."""

    name: str
    kind: str = ""
    version: str = ""
    identifiers: Counter[str] = field(default_factory=Counter)
    published: frozenset[str] = frozenset()
    duplicates: list[Place] = field(default_factory=list)
    _found: Counter[str] = field(default_factory=Counter)
    _named: Counter[str] = field(default_factory=Counter)
    _records: IO[str] = field(default_factory=_spool)

    def add(
        self, identifier: str, title: str, findings: Iterable[Finding], references: Iterable[Reference] = ()
    ) -> None:
        """Adds what was found in one activity or organisation, or in the file itself."""
        errors = [_error(finding) for finding in findings]
        named = [(one.rule, one.identifier, one.line) for one in references]
        if not errors and not named:
            return
        self._found.update(error["severity"] for error in errors)
        self._named.update(one[1] for one in named)
        record = {"identifier": identifier, "title": title, "errors": errors, "named": named}
        self._records.write(json.dumps(record, ensure_ascii=True) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._records.close()

    def count(self, identifier: str, line: int | None) -> None:
        """Counts an activity or organisation; one whose identifier was there before is a duplicate."""
        self.identifiers[identifier] += 1
        if self.identifiers[identifier] > 1 and len(self.duplicates) < MOST_DUPLICATES:
            self.duplicates.append(Place(line, f"the identifier “{quote(identifier)}” again"))

    def clear(self) -> None:
        """Takes back everything that was added."""
        self._records.close()
        self._records = _spool()
        self._found.clear()
        self._named.clear()
        self.identifiers.clear()
        self.duplicates.clear()

    def summary(self, known: Collection[str] = ()) -> dict[str, int]:
        """How many findings there are of each severity; `known` are activities of other files."""
        unknown = sum(count for name, count in self._named.items() if not self._is_known(name, known))
        return {severity: self._found[severity] for severity in SEVERITIES[:-1]} | {SEVERITIES[-1]: unknown}

    def is_clean(self) -> bool:
        """Whether there is nothing critical and no error."""
        return not self._found[CRITICAL] and not self._found[ERROR]

    def groups(self, known: Collection[str] = ()) -> Iterator[Group]:
        """What was found, by activity in the order of the file, each finding with its category."""
        self._records.seek(0)
        for line in self._records:
            record = json.loads(line)
            named = [Reference(*one) for one in record.pop("named")]
            record["errors"] += [_error(one.finding()) for one in named if not self._is_known(one.identifier, known)]
            if record["errors"]:
                yield record
        self._records.seek(0, 2)

    def head(self, known: Collection[str] = ()) -> dict[str, Any]:
        """The report without its list: the official keys, and the file's name."""
        summary = self.summary(known)
        return {
            "file": self.name,
            "valid": not summary[CRITICAL],
            "fileType": self.kind,
            "iatiVersion": self.version,
            "rulesetCommitSha": f"sha256:{tables.digest('rules')}",
            "codelistCommitSha": f"sha256:{tables.digest('codes')}",
            "orgIdPrefixFileName": "OrganisationRegistrationAgency" if self.kind else "",
            "apiVersion": f"biennium {__version__}",
            "summary": summary,
        }

    def json(self, known: Collection[str] = ()) -> Iterator[str]:
        """The report as one JSON object, piece by piece, grouped by activity and category as the official one is."""
        head = json.dumps(self.head(known), ensure_ascii=False, indent=1)
        yield head.removesuffix("\n}") + ',\n "errors": ['
        for number, group in enumerate(self.groups(known)):
            yield (",\n  " if number else "\n  ") + json.dumps(_by_category(group), ensure_ascii=False)
        yield "\n ]\n}"

    def text(self, known: Collection[str] = ()) -> Iterator[str]:
        """A line a finding, `FILE:LINE: severity rule identifier: message`, and the count."""
        for group in self.groups(known):
            for error in group["errors"]:
                yield f"{self.name}:{_line(group, error)}\n"
        summary = self.summary(known)
        counts = ", ".join(f"{summary[severity]} {severity}" for severity in SEVERITIES)
        what = {"iati-activities": "activities", "iati-organisations": "organisations"}.get(self.kind, "entries")
        yield f"{self.name}: {self.identifiers.total()} {what}: {counts}\n"

    def _is_known(self, identifier: str, known: Collection[str]) -> bool:
        return identifier in self.identifiers or identifier in self.published or identifier in known


def _error(finding: Finding) -> dict[str, Any]:
    info = finding.info
    error: dict[str, Any] = {
        "id": info.id,
        "severity": info.severity,
        "category": info.category,
        "message": finding.text,
        "context": [
            {"text": place.text or f"At line: {place.line}", "lineNumber": place.line} for place in finding.places
        ],
    }
    return error | {"codelist": finding.codelist} if finding.codelist else error


def _by_category(group: Group) -> Group:
    categories: dict[str, list[dict[str, Any]]] = {}
    for error in group["errors"]:
        categories.setdefault(error.pop("category"), []).append(error)
    listed = [{"category": category, "errors": errors} for category, errors in categories.items()]
    return {"identifier": group["identifier"], "title": group["title"], "errors": listed}


def _line(group: Group, error: dict[str, Any]) -> str:
    places = error["context"]
    lines = [str(place["lineNumber"]) for place in places]
    first = places[0]["text"].removeprefix(f"At line: {lines[0]}")
    also = f"also at line {', '.join(lines[1:9])}{' …' if len(lines) > 9 else ''}" if len(lines) > 1 else ""
    detail = "; ".join(filter(None, (first, also)))
    subject = "" if group["identifier"] == FILE else f" {' '.join(group['identifier'].split())}"
    return (
        f"{lines[0]}: {error['severity']} {error['id']}{subject}: {error['message']}{f' ({detail})' if detail else ''}"
    )
