"""Validates one IATI file: well-formed, IATI, a supported version, schema, code lists, ruleset, references.

Invariant: as in the official validator, a file that is not well-formed, not IATI or of no supported version has that
one finding; everything else is checked on every activity or organisation, and on the file as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from biennium.publishing.iati.codelists import Codelists, version_findings
from biennium.publishing.iati.descent import Descent
from biennium.publishing.iati.findings import DUPLICATE, NOT_SUPPORTED, Finding, Place, quote
from biennium.publishing.iati.lines import line
from biennium.publishing.iati.reader import Reader
from biennium.publishing.iati.references import references
from biennium.publishing.iati.report import FILE, FILE_TITLE, NO_IDENTIFIER, Report
from biennium.publishing.iati.ruleset import Ruleset
from biennium.publishing.iati.schema import Schema, schema_file
from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.shells import check_shell
from biennium.publishing.iati.xpaths import Element, text_of
from biennium.standards.iati.tables import SUPPORTED_VERSIONS

_NAMES = {
    "iati-activities": ("string(iati-identifier)", "string(title/narrative)"),
    "iati-organisations": ("string(organisation-identifier)", "string(name/narrative)"),
}


class Checks:
    """Everything a unit of one kind of file goes through. Not to be shared between threads."""

    def __init__(self, kind: str, setting: Setting) -> None:
        self.kind = kind
        self.schema = Schema(schema_file(kind))
        self.descent = Descent()
        self.codelists = Codelists(kind, self.descent, strict=setting.strict)
        self.ruleset = Ruleset(kind, setting, self.descent)
        self.identifier, self.title = (text_of(path) for path in _NAMES[kind])

    def findings(self, unit: Element) -> Iterator[Finding]:
        """What is wrong in one activity or organisation."""
        yield from self.schema.check(unit)
        seen = self.descent.see(unit)
        yield from seen.findings
        yield from self.codelists.languages(unit)
        yield from self.ruleset.check(unit, seen.suspects)


class Validator:
    """Validates any number of files under one setting. Not to be shared between threads."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._checks: dict[str, Checks] = {}

    def validate(self, stream: BinaryIO, name: str) -> Report:
        """Reads a file to its end; `name` is what the report calls it."""
        report = Report(name, published=self.setting.activities)
        reader = Reader(stream)
        report.kind = reader.kind
        if reader.shell is not None:
            report.version = str(reader.shell.get("version", ""))
            if report.version not in SUPPORTED_VERSIONS:
                return self._unsupported(reader, reader.shell, report)
            self._units(reader, report)
        if reader.problem:
            return _only(report, [reader.problem])
        self._file(reader, report)
        return report

    def _unsupported(self, reader: Reader, shell: Element, report: Report) -> Report:
        supported = ", ".join(SUPPORTED_VERSIONS)
        message = (
            f"Version {report.version} of the IATI Standard is no longer supported. Supported versions: {supported}"
        )
        reason = Finding(NOT_SUPPORTED, (Place(line(shell), ""),), message=quote(message))
        problem = reader.refuse(reason)
        also = version_findings(reader.kind, shell) if self.setting.strict and problem is reason else ()
        return _only(report, [problem, *also])

    def _units(self, reader: Reader, report: Report) -> None:
        checks = self._checks.get(reader.kind) or Checks(reader.kind, self.setting)
        self._checks[reader.kind] = checks
        for unit in reader.units():
            identifier = checks.identifier(unit) or NO_IDENTIFIER
            report.count(identifier, line(unit))
            number = report.identifiers[identifier]
            label = identifier if number == 1 else f"{identifier}({number})"
            named = references(unit, report.identifiers)
            report.add(label, checks.title(unit), checks.findings(unit), named)

    def _file(self, reader: Reader, report: Report) -> None:
        findings: list[Finding] = []
        if reader.shell is not None:
            findings += check_shell(reader.shell, reader.unit, self._checks[reader.kind].schema)
        if report.duplicates:
            findings.append(Finding(DUPLICATE, tuple(report.duplicates)))
        report.add(FILE, FILE_TITLE, findings)


def _only(report: Report, findings: list[Finding]) -> Report:
    """A report with nothing but what keeps the file from being looked at."""
    report.clear()
    report.add(FILE, FILE_TITLE, findings)
    return report
