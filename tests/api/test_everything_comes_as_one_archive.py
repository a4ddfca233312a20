"""The archive of a programme: every table with its dictionary, every file with its checksum, the same each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

import pytest

from api.conftest import Api
from biennium.programme.exchange.canonical import from_data, to_bytes
from biennium.programme.models import Version
from biennium.programme.selectors.versions import opened

ADDRESS = "/programmes/2024-25/archive.zip"


@pytest.fixture
def files(api: Api) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(api.get(ADDRESS).content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def test_every_file_has_its_checksum(files: dict[str, bytes]) -> None:
    listed = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_every_column_of_every_table_is_explained(files: dict[str, bytes]) -> None:
    explained = {(table, column) for table, column, meaning in rows(files["dictionary.csv"])[1:] if meaning}
    tables = {name.removesuffix(".csv"): rows(files[name])[0] for name in files if name.endswith(".csv")}
    del tables["dictionary"]
    assert len(tables) == 11
    assert {(table, column) for table, columns in tables.items() for column in columns} == explained


def test_the_document_is_the_sealed_one_and_can_be_brought_in(files: dict[str, bytes]) -> None:
    version = Version.objects.get()
    assert files["sealed.json"] == bytes(version.content)
    read = from_data(json.loads(files["programme.json"]))
    assert to_bytes(read) == to_bytes(opened(version).document)


def test_every_row_of_the_document_is_in_its_table(files: dict[str, bytes]) -> None:
    document = opened(Version.objects.get()).document
    for name in ("results", "indicators", "work_items", "sections"):
        assert len(rows(files[f"{name}.csv"])) == 1 + len(getattr(document, name))
    assert len(rows(files["targets.csv"])) == 1 + sum(len(one.targets) for one in document.indicators)


def test_money_is_there_to_the_cent(files: dict[str, bytes]) -> None:
    heads, *lines = rows(files["money.csv"])
    assert sum(float(line[heads.index("spent")]) for line in lines) == 100.0


def test_the_same_books_give_the_same_archive(api: Api) -> None:
    first = api.get(ADDRESS)
    assert api.get(ADDRESS).content == first.content
    assert first["Content-Type"] == "application/zip"
    api.get(ADDRESS, 304, **{"If-None-Match": first["ETag"]})
