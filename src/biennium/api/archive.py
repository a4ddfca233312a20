"""All of a programme as one archive: tables as csv, the document as JSON, a data dictionary, and checksums.

Invariant: the same books give the same bytes; every column of every table stands in the dictionary, every file in
`SHA256SUMS`. Nothing is in it that the portal does not show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from biennium.api.opening import Opened
from biennium.api.tables import MEANINGS, tables
from biennium.programme.exchange.canonical import to_text
from biennium.programme.exchange.schema import schema_text
from biennium.programme.models import Version
from biennium.publishing.datasets import Dataset, as_csv, packed

CHECKSUMS = "SHA256SUMS"


def archive(found: Opened) -> bytes:
    """The archive of a programme in one version, money and results as they stand now."""
    contents = dict(_files(found))
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items())
    return packed({**contents, CHECKSUMS: sums.encode()})


def _files(found: Opened) -> Iterator[tuple[str, bytes]]:
    made = list(tables(found))
    yield "README.md", _readme(found, made).encode()
    yield "dictionary.csv", as_csv(dictionary(made))
    for dataset in made:
        yield f"{dataset.name}.csv", as_csv(dataset)
    yield "programme.json", to_text(found.book.document).encode()
    yield "programme.schema.json", schema_text().encode()
    yield "sealed.json", bytes(Version.objects.values_list("content", flat=True).get(pk=found.version.pk))


def dictionary(made: Sequence[Dataset]) -> Dataset:
    """What each column of each table means."""
    rows = [(dataset.name, column, meaning(column)) for dataset in made for column in dataset.columns]
    return Dataset("dictionary", "Data dictionary", ("table", "column", "meaning"), rows)


def meaning(column: str) -> str:
    """What a column means; one that ends in a language is that text in that language. Raises `KeyError`."""
    if column in MEANINGS:
        return MEANINGS[column]
    name, _underscore, lang = column.rpartition("_")
    return f"{MEANINGS[name]} ({lang})"


def _readme(found: Opened, made: Sequence[Dataset]) -> str:
    version = found.version
    lines = [
        f"# {found.programme.code}",
        "",
        f"Version {version.number} ({version.stage}), sealed on {version.sealed_at:%Y-%m-%d}.",
        f"SHA-256 {version.sha256}.",
        "Results, indicators and texts are those of this version; money and reported results are as of now.",
        "Tables are csv in UTF-8; amounts are in the currency beside them; lists are separated by spaces.",
    ]
    if found.programme.is_demonstration:
        lines += ["", "**Demonstration**: splits of money over outputs are modelled, indicators are illustrative."]
    lines += ["", "| File | Content |", "| --- | --- |"]
    lines += [f"| {dataset.name}.csv | {dataset.title} |" for dataset in made]
    lines += [
        "| programme.json | the version in the exchange format, described by programme.schema.json |",
        "| sealed.json | the very bytes that were sealed |",
        "| dictionary.csv | what each column means |",
        f"| {CHECKSUMS} | the SHA-256 of each file (`sha256sum -c {CHECKSUMS}`) |",
        "",
    ]
    return "\n".join(lines)
