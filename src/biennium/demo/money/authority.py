"""Authority and allotments of 2024: modelled around the published income and expense.

Invariants: the authority of a fund is its income (technical cooperation of the regular budget is a share of what is
assessed; support cost arises by recovery); allotments of a pot are within it; every line has its expense allotted but
for a few regional ones of the regular budget, which are overspent, as happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR, Published, table
from biennium.demo.money.income import ASSESSED
from biennium.demo.money.lines import Line, Pot, by_pot
from biennium.demo.money.mixes import MANAGEMENT, POLICY, REGULAR
from biennium.demo.money.rows import GLOBAL, AgreementRow, AllotmentRow, RecoveryRow
from biennium.kernel.shares import WHOLE, apportion

TECHNICAL = "RBTC"


def assessed_pots(facts: Published) -> dict[Pot, int]:
    """The regular budget of a year by item: one declared negative is below zero, and what rounds goes to results."""
    assessed = facts.revenue_by_instrument[ASSESSED]
    technical = assessed * seeds.rules()["authority"]["rbtc_of_assessed"] // WHOLE
    regular = assessed - technical
    shares = {row["code"]: int(row["share"]) for row in table("modelled/budget_items") if int(row["share"] or 0)}
    items = {code: regular * share // WHOLE for code, share in shares.items() if code != POLICY}
    items[POLICY] = regular - sum(items.values())
    return {**{(REGULAR, code): items[code] for code in shares}, (TECHNICAL, POLICY): technical}


def agreement_pots(rows: Iterable[AgreementRow]) -> dict[Pot, int]:
    """What each agreement gives."""
    return {(row.fund, row.code): row.amount for row in rows}


def support_pot(rows: Iterable[RecoveryRow]) -> dict[Pot, int]:
    """What was recovered for management."""
    return {(MANAGEMENT, ""): sum(row.amount for row in rows)}


def allotments(needed: Mapping[Line, int], pots: Mapping[Pot, int]) -> list[AllotmentRow]:
    """What is allotted to each line in the first year."""
    rules = seeds.rules()["allotment"]
    rows = []
    for pot, lines in by_pot(needed).items():
        spare = (pots[pot] - sum(lines.values())) * rules["of_what_is_left"] // WHOLE
        weights = [amount * seeds.between(50, 149, *_codes(line)) for line, amount in lines.items()]
        for (line, amount), part in zip(lines.items(), apportion(spare, weights), strict=True):
            kept = amount * rules["overspent_keeps"] // WHOLE if _overspent(line) else amount + part
            rows.append(line.allotted(YEAR, kept))
    return rows


def _overspent(line: Line) -> bool:
    if line.fund != REGULAR or line.region == GLOBAL:
        return False
    return seeds.scatter(seeds.rules()["allotment"]["overspent_in"], *_codes(line)) == 0


def _codes(line: Line) -> tuple[str, ...]:
    return (line.fund, line.budget_item, line.agreement, line.result, line.region)
