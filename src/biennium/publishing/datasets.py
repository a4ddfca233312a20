"""Tables in a published layout, the checks they passed, and the folder they are written into.

Invariant: a layout's columns are written under their own names and in their own order; amounts are exact decimals;
every file of a folder is named in its manifest with its SHA-256, and the same books give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.web.exports import Export, Head, as_workbook, safe

Cell = str | int | Decimal
MADE = (1980, 1, 1, 0, 0, 0)
"""When a file of an archive says it was made: always the same."""
MANIFEST = "manifest.json"
CHECKS = "checks.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of a published layout; nothing said is an empty text."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def total(self, column: str = "amount") -> Decimal:
        """The sum of a column of amounts."""
        index = self.columns.index(column)
        return sum((Decimal(row[index]) for row in self.rows), Decimal(0))


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that was tried. `state` is `holds`, `known` (it differs by differences that have a name) or `fails`;
    `lacks` tells what the books do not say yet; `rows` names each row at fault."""

    rule: str
    state: str
    words: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """What is written together. `source` says where it comes from and what of it is modelled,
    `more` are further files by name."""

    standard: str
    title: str
    datasets: Sequence[Dataset]
    checks: Sequence[Check]
    source: Sequence[str] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """No check fails."""
        return all(check.state != "fails" for check in self.checks)


def decimal(minor: int, currency: str) -> Decimal:
    """Minor units as the number a reader knows, with all its decimals."""
    return Decimal(Money(minor, currency).decimal_string())


def contents(package: Package) -> dict[str, bytes]:
    """Every table as csv, all of them as one workbook, further files, the checks and the manifest; by name."""
    found = dict(_files(package))
    found[MANIFEST] = _json(_manifest(package, found))
    return found


def write(package: Package, folder: Path) -> list[Path]:
    """Writes a package into a folder. Raises `InvalidInput` when the folder cannot be written."""
    found = contents(package)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in found.items():
            (folder / name).write_bytes(content)
    except FileExistsError:
        raise InvalidInput(_("This is a file, not a folder."), where=str(folder)) from None
    except OSError as error:
        raise InvalidInput(
            _("This folder cannot be written: %(error)s.") % {"error": error.strerror}, where=str(folder)
        ) from None
    return [folder / name for name in found]


def packed(found: Mapping[str, bytes]) -> bytes:
    """Files as one zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(content: bytes, name: str) -> Dataset:
    """A table as it was written, every cell as its text. Raises `InvalidInput` for a file that is none."""
    try:
        heads, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    except ValueError:
        raise InvalidInput(_("This is no table that was published."), where=name) from None
    return Dataset(name, name, tuple(heads), [tuple(row) for row in rows])


def as_csv(dataset: Dataset) -> bytes:
    """RFC 4180 in UTF-8; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(dataset.columns)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in dataset.rows)
    return out.getvalue().encode("utf-8")


def _files(package: Package) -> Iterator[tuple[str, bytes]]:
    for dataset in package.datasets:
        yield f"{dataset.name}.csv", as_csv(dataset)
    yield f"{package.standard}.xlsx", as_workbook([*_sheets(package)])
    yield from package.more.items()
    yield CHECKS, _json([told(one) for one in package.checks])


def told(check: Check) -> dict[str, object]:
    """A check for machines."""
    return {"rule": check.rule, "state": check.state, "words": check.words, "rows": list(check.rows)}


def _sheets(package: Package) -> Iterator[Export]:
    for dataset in package.datasets:
        heads = [Head(column) for column in dataset.columns]
        yield Export(dataset.name, dataset.name, heads, dataset.rows, (dataset.title, *package.source))
    rows = [(check.rule, check.state, check.words, "\n".join(check.rows)) for check in package.checks]
    yield Export("checks", "checks", [Head("rule"), Head("state"), Head("words"), Head("rows")], rows)


def _manifest(package: Package, contents: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "standard": package.standard,
        "title": package.title,
        **package.about,
        "source": list(package.source),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
