"""Giving a document without identities those of the programme it is about.

A paper knows codes and words, not identities. Counted results and indicators are matched by code; bullets, whose codes
are only their places in a list, by their words first and by their place last, so that a bullet inserted at the top does
not make every other one look reworded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from uuid import UUID

from biennium.programme.exchange import models as exchange

ALIKE = 0.6
Alike = Callable[[exchange.Result, exchange.Result], bool]


def matched(current: exchange.Programme, draft: exchange.Programme) -> exchange.Programme:
    """The draft with the identities of the current document where they can be told."""
    given = {one.uid for one in draft.results}
    identities = {code: uid for code, uid in _results(current, draft).items() if uid not in given}
    return draft.model_copy(
        update={
            "uid": current.uid,
            "results": [
                one if one.uid else one.model_copy(update={"uid": identities.get(one.code)}) for one in draft.results
            ],
            "indicators": [
                _by_code(one, {each.code: each.uid for each in current.indicators}) for one in draft.indicators
            ],
            "sections": list(_sections(current, draft)),
            "work_items": [
                _by_code(one, {each.code: each.uid for each in current.work_items}) for one in draft.work_items
            ],
        }
    )


def _by_code(one: exchange.Indicator | exchange.WorkItem, uids: dict[str, UUID | None]) -> object:
    return one if one.uid else one.model_copy(update={"uid": uids.get(one.code)})


def _results(current: exchange.Programme, draft: exchange.Programme) -> dict[str, UUID | None]:
    """From the code in the draft to the identity in the current document."""
    counted = {level.code for level in current.levels if level.counted}
    known = {result.code: result for result in current.results if result.level in counted}
    found = {one.code: known[one.code].uid for one in draft.results if one.level in counted and one.code in known}
    earlier, later = _bullets(current, counted), _bullets(draft, counted)
    for group, bullets in later.items():
        found |= _pair(earlier.get(group, []), bullets)
    return found


def _bullets(
    document: exchange.Programme, counted: set[str]
) -> dict[tuple[str | None, str | None], list[exchange.Result]]:
    groups: dict[tuple[str | None, str | None], list[exchange.Result]] = defaultdict(list)
    for result in document.results:
        if result.level not in counted:
            groups[result.parent, result.scope].append(result)
    return groups


def _pair(old: list[exchange.Result], new: list[exchange.Result]) -> dict[str, UUID | None]:
    """Pairs the bullets of one list: those with the same words, then those that are alike, then by place."""
    waiting_old, waiting_new, found = list(old), list(new), {}
    rules: tuple[Alike, ...] = (_same, _alike, lambda one, other: one.code == other.code)
    for rule in rules:
        for draft in list(waiting_new):
            partner = next((one for one in waiting_old if rule(one, draft)), None)
            if partner is not None:
                found[draft.code] = partner.uid
                waiting_old.remove(partner)
                waiting_new.remove(draft)
    return found


def _common(one: exchange.Result, other: exchange.Result) -> Iterator[tuple[str, str]]:
    for lang in one.title.keys() & other.title.keys():
        yield one.title[lang], other.title[lang]


def _same(one: exchange.Result, other: exchange.Result) -> bool:
    return any(a == b for a, b in _common(one, other))


def _alike(one: exchange.Result, other: exchange.Result) -> bool:
    return any(SequenceMatcher(None, a.split(), b.split()).ratio() >= ALIKE for a, b in _common(one, other))


def _sections(current: exchange.Programme, draft: exchange.Programme) -> Iterator[exchange.Section]:
    """By code, else by kind and heading, else the only one of its kind in both."""
    free = {section.code: section for section in current.sections}
    for section in draft.sections:
        partner = free.get(section.code) or next((one for one in free.values() if _same_heading(one, section)), None)
        partner = partner or _only_one(list(free.values()), draft.sections, section.kind)
        if section.uid or partner is None:
            yield section
            continue
        del free[partner.code]
        yield section.model_copy(update={"uid": partner.uid, "code": partner.code})


def _same_heading(one: exchange.Section, other: exchange.Section) -> bool:
    shared = one.heading.keys() & other.heading.keys()
    return one.kind == other.kind and any(
        one.heading[lang].casefold() == other.heading[lang].casefold() for lang in shared
    )


def _only_one(old: list[exchange.Section], new: list[exchange.Section], kind: str) -> exchange.Section | None:
    of_kind = [section for section in old if section.kind == kind]
    alone = len(of_kind) == 1 and sum(section.kind == kind for section in new) == 1
    return of_kind[0] if alone else None
