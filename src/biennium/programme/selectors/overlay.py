"""What a paper in one language says, laid over what the programme says already.

A paper is silent on much that a programme holds: its other languages, leads, indicators, markers, work items. Silence
is no wish to remove, so everything the paper cannot say is kept, and what it says in its language is taken.
"""

from __future__ import annotations

from typing import Any, TypeVar

from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.models import Model

M = TypeVar("M", bound=Model)
TEXTS = ("title", "strategy", "heading", "body", "addressee")
UNIONS = ("references", "links")
KEPT = ("lead_unit", "contributing_units")


def overlaid(current: exchange.Programme, draft: exchange.Programme) -> exchange.Programme:
    """The document the programme would be if everything in the draft were accepted."""
    results = {one.uid: one for one in current.results}
    sections = {one.uid: one for one in current.sections}
    drafted = {one.uid for one in draft.sections}
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
            "terms": _terms(current, draft),
            "results": [_laid(results.get(one.uid), one) for one in draft.results],
            "sections": [
                *(_laid(sections.get(one.uid), one) for one in draft.sections),
                *(one for one in current.sections if one.uid not in drafted and not _loses_result(one, draft)),
            ],
            "indicators": [one for one in current.indicators if one.result in {each.code for each in draft.results}],
            "work_items": current.work_items if not draft.work_items else draft.work_items,
        }
    )


def _loses_result(section: exchange.Section, draft: exchange.Programme) -> bool:
    return section.result is not None and section.result not in {one.code for one in draft.results}


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
