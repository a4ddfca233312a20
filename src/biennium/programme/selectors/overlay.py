"""What a paper in one language says, laid over what the programme says already.

A paper is silent on much that a programme holds: its other languages, leads, indicators, markers, work items. Silence
is no wish to remove, so everything the paper cannot say is kept, and what it says in its language is taken.

Invariant: what is kept refers to results of the paper only; a work item whose result the paper drops stands by itself.
"""

from __future__ import annotations

from typing import Any, TypeVar

from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.models import Model

M = TypeVar("M", bound=Model)
R = TypeVar("R", exchange.Term, exchange.WorkItem)
TEXTS = ("title", "strategy", "heading", "body", "addressee")
UNIONS = ("references", "links")
KEPT = ("lead_unit", "contributing_units")


def overlaid(current: exchange.Programme, draft: exchange.Programme) -> exchange.Programme:
    """The document the programme would be if everything in the draft were accepted."""
    results = {one.uid: one for one in current.results}
    sections = {one.uid: one for one in current.sections}
    drafted = {one.uid for one in draft.sections}
    codes = {one.code for one in draft.results}
    return draft.model_copy(
        update={
            "code": current.code,
            "uid": current.uid,
            "title": {**current.title, **draft.title},
            "start": current.start,
            "end": current.end,
            "currency": current.currency,
            "languages": [*current.languages, *(one for one in draft.languages if one not in current.languages)],
            "organisation": current.organisation,
            "paper": _paper(current.paper, draft.paper),
            "levels": current.levels,
            "units": current.units,
            "terms": [_referring(one, codes) for one in _terms(current, draft)],
            "results": [_linking(_laid(results.get(one.uid), one), codes) for one in draft.results],
            "sections": [
                *(_laid(sections.get(one.uid), one) for one in draft.sections),
                *(one for one in current.sections if one.uid not in drafted and one.result in {None, *codes}),
            ],
            "indicators": [one for one in current.indicators if one.result in codes],
            "work_items": draft.work_items or [_referring(one, codes) for one in current.work_items],
        }
    )


def _referring(one: R, codes: set[str]) -> R:
    """The same, without its result when that is dropped."""
    return one if one.result in {None, *codes} else one.model_copy(update={"result": None})


def _linking(one: exchange.Result, codes: set[str]) -> exchange.Result:
    return one.model_copy(update={"links": [link for link in one.links if link in codes]})


def _laid(old: M | None, new: M) -> M:
    """The new values over the old ones, language by language."""
    if old is None:
        return new
    update: dict[str, Any] = {}
    for name in type(new).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name in TEXTS:
            update[name] = {**before, **after}
        elif name in UNIONS:
            update[name] = _union(before, after)
        elif name in KEPT or after in (None, [], {}):
            update[name] = before
    return new.model_copy(update=update)


def _union(before: list[Any], after: list[Any]) -> list[Any]:
    return [*before, *(one for one in after if _key(one) not in {_key(each) for each in before})]


def _key(one: Any) -> Any:
    return (one.scheme, one.code) if isinstance(one, exchange.Reference) else one


def _paper(old: exchange.Paper | None, new: exchange.Paper | None) -> exchange.Paper | None:
    if old is None or new is None:
        return new or old
    cover = {name: {**old.cover.get(name, {}), **new.cover.get(name, {})} for name in {**old.cover, **new.cover}}
    return old.model_copy(update={"cover": cover})


def _terms(current: exchange.Programme, draft: exchange.Programme) -> list[exchange.Term]:
    known = {(one.scheme, one.code) for one in current.terms}
    return [*current.terms, *(one for one in draft.terms if (one.scheme, one.code) not in known)]
