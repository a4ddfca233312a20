"""The published money of the demonstration: derives src/biennium/demo/data/money/published from the files of UN CEB.

Invariant: a figure comes out as it was published, or not at all. What is only written differently is made alike: byte
order marks, thousands separators, a dash for “no figure” (which is no zero), decimals of a whole amount, names of
countries (they become ISO 3166-1 alpha-3 codes). A name or kind that is not known is an error, never a guess.

Use: `python scripts/ceb_facts.py FOLDER` writes; with `--check` it names the files that differ and exits with 1; with
`--into FOLDER` it writes elsewhere. `FOLDER` holds the files listed in `SOURCES`.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from biennium.standards.places import places

YEAR = "2024"
TARGET = Path(__file__).resolve().parent.parent / "src" / "biennium" / "demo" / "data" / "money" / "published"
SOURCES = {
    "summary": "ILO_ceb_summary.csv",
    "donors": "ilo-revenue-by-donor-2020-2024.csv",
    "countries": "ilo-expenses-by-country-2020-2024.csv",
}
KINDS = {"Assessed": "R01", "Voluntary un-earmarked": "R02A", "Voluntary earmarked": "R03"}
FUNCTIONS = {
    "Development Assistance": "development",
    "Humanitarian Assistance": "humanitarian",
    "Peace Operations": "peace",
    "Global Agenda and Specialised Assistance": "global_agenda",
}
# Contributors that are no states: our code, and the type of the UN data standards (standard VI).
OTHERS = {
    "European Union": ("EU", "C08A"),
    "Bill & Melinda Gates Foundation": ("BMGF", "C05"),
    "World Bank": ("WB", "C04A"),
    "UN OCHA": ("OCHA", "C04C"),
    "Refunds to donors/Miscellaneous": ("MISC", "C08B"),
}
# Names of states that the list of places spells otherwise.
SPELLINGS = {
    "Bolivia, Plurinational State of": "BOL",
    "Côte D'Ivoire": "CIV",
    "Iran, Islamic Republic of": "IRN",
    "Netherlands": "NLD",
    "Venezuela, Bolivarian Republic of": "VEN",
}
Rows = list[dict[str, str]]


def source(folder: Path, name: str) -> Rows:
    """The rows of the year in one file, with headers and values trimmed."""
    path = folder / SOURCES[name]
    if not path.exists():
        raise SystemExit(f"{path} is not there. Give the folder that holds {', '.join(SOURCES.values())}.")
    with path.open(encoding="utf-8-sig", newline="") as readable:
        rows = [{key.strip().lower(): value.strip() for key, value in row.items()} for row in csv.DictReader(readable)]
    return [row for row in rows if row["year"] == YEAR]


def dollars(text: str, where: str) -> int | None:
    """A whole amount of dollars; None for a dash or an empty cell, which say that there is no figure."""
    digits = text.strip().replace(",", "")
    if digits in ("", "-"):
        return None
    whole, _, decimals = digits.partition(".")
    if not whole.lstrip("-").isdigit() or decimals.strip("0"):
        raise SystemExit(f"{where}: {text!r} is no whole amount of dollars.")
    return int(whole)


def known(value: str, codes: Mapping[str, str], what: str) -> str:
    """The code of a published label."""
    if value not in codes:
        raise SystemExit(f"{value!r} is an unknown {what}. Add it to scripts/ceb_facts.py.")
    return codes[value]


def figures(rows: Rows, code: str, label: str = "") -> Rows:
    """Rows of code, published label and amount; without those that have no figure."""
    found = []
    for row in rows:
        amount = dollars(row["usd"], row[code])
        if amount is not None:
            name = {"name": row[label]} if label else {}
            found.append({"year": YEAR, code: row[code], **name, "usd": str(amount)})
    return found


def states() -> dict[str, str]:
    """Alpha-3 code by name."""
    return {**{place.name["en"]: place.alpha3 for place in places()}, **SPELLINGS}


def contributor(name: str) -> dict[str, str]:
    """Code, published name, type, and the place of a state."""
    if name in OTHERS:
        code, kind = OTHERS[name]
        return {"code": code, "name": name, "type": kind, "place": ""}
    code = known(name, states(), "contributor")
    return {"code": code, "name": name, "type": "C01", "place": code}


def derived(folder: Path) -> dict[str, Rows]:
    """The tables by name."""
    summary, donors = source(folder, "summary"), source(folder, "donors")
    of_table = {name: [row for row in summary if row["table"] == name] for name in {row["table"] for row in summary}}
    for row in of_table["expense_function"]:
        row["code"] = known(row["label"], FUNCTIONS, "function")
    for row in of_table["expense_sdg"]:
        row["goal"] = row["label"].removeprefix("SDG ")
    for row in donors:
        row["contributor"] = contributor(row["donor"])["code"]
        row["instrument"] = known(row["kind"], KINDS, "kind of revenue")
    revenue = [
        {**figure, "instrument": row["instrument"]} for row in donors for figure in figures([row], "contributor")
    ]
    return {
        "contributors": sorted(
            (contributor(name) for name in {row["donor"] for row in donors}), key=lambda row: row["code"]
        ),
        "revenue_by_contributor": sorted(revenue, key=lambda row: (row["contributor"], row["instrument"])),
        "revenue_by_instrument": figures(of_table["revenue"], "code", "label"),
        "expense_by_function": sorted(
            figures(of_table["expense_function"], "code", "label"), key=lambda row: row["code"]
        ),
        "expense_by_goal": sorted(figures(of_table["expense_sdg"], "goal"), key=lambda row: int(row["goal"])),
        "expense_by_place": sorted(figures(source(folder, "countries"), "iso3"), key=lambda row: row["iso3"]),
    }


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """A table as CSV."""
    listed = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(listed[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue()


def main(arguments: list[str]) -> int:
    """Writes the tables, or compares them."""
    parser = argparse.ArgumentParser(description="Derives the published money of the demonstration.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--into", type=Path, default=TARGET)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    different = []
    for name, rows in derived(options.folder).items():
        path, text = options.into / f"{name}.csv", written(rows)
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            different.append(path.name)
    if different:
        print(f"Different from what was published: {', '.join(different)}.", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
