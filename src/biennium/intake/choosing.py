"""The part of a paper that a person accepts: what is left out goes with all that stands below it or points to it.

Invariant: the part is a whole programme again: nothing in it names what was left out.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from biennium.programme.exchange import models as exchange


def key_of(one: exchange.Result | exchange.Section) -> str:
    """How a result or text of the paper is named among those to keep."""
    return f"{'result' if isinstance(one, exchange.Result) else 'section'}:{one.code}"


def part(values: exchange.Programme, keep: Collection[str]) -> exchange.Programme:
    """The programme with the counted results and texts in `keep` (see `key_of`); bullets go with their result."""
    results = _results(values, set(keep))
    codes = {one.code for one in results}
    return values.model_copy(
        update={
            "results": [_without_links(one, codes) for one in results],
            "sections": _sections(values, set(keep), codes),
            "indicators": [one for one in values.indicators if one.result in codes],
            "work_items": [one for one in values.work_items if one.result is None or one.result in codes],
            "terms": [_term(one, codes) for one in values.terms],
        }
    )


def _results(values: exchange.Programme, keep: set[str]) -> list[exchange.Result]:
    counted = {level.code for level in values.levels if level.counted}
    kept: dict[str, exchange.Result] = {}
    for one in values.results:
        below_kept = one.parent is None or one.parent in kept
        if below_kept and (one.level not in counted or key_of(one) in keep):
            kept[one.code] = one
    return list(kept.values())


def _sections(values: exchange.Programme, keep: set[str], results: set[str]) -> list[exchange.Section]:
    kept: dict[str, exchange.Section] = {}
    for one in values.sections:
        stands = (one.parent is None or one.parent in kept) and (one.result is None or one.result in results)
        if stands and key_of(one) in keep:
            kept[one.code] = one
    return list(kept.values())


def _without_links(one: exchange.Result, codes: set[str]) -> exchange.Result:
    return one.model_copy(update={"links": [code for code in one.links if code in codes]})


def _term(one: exchange.Term, codes: set[str]) -> exchange.Term:
    update: dict[str, Any] = {"result": one.result if one.result in codes else None}
    return one.model_copy(update=update)
