"""The files of the demonstration, read as documents of the exchange format.

The words are our own rendering of the ILO's preliminary overview for 2024–25 (GB.346/PFA/1); codes, titles and
paragraph numbers are those of the paper; indicators, leads and the changes between the two versions are illustrative.
"""

from __future__ import annotations

import csv
import json
from importlib import resources
from typing import Any

from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import from_data
from biennium.standards.regions import RegionFacts

PARTS = (*"1234567", *"ABC")


def read(name: str) -> Any:
    """The JSON of `data/<name>.json`."""
    return json.loads(resources.files(__package__).joinpath("data", f"{name}.json").read_text(encoding="utf-8"))


def programme() -> exchange.Programme:
    """The whole programme as it was first put before the governing body."""
    head = read("programme/programme")
    head["results"] = [result for part in PARTS for result in read(f"programme/{part}")]
    head["indicators"] = read("indicators")
    return from_data(head, where="demonstration")


def regions() -> list[RegionFacts]:
    """The organisation's own five regions."""
    content = resources.files(__package__).joinpath("data", "regions.csv").read_text(encoding="utf-8")
    return [
        RegionFacts(row["code"], None, {lang: row[lang] for lang in ("en", "fr", "es")}, tuple(row["places"].split()))
        for row in csv.DictReader(content.splitlines())
    ]
