"""Providers of aid by the numbers of the OECD-DAC, which are not those of its recipients."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from biennium.standards.tables import rows

PREFIX = "XM-DAC-"
"""How an IATI identifier begins that is made of a number of the DAC: a provider (and its agency) or a channel."""


def of_country(alpha3: str) -> str:
    """The number of the government of a country; nothing where the DAC lists none."""
    return _countries().get(alpha3, "")


def of_organisation(identifier: str, channel: str = "") -> str:
    """The number of an organisation by its IATI identifier, else by its delivery channel; nothing if neither says."""
    number = identifier.removeprefix(PREFIX).split("-")[0] if identifier.startswith(PREFIX) else ""
    return _by_number().get(number) or _by_number().get(channel) or ""


@cache
def _countries() -> Mapping[str, str]:
    return {row["alpha3"]: row["code"] for row in rows("providers") if row["alpha3"]}


@cache
def _by_number() -> Mapping[str, str]:
    """Each provider by its own number and by those of its channels: no number is of both kinds."""
    listed = [(row["code"], [row["code"], *row["channels"].split()]) for row in rows("providers")]
    return {number: code for code, numbers in listed for number in numbers}
