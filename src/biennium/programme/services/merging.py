"""Bringing an existing programme towards another document: a proposal of changes, of which a person accepts some.

Invariant: accepting every change of a proposal gives the proposed document; what is not accepted stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from biennium.foundation.actors import Actor
from biennium.kernel.compare import Change
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.selectors.comparison import HEAD, compare_documents, identity_of
from biennium.programme.selectors.matching import matched
from biennium.programme.selectors.overlay import overlaid
from biennium.programme.services import indicators, programmes, results, sections, work_items
from biennium.programme.taking import taken

Found = dict[str, list[Change]]
OTHER_KINDS = ("programme", "level", "term", "section", "indicator", "work_item")


@dataclass(frozen=True)
class Proposal:
    """Two documents and what changes from one to the other."""

    current: exchange.Programme
    proposed: exchange.Programme
    changes: list[Change]


def propose_changes(current: exchange.Programme, values: exchange.Programme, *, partial: bool = False) -> Proposal:
    """What would change. `partial`: the values are a paper, silent on what it cannot say (see `selectors.overlay`)."""
    draft = matched(current, values)
    proposed = overlaid(current, draft) if partial else draft
    return Proposal(current, proposed, compare_documents(current, proposed))


@transaction.atomic
def accept_changes(
    *, actor: Actor, programme: Programme, proposal: Proposal, keys: Collection[str], reason: str
) -> int:
    """Carries out the changes with these keys, each through the service that owns it. Returns how many."""
    wanted = set(keys)
    accepted = [change for change in proposal.changes if change.key in wanted]
    _Merge(actor, programme, proposal, reason).carry_out(accepted)
    return len(accepted)


@dataclass(frozen=True)
class _Family:
    """How the objects of one kind are found, added, changed, put in their place and retired."""

    name: str
    add: Callable[..., Any]
    change: Callable[..., Any]
    retire: Callable[..., Any]
    move: Callable[..., Any] | None = None


FAMILIES = {
    "section": _Family(
        "sections",
        sections.add_section,
        lambda row, **what: sections.change_section(section=row, **what),
        lambda row, **what: sections.retire_section(section=row, **what),
        lambda row, **what: sections.move_section(section=row, **what),
    ),
    "indicator": _Family(
        "indicators",
        indicators.add_indicator,
        lambda row, **what: indicators.change_indicator(indicator=row, **what),
        lambda row, **what: indicators.retire_indicator(indicator=row, **what),
        lambda row, **what: indicators.move_indicator(indicator=row, **what),
    ),
    "work_item": _Family(
        "work_items",
        work_items.add_work_item,
        lambda row, **what: work_items.change_work_item(item=row, **what),
        lambda row, **what: work_items.retire_work_item(item=row, **what),
    ),
}


class _Merge:
    """One acceptance: head and levels, then results (places, retirements, additions, contents), then the rest."""

    def __init__(self, actor: Actor, programme: Programme, proposal: Proposal, reason: str) -> None:
        self.actor, self.programme, self.proposal, self.reason = actor, programme, proposal, reason
        self.codes = Codes(programme)
        self.old = {identity_of(one): one for one in proposal.current.results}
        self.new = {identity_of(one): one for one in proposal.proposed.results}

    def carry_out(self, accepted: list[Change]) -> None:
        of: dict[str, Found] = defaultdict(lambda: defaultdict(list))
        for change in accepted:
            of[change.kind if change.kind in OTHER_KINDS else "result"][change.identity].append(change)
        self._head(of["programme"].get(HEAD, []), levels=bool(of["level"]))
        self._results(of["result"])
        self._terms(of["term"])
        for kind, family in FAMILIES.items():
            self._others(of[kind], family)

    def _head(self, changes: list[Change], *, levels: bool) -> None:
        if levels:
            wanted = self.proposal.proposed.levels
            programmes.set_levels(actor=self.actor, programme=self.programme, levels=wanted)
            self.codes = Codes(self.programme)
        if not changes:
            return
        current = self.proposal.current.model_copy(deep=True)
        current.paper = current.paper or exchange.Paper()
        values = taken(current, self.proposal.proposed, changes)
        self.programme = programmes.change_programme(
            actor=self.actor, programme=self.programme, values=values, revision=None, reason=self.reason
        )
        self.codes = Codes(self.programme)

    def _terms(self, changes: Found) -> None:
        if not changes:
            return
        wanted = {f"{one.scheme}:{one.code}": one for one in self.proposal.proposed.terms}
        kept = {f"{one.scheme}:{one.code}": one for one in self.proposal.current.terms}
        for identity in changes:
            kept.pop(identity, None)
            if identity in wanted:
                kept[identity] = wanted[identity]
        terms = list(kept.values())
        programmes.set_terms(actor=self.actor, programme=self.programme, terms=terms, codes=self.codes)

    def _results(self, changes: Found) -> None:
        moved = [identity for identity, found in changes.items() if _moves(found)]
        added = {identity for identity, found in changes.items() if found[0].change == "added"}
        below_new = {one for one in moved if self._parent_is(self.new[one], added)}
        self._move([one for one in moved if one not in below_new])
        self._retire([identity for identity, found in changes.items() if found[0].change == "dropped"])
        self._renumber(changes)
        new = [values for identity, values in self.new.items() if identity in added]
        for values in new:
            self._add(values)
        self._move([one for one in moved if one in below_new])
        for identity, found in changes.items():
            if identity in self.old and identity in self.new and any(change.field for change in found):
                self._change(identity, taken(self.old[identity], self.new[identity], found))
        for values in new:
            if values.links:
                self._change(identity_of(values), values, code=values.code)

    def _parent_is(self, values: exchange.Result, added: set[str]) -> bool:
        return any(values.parent == self.new[identity].code for identity in added)

    def _row(self, identity: str, code: str = "") -> Any:
        live = self.programme.results.filter(retired_at__isnull=True)
        return live.filter(code=code).first() if code else live.filter(uid=str(self.old[identity].uid)).first()

    def _move(self, identities: list[str]) -> None:
        for identity in identities:
            values = self.new[identity]
            parent = self._code_now(values.parent)
            results.move_result(
                actor=self.actor,
                result=self._row(identity),
                parent=self.programme.results.get(code=parent, retired_at__isnull=True) if parent else None,
                position=self._position(values),
                revision=None,
                reason=self.reason,
            )

    def _code_now(self, code: str | None) -> str | None:
        """The code a parent of the proposed document has in the programme at this moment."""
        if code is None:
            return None
        parent = next(one for one in self.proposal.proposed.results if one.code == code)
        row = self.programme.results.filter(uid=parent.uid, retired_at__isnull=True).first() if parent.uid else None
        return row.code if row else code

    def _position(self, values: exchange.Result) -> int:
        siblings = [one.code for one in self.proposal.proposed.results if one.parent == values.parent]
        return siblings.index(values.code)

    def _retire(self, identities: list[str]) -> None:
        for identity in identities:
            if row := self._row(identity):
                results.retire_result(actor=self.actor, result=row, reason=self.reason)

    def _renumber(self, changes: Found) -> None:
        """New codes first under names that are free, so that codes can be exchanged in any order."""
        for identity, found in changes.items():
            if any(change.field == "code" for change in found) and (row := self._row(identity)):
                type(row).objects.filter(pk=row.pk).update(code=f"~{row.pk}")
        self.codes = Codes(self.programme)

    def _add(self, values: exchange.Result) -> None:
        bare = values.model_copy(update={"links": [], "parent": self._code_now(values.parent)})
        results.add_result(
            actor=self.actor,
            programme=self.programme,
            values=bare,
            position=self._position(values),
            codes=self.codes,
        )

    def _change(self, identity: str, values: exchange.Result, code: str = "") -> None:
        if row := self._row(identity, code):
            results.change_result(
                actor=self.actor, result=row, values=values, revision=None, reason=self.reason, codes=self.codes
            )

    def _others(self, changes: Found, family: _Family) -> None:
        current: list[Any] = getattr(self.proposal.current, family.name)
        proposed: list[Any] = getattr(self.proposal.proposed, family.name)
        old = {identity_of(one): one for one in current}
        new = {identity_of(one): one for one in proposed}
        self.codes = Codes(self.programme)
        rows = getattr(self.programme, family.name).filter(retired_at__isnull=True)
        for identity, found in changes.items():
            row = rows.filter(uid=old[identity].uid).first() if identity in old else None
            if row is None and identity in new:
                family.add(actor=self.actor, programme=self.programme, values=new[identity], codes=self.codes)
            elif row is not None and identity not in new:
                family.retire(row, actor=self.actor, reason=self.reason)
            elif row is not None:
                values = self._resettled(taken(old[identity], new[identity], found), row, found)
                family.change(row, actor=self.actor, values=values, revision=None, reason=self.reason, codes=self.codes)
        if family.move:
            self._order(changes, proposed, family)

    def _resettled(self, values: Any, row: Any, found: list[Change]) -> Any:
        """The values under the code their result has by now, where the result itself stays the same."""
        if row.result_id and not any(change.change == "moved" or change.field == "result" for change in found):
            row.result.refresh_from_db(fields=["code"])
            return values.model_copy(update={"result": row.result.code})
        return values

    def _order(self, changes: Found, proposed: list[Any], family: _Family) -> None:
        rows = getattr(self.programme, family.name).filter(retired_at__isnull=True)
        for place, values in enumerate(proposed):
            found = changes.get(identity_of(values), [])
            if any(change.change in {"added", "moved", "reordered"} for change in found) and family.move:
                owner = "result" if hasattr(values, "criteria") else "parent"
                before = [one for one in proposed[:place] if getattr(one, owner) == getattr(values, owner)]
                row = rows.get(code=values.code)
                family.move(row, actor=self.actor, position=len(before), reason=self.reason)


def _moves(found: list[Change]) -> bool:
    return any(change.change in {"moved", "reordered"} for change in found)
