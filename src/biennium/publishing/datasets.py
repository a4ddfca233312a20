"""Tables in a published layout, the checks they passed, and the folder they are written into.

Invariant: a layout's columns are written under their own names and in their own order; amounts are exact decimals;
every file of a folder is named in its manifest with its SHA-256, and the same books give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.web.exports import Export, Head, as_workbook, safe

Cell = str | int | Decimal
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
    `rows` names each row at fault."""

    rule: str
    state: str
    words: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """What is written together. `source` says where it comes from and what of it is modelled."""

    standard: str
    title: str
    datasets: Sequence[Dataset]
    checks: Sequence[Check]
    source: Sequence[str] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """No check fails."""
        return all(check.state != "fails" for check in self.checks)


def decimal(minor: int, currency: str) -> Decimal:
    """Minor units as the number a reader knows, with all its decimals."""
    return Decimal(Money(minor, currency).decimal_string())


def write(package: Package, folder: Path) -> list[Path]:
    """Writes every table as csv, all of them as one workbook, the checks and the manifest.

    Raises `InvalidInput` when the folder cannot be written.
    """
    contents = dict(_files(package))
    contents[MANIFEST] = _json(_manifest(package, contents))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise InvalidInput(f"This folder cannot be written: {error.strerror}.", where=str(folder)) from None
    return [folder / name for name in contents]


def read(path: Path) -> Dataset:
    """A table as it was written, every cell as its text. Raises `InvalidInput` for a file that is none."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            heads, *rows = csv.reader(lines)
    except (OSError, ValueError):
        raise InvalidInput("This is no table that was published.", where=str(path)) from None
    return Dataset(path.stem, path.stem, tuple(heads), [tuple(row) for row in rows])


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
    yield (
        CHECKS,
        _json([{"rule": one.rule, "state": one.state, "words": one.words, "rows": one.rows} for one in package.checks]),
    )


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
