"""Estimates in versions: sealed with the programme, compared as money, and appropriated when it is adopted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import F

from biennium.foundation.actors import Actor
from biennium.kernel.compare import NOWHERE, PART, Field, Node, Number, Plain, Texts
from biennium.kernel.money import Money
from biennium.ledger.models import BudgetItem
from biennium.ledger.services.authority import appropriate
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.comparison import HEAD, spoken
from biennium.programme.selectors.versions import ADOPTED

SECTION = "estimates"
PRICED = {
    "fund": F("estimates__fund__code"),
    "region": F("estimates__region__code"),
    "step": F("estimates__step"),
    "amount": F("estimates__amount"),
    "modelled": F("estimates__modelled"),
}
"""What an estimate says of a budget item."""


def estimates(programme: Programme) -> list[dict[str, Any]]:
    """The budget items in their order, each with its estimates by fund, region and step; amounts in decimal digits.

    In one query: an item stands once for each of its estimates, or once without any. Codes are sorted here, since each
    database has an alphabet of its own, and its own place for what has no region.
    """
    items: Any = programme.budget_items.select_related("parent", "result").annotate(**PRICED)
    ordered = sorted(items.order_by(), key=_place)
    by_item = [list(rows) for _key, rows in groupby(ordered, key=attrgetter("pk"))]
    return [
        _item(rows[0], [_estimate(row, programme.currency) for row in rows if row.fund is not None]) for rows in by_item
    ]


def _place(row: Any) -> tuple[Any, ...]:
    """What has no region comes before the regions."""
    return (row.position, row.pk, row.fund or "", row.region or "", row.step or "", row.amount or 0)


def _item(item: BudgetItem, priced: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "uid": str(item.uid),
        "code": item.code,
        "title": item.title,
        "parent": item.parent.code if item.parent else None,
        "result": item.result.code if item.result else None,
        "may_be_negative": item.may_be_negative,
        "estimates": priced,
    }


def _estimate(row: Any, currency: str) -> dict[str, Any]:
    return {
        "fund": row.fund,
        "region": row.region,
        "step": row.step,
        "amount": Money(row.amount, currency).decimal_string(),
        "modelled": row.modelled,
    }


def nodes(section: list[dict[str, Any]], document: exchange.Programme) -> Iterator[Node]:
    """The budget items as a comparison sees them: moved, reworded, repriced."""
    known = {item["code"]: item["uid"] for item in section}
    for position, item in enumerate(section):
        label = f"{item['code']} {spoken(item['title'])}"
        parent = known[item["parent"]] if item["parent"] else HEAD
        yield Node(item["uid"], "budget_item", parent, 40_000 + position, label, _fields(item, document.currency))


def _fields(item: dict[str, Any], currency: str) -> dict[str, Field]:
    fields: dict[str, Field] = {
        "code": Plain(item["code"]),
        "title": Texts(item["title"]),
        "result": Plain(item["result"]),
        "may_be_negative": Plain(item["may_be_negative"]),
    }
    fields |= {f"modelled.{_part_of(one)}": Plain(one["modelled"]) for one in item["estimates"]}
    return fields | {name: Number.money(total) for name, total in _prices(item["estimates"], currency).items()}


def _part_of(one: dict[str, Any]) -> str:
    return f"{one['fund']}{PART}region {one['region'] or NOWHERE}{PART}step {one['step']}"


def _prices(estimates: list[dict[str, Any]], currency: str) -> dict[str, Money]:
    """The price of each fund; the steps it is made of, its regions, and the steps of each region as parts of it."""
    prices: dict[str, Money] = {}
    for one in estimates:
        amount, price, step = Money.parse(one["amount"], currency), f"price.{one['fund']}", f"step {one['step']}"
        region = f"{price}{PART}region {one['region'] or NOWHERE}"
        for name in (price, f"{price}{PART}{step}", region, f"{region}{PART}{step}"):
            prices[name] = prices.get(name, Money.zero(currency)) + amount
    return prices


def follow(actor: Actor, version: Version) -> None:
    """An adopted or revised version is appropriated."""
    if version.stage in ADOPTED:
        appropriate(actor=actor, version=version)
