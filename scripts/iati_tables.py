"""Writes the IATI tables of `biennium.standards.iati` from a folder with the standard's published files.

Invariant: the tables hold facts only (codes, names, paths, rule identifiers, severities and the messages the official
validator prints), never a sentence of the guidance and never a schema file.

Use: `python scripts/iati_tables.py SOURCE_DIR`; data/README.md beside the tables says what SOURCE_DIR must hold.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src" / "biennium" / "standards" / "iati" / "data"
RULESET = "rulesets/standard.json"
CODELIST_RULES = "validator-codelist-rules-2.03.csv"
FIELDS = ("iati203-activity-fields.csv", "iati203-organisation-fields.csv")
CODELISTS = "codelists-csv"
# The published table leaves out what the other document links have from the first; one of them goes on after it.
DOCUMENT_LINK = "/iati-activities/iati-activity/document-link"
EXTENDED = "/iati-organisations/iati-organisation/document-link/recipient-country"
AFTER_THE_BASE = "sequence#6"
# Publishers registered before an identifier had to begin with its registration agency.
BARE_PUBLISHERS = ("41AAA", "44000", "47045", "47122")

Row = tuple[str, ...]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one_line(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def codes(source: Path) -> Iterator[Row]:
    """Every code of every list; a name that only repeats the code is left out."""
    for path in sorted((source / CODELISTS).glob("[!_]*.csv")):
        for row in read(path):
            name = one_line(row["name"])
            yield path.stem, row["code"], "" if name == row["code"] else name, row["status"]


def cases(ruleset: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], str, list[str]]]:
    """Context, kind, case, what it is repeated for and where the value is put in; a loop unrolled into its cases."""
    for context, kinds in ruleset.items():
        for kind, group in kinds.items():
            for case in group["cases"]:
                if kind != "loop":
                    yield context, kind, case, "", []
                    continue
                for inner, repeated in case["do"].items():
                    for one in repeated["cases"]:
                        yield context, inner, one, case["foreach"], case["subs"]


def rules(source: Path) -> Iterator[Row]:
    """The ruleset, one row a case."""
    ruleset = json.loads((source / RULESET).read_text(encoding="utf-8"))
    for context, kind, case, foreach, put_in in cases(ruleset):
        about = case["ruleInfo"]
        given = {name: value for name, value in case.items() if name != "ruleInfo"}
        row = (about["id"], about["severity"], about["category"], context, kind, one_line(about["message"]))
        yield (*row, json.dumps(given, ensure_ascii=False, sort_keys=True), foreach, " ".join(put_in))


def codelist_rules(source: Path) -> Iterator[Row]:
    """Which attribute takes its codes from which list; `attribute[linked=value]` is split into its parts."""
    for row in read(source / CODELIST_RULES):
        attribute, _, condition = row["attribute"].rstrip("]").partition("[")
        linked, _, value = condition.partition("=")
        code = value.removesuffix("(default)")
        default = "yes" if value != code else ""
        about = (row["id"], row["severity"], row["category"], one_line(row["message"]), row["codelist"], row["path"])
        yield (*about, attribute, linked, code, default)


def elements(source: Path) -> Iterator[Row]:
    """The schema as a table: every element and attribute with its cardinality, place and type."""
    listed = [row for name in FIELDS for row in read(source / name)]
    below = [row for row in listed if row["path"].startswith(f"{DOCUMENT_LINK}/")]
    for row in listed:
        path, extends = row["path"], row["path"].startswith(EXTENDED)
        yield path, row["kind"], row["occurs_or_use"], AFTER_THE_BASE if path == EXTENDED else row["order"], row["type"]
        if path.endswith("/document-link") and path != DOCUMENT_LINK and not extends:
            for one in below:
                place = one["path"].replace(DOCUMENT_LINK, path)
                yield place, one["kind"], one["occurs_or_use"], one["order"], one["type"]


def publishers(source: Path) -> Iterator[Row]:
    """Identifiers of organisations known to publish: DAC codes with their agency, IATI's own, those registered bare."""
    dac = {row["code"] for row in read(source / CODELISTS / "OrganisationIdentifier.csv")}
    own = {row["code"] for row in read(source / CODELISTS / "IATIOrganisationIdentifier.csv")}
    known = {code if "-" in code else f"XM-DAC-{code}" for code in dac} | own | set(BARE_PUBLISHERS)
    yield from ((code,) for code in sorted(known))


def write(name: str, header: Row, rows: Iterable[Row]) -> int:
    """Writes one table; the number of its rows."""
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        written = list(rows)
        writer.writerows(written)
    return len(written)


TABLES = {
    "codes": (("codelist", "code", "name", "status"), codes),
    "rules": (("id", "severity", "category", "context", "kind", "message", "case", "foreach", "substituted"), rules),
    "codelist_rules": (
        ("id", "severity", "category", "message", "codelist", "path", "attribute", "linked", "value", "default"),
        codelist_rules,
    ),
    "publishers": (("id",), publishers),
    "elements": (("path", "kind", "occurs", "order", "type"), elements),
}


def main(arguments: list[str]) -> int:
    """Writes the tables; exit status 2 when a source is missing."""
    if len(arguments) != 1:
        print("iati_tables: name the folder with the published files.", file=sys.stderr)
        return 2
    source = Path(arguments[0])
    missing = [name for name in (RULESET, CODELIST_RULES, *FIELDS, CODELISTS) if not (source / name).exists()]
    if missing:
        print(f"iati_tables: {source} lacks {', '.join(missing)}.", file=sys.stderr)
        return 2
    for name, (header, rows) in TABLES.items():
        print(f"{name}: {write(name, header, rows(source))} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
