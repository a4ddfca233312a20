"""The tables of the International Aid Transparency Initiative's standard, read once.

Invariant: nothing here is decided by Biennium; identifiers, severities, categories, messages and paths are those the
official validator uses (standard 2.03). Refreshed by `scripts/iati_tables.py`.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

VERSION = "2.03"
SUPPORTED_VERSIONS = ("2.01", "2.02", "2.03")
FILE_KINDS = ("iati-activities", "iati-organisations")


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a finding says about the rule it breaks."""

    id: str
    severity: str
    category: str
    message: str


@dataclass(frozen=True, slots=True)
class RulesetRule:
    """One case of the standard ruleset: an XPath context, a kind of test, and what that test is given.

    A rule with `foreach` holds for every distinct value that path finds in the context; `$1` is the value in those
    parts of the case that are `substituted`, and only there.
    """

    info: RuleInfo
    context: str
    kind: str
    case: Mapping[str, Any]
    foreach: str
    substituted: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodelistRule:
    """An attribute (or `text()`) at a path takes its codes from a list, where `linked` has the given value.

    `default` says that an absent or empty `linked` counts as that value.
    """

    info: RuleInfo
    codelist: str
    path: str
    attribute: str
    linked: str
    value: str
    default: bool


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """An attribute that names an activity, which should be known."""

    info: RuleInfo
    path: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Field:
    """An element or attribute of the schema: its path, how often it occurs, its place among its siblings, its type."""

    path: str
    kind: str
    occurs: str
    order: str
    type: str


def _content(name: str) -> bytes:
    return resources.files(__package__).joinpath("data", f"{name}.csv").read_bytes()


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_content(name).decode("utf-8").splitlines())


def _info(row: Mapping[str, str]) -> RuleInfo:
    return RuleInfo(row["id"], row["severity"], row["category"], row["message"])


@cache
def digest(name: str) -> str:
    """The SHA-256 of a table, which names its state in a report."""
    return hashlib.sha256(_content(name)).hexdigest()


@cache
def ruleset() -> tuple[RulesetRule, ...]:
    """The standard ruleset, one entry a case."""
    return tuple(
        RulesetRule(
            _info(row),
            row["context"],
            row["kind"],
            json.loads(row["case"]),
            row["foreach"],
            frozenset(row["substituted"].split()),
        )
        for row in _rows("rules")
    )


@cache
def codelist_rules() -> tuple[CodelistRule, ...]:
    """Which attribute takes its codes from which list."""
    return tuple(
        CodelistRule(
            _info(row),
            row["codelist"],
            row["path"],
            row["attribute"],
            row["linked"],
            row["value"],
            row["default"] == "yes",
        )
        for row in _rows("codelist_rules")
    )


@cache
def reference_rules() -> tuple[ReferenceRule, ...]:
    """Where an activity names another one, by a path from the activity."""
    return tuple(ReferenceRule(_info(row), row["path"], row["attribute"]) for row in _rows("advisories"))


@cache
def _codes() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    for row in _rows("codes"):
        lists.setdefault(row["codelist"], {})[row["code"]] = row["name"]
    return lists


@cache
def codes(codelist: str) -> frozenset[str]:
    """The codes of a list, withdrawn ones too: the validator accepts them. Raises `KeyError` for an unknown list."""
    return frozenset(_codes()[codelist])


def names(codelist: str) -> Mapping[str, str]:
    """The English names of a list by code. Raises `KeyError` for an unknown list."""
    return _codes()[codelist]


@cache
def publishers() -> frozenset[str]:
    """Identifiers of organisations known to publish."""
    return frozenset(row["id"] for row in _rows("publishers"))


@cache
def fields() -> tuple[Field, ...]:
    """The schema as a table, activity file first."""
    return tuple(Field(row["path"], row["kind"], row["occurs"], row["order"], row["type"]) for row in _rows("elements"))
