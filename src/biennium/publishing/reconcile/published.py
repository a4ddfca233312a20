"""What was published, read back from the very files that left.

Invariant: nothing here asks the books; a file says what it says.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from biennium.kernel.money import Money
from biennium.programme.models import Programme
from biennium.publishing.crs.records import fund_of
from biennium.publishing.datasets import Dataset, read
from biennium.publishing.iati.reading import activities
from biennium.publishing.iati.totals import Totals
from biennium.publishing.publications.models import PublicationFile
from biennium.publishing.publications.selectors import IATI, content, current_files
from biennium.publishing.reconcile.books import Cells

ALL = ""
"""The fund of a table that does not tell funds apart."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the files of one standard add up to, by fund and year; `files` are their names."""

    standard: str
    files: tuple[str, ...]
    cells: Cells


def said(programme: Programme, currency: str) -> dict[str, Said]:
    """By standard, or by table of the cube; what was not published is missing."""
    found = {}
    for standard, reading in READERS.items():
        rows = [one for one in current_files(programme, standard) if one.programme_id]
        for name, cells in reading(rows, currency).items() if rows else ():
            found[name] = Said(name, tuple(one.name for one in rows), cells)
    return found


def _iati(rows: list[PublicationFile], _currency: str) -> Mapping[str, Cells]:
    sums = Totals()
    for one in rows:
        for activity in activities(io.BytesIO(content(one))):
            sums.add(activity)
    return {IATI: dict(sums.spent())}


def _cube(rows: list[PublicationFile], currency: str) -> Mapping[str, Cells]:
    """The tables of expense; none of them tells funds apart."""
    found: dict[str, Cells] = defaultdict(lambda: defaultdict(int))
    for name, dataset in _tables(rows):
        if name.startswith("expenses"):
            year = next(index for index, column in enumerate(dataset.columns) if "year" in column)
            for row in dataset.rows:
                amount = row[dataset.columns.index("amount")]
                found[f"datacube {name}"][ALL, int(row[year])] += minor(amount, currency)
    return {name: dict(cells) for name, cells in found.items()}


def _crs(rows: list[PublicationFile], currency: str) -> Mapping[str, Cells]:
    """The fund stands in the identifier of a record."""
    cells: Cells = defaultdict(int)
    for name, dataset in _tables(rows):
        if name == "crs":
            for row in dataset.rows:
                of = dict(zip(dataset.columns, row, strict=True))
                fund = fund_of(str(of["crs_id"]), str(of["project_number"]))
                cells[fund, int(of["year"])] += minor(of["disbursement_national"], currency)
    return {"crs": dict(cells)}


def _uninfo(rows: list[PublicationFile], currency: str) -> Mapping[str, Cells]:
    cells: Cells = defaultdict(int)
    for name, dataset in _tables(rows):
        if name == "expenditure":
            for row in dataset.rows:
                of = dict(zip(dataset.columns, row, strict=True))
                cells[str(of["fund"]), int(of["year"])] += minor(of["expenditure"], currency)
    return {"uninfo": dict(cells)}


READERS: Mapping[str, Callable[[list[PublicationFile], str], Mapping[str, Cells]]] = {
    IATI: _iati,
    "datacube": _cube,
    "crs": _crs,
    "uninfo": _uninfo,
}


def _tables(rows: list[PublicationFile]) -> Iterator[tuple[str, Dataset]]:
    for one in rows:
        with zipfile.ZipFile(io.BytesIO(content(one))) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    stem = name.rpartition("/")[2].removesuffix(".csv")
                    yield stem, read(archive.read(name), name)


def minor(text: object, currency: str) -> int:
    """An amount as it was written, in minor units."""
    amount = Decimal(str(text))
    return Money.parse(f"{amount:f}", currency).minor
