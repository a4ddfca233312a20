"""The second year, 2025: a plausible plan of which nothing is published.

The regular budget is that of the first year again. Each agreement goes on with a part of its amount, and some large
ones may be followed by another (a pipeline with its probability). Only a part of what is there is allotted, some of it
committed; what the work needs is mostly more than that: the gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from biennium.demo.money import seeds
from biennium.demo.money.facts import YEAR
from biennium.demo.money.lines import Line, Pot, by_pot, line_of
from biennium.demo.money.rows import AgreementRow, AllotmentRow, RequirementRow
from biennium.kernel.shares import WHOLE, apportion

NEXT = YEAR + 1


def agreements(rows: Iterable[AgreementRow]) -> list[AgreementRow]:
    """What is signed for the second year, then what may come."""
    rules = seeds.rules()["second_year"]
    signed, expected = [], []
    for row in rows:
        following = replace(row, code=renamed(row.code), year=NEXT)
        signed.append(replace(following, status="signed", amount=row.amount * rules["signed_of_first"] // WHOLE))
        if row.amount >= rules["pipeline_from"]:
            expected.append(
                replace(
                    following,
                    code=f"{following.code}-P",
                    status="pipeline",
                    probability=rules["probability"],
                    amount=row.amount * rules["pipeline_of_first"] // WHOLE,
                )
            )
    return [*signed, *expected]


def renamed(code: str) -> str:
    """The code of an agreement in the second year."""
    return code.removesuffix(f"-{YEAR}") + f"-{NEXT}"


def allotments(needed: Mapping[Line, int], pots: Mapping[Pot, int]) -> list[AllotmentRow]:
    """What is allotted of the pots of the second year so far, on the lines of the first, and what is committed."""
    rules = seeds.rules()["second_year"]
    following = {
        replace(line, agreement=renamed(line.agreement) if line.agreement else ""): amount
        for line, amount in needed.items()
    }
    rows = []
    for pot, lines in by_pot(following).items():
        if pot not in pots:
            continue
        weights = [amount * seeds.between(80, 120, pot[1], line.result, line.region) for line, amount in lines.items()]
        parts = apportion(pots[pot] * rules["allotted"] // WHOLE, weights)
        for line, part in zip(lines, parts, strict=True):
            share = seeds.between(rules["committed_from"], rules["committed_to"], pot[1], line.region, line.result)
            rows.append(line.allotted(NEXT, part, part * share // WHOLE))
    return rows


def requirements(first: Iterable[AllotmentRow], second: Iterable[AllotmentRow]) -> list[RequirementRow]:
    """What each output needs in each region: in proportion to what it has in the second year, or else had."""
    has, had = _by_work(second), _by_work(first)
    rules = seeds.rules()["second_year"]
    rows = []
    for (result, region), unit in sorted({_work(row): row.unit for row in first if row.result}.items()):
        base = has.get((result, region)) or had[result, region]
        share = seeds.between(rules["required_from"], rules["required_to"], "required", result, region)
        rows.append(RequirementRow(NEXT, result, region, unit, base * share // WHOLE))
    return rows


def _work(row: AllotmentRow) -> tuple[str, str]:
    return (row.result or "", row.region)


def _by_work(rows: Iterable[AllotmentRow]) -> dict[tuple[str, str], int]:
    ordered = sorted((row for row in rows if row.result), key=lambda row: (_work(row), line_of(row)))
    return {work: sum(row.amount for row in ours) for work, ours in groupby(ordered, key=_work)}
