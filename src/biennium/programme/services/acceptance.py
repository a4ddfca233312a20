"""Carrying out accepted changes, each through the service that owns it, in an order in which each can be done.

Invariant: nothing that stays is retired with what goes, and no code stands in the way of another: what goes is retired
first, what gets another code passes through one that is free, and what stands below others is placed from the top down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from biennium.foundation.actors import Actor
from biennium.kernel.compare import Change
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme
from biennium.programme.selectors.comparison import GONE, HEAD, identity_of, renamed, term_identity
from biennium.programme.selectors.document import document
from biennium.programme.services import indicators, levels, programmes, results, sections, vocabularies, work_items
from biennium.programme.services.importing import open_units
from biennium.programme.taking import taken

Found = dict[str, list[Change]]
OTHER_KINDS = ("programme", "level", "term", "section", "indicator", "work_item")


@dataclass(frozen=True)
class Proposal:
    """Two documents and what changes from one to the other."""

    current: exchange.Programme
    proposed: exchange.Programme
    changes: list[Change]


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


class Acceptance:
    """One acceptance: units, head and levels, then results (retirements, new places and additions from the top down,
    contents), then the rest; last the languages and levels that go.

    What a value names by code is looked up by identity, since codes change on the way.
    """

    def __init__(self, actor: Actor, programme: Programme, proposal: Proposal, reason: str) -> None:
        self.actor, self.programme, self.proposal, self.reason = actor, programme, proposal, reason
        self.codes = Codes(programme)
        current, proposed = proposal.current, proposal.proposed
        self.new_codes = {
            "results": renamed(current.results, proposed.results),
            "sections": renamed(current.sections, proposed.sections),
        }
        self.rows = {name: self._live(name) for name in ("results", *(one.name for one in FAMILIES.values()))}

    def _live(self, name: str) -> dict[str, int]:
        """The rows of the live objects of one kind, by identity."""
        live = getattr(self.programme, name).filter(retired_at__isnull=True)
        return {str(uid): pk for uid, pk in live.values_list("uid", "pk")}

    def carry_out(self, accepted: list[Change]) -> None:
        of: dict[str, Found] = defaultdict(lambda: defaultdict(list))
        for change in accepted:
            of[change.kind if change.kind in OTHER_KINDS else "result"][change.identity].append(change)
        open_units(self.actor, self.proposal.proposed.units)
        self._head(of["programme"].get(HEAD, []))
        self._levels(bool(of["level"]))
        self._retire(of)
        self._results(of["result"])
        self._terms(of["term"])
        for kind, family in FAMILIES.items():
            self._others(of[kind], family)
        self._conclude(bool(of["level"]), of["programme"].get(HEAD, []))

    def _head(self, changes: list[Change]) -> None:
        """The head; languages that go stay until nothing is written in them."""
        if not changes:
            return
        current = self.proposal.current.model_copy(deep=True)
        current.paper = current.paper or exchange.Paper()
        values = taken(current, self.proposal.proposed, changes)
        values.languages = _extended(values.languages, self.proposal.current.languages)
        self._describe(values)

    def _describe(self, values: exchange.Programme) -> None:
        self.programme = programmes.change_programme(
            actor=self.actor, programme=self.programme, values=values, revision=None, reason=self.reason
        )
        self.codes = Codes(self.programme)

    def _levels(self, accepted: bool) -> None:
        """The levels; those that go stay until nothing stands on them."""
        if accepted:
            wanted = {level.code for level in self.proposal.proposed.levels}
            going = [level for level in self.proposal.current.levels if level.code not in wanted]
            self._set_levels([*self.proposal.proposed.levels, *(_standing_alone(one, wanted) for one in going)])

    def _set_levels(self, wanted: list[exchange.Level]) -> None:
        levels.set_levels(actor=self.actor, programme=self.programme, levels=wanted)
        self.codes = Codes(self.programme)

    def _conclude(self, levels: bool, head: list[Change]) -> None:
        proposed = self.proposal.proposed
        if levels and {one.code for one in self.proposal.current.levels} - {one.code for one in proposed.levels}:
            self._set_levels(proposed.levels)
        if any(change.field == "languages" for change in head):
            self._describe(document(self.programme).model_copy(update={"languages": proposed.languages}))

    def _renamed(self, values: Any) -> Any:
        """An object of the current document that refers to others by their codes in the proposed one."""
        update: dict[str, Any] = {}
        for field, name in _referring(values).items():
            code = getattr(values, field)
            update[field] = self.new_codes[name].get(code, code)
        if isinstance(values, exchange.Result):
            update["links"] = [self.new_codes["results"].get(code, code) for code in values.links]
        return values.model_copy(update=update)

    def _settled(self, values: Any) -> Any:
        """An object that refers to others by their codes in the proposed document, with the codes they have now."""
        update: dict[str, Any] = {
            field: self._now(name, getattr(values, field)) for field, name in _referring(values).items()
        }
        if isinstance(values, exchange.Result):
            update["links"] = [link for code in values.links if (link := self._now("results", code))]
        return values.model_copy(update=update)

    def _now(self, name: str, code: str | None) -> str | None:
        """The code that something has in the programme at this moment, by its code in the proposed document; none for
        what is retired by now. What is not there yet keeps its code: the service will say so."""
        if code is None:
            return None
        places = ((self.proposal.proposed, code), (self.proposal.current, code.removesuffix(GONE)))
        named = (one for of, known_as in places for one in getattr(of, name) if one.code == known_as)
        identity = next(map(identity_of, named), "")
        if row := self._row(name, identity):
            return str(row.code)
        return None if identity in self.rows[name] else code

    def _row(self, name: str, identity: str) -> Any:
        """The live row of an object; None for one that is retired, or not there yet."""
        live = getattr(self.programme, name).filter(retired_at__isnull=True)
        return live.filter(pk=self.rows[name].get(identity)).first()

    def _terms(self, changes: Found) -> None:
        if not changes:
            return
        kept = {term_identity(one): self._settled(self._renamed(one)) for one in self.proposal.current.terms}
        wanted = {term_identity(one): self._settled(one) for one in self.proposal.proposed.terms}
        for identity in changes:
            kept.pop(identity, None)
            if identity in wanted:
                kept[identity] = wanted[identity]
        terms = list(kept.values())
        vocabularies.set_terms(actor=self.actor, programme=self.programme, terms=terms, codes=Codes(self.programme))

    def _retire(self, of: dict[str, Found]) -> None:
        """What goes, first: its codes are free for others then. What moves away from below it stays."""
        moving = {
            UUID(identity)
            for kind in ("result", "indicator")
            for identity, found in of[kind].items()
            if any(change.change == "moved" for change in found)
        }
        for identity in _dropped(of["result"]):
            if row := self._row("results", identity):
                results.retire_result(actor=self.actor, result=row, reason=self.reason, spare=moving)
        for kind, family in FAMILIES.items():
            for identity in _dropped(of[kind]):
                if row := self._row(family.name, identity):
                    family.retire(row, actor=self.actor, reason=self.reason)

    def _results(self, changes: Found) -> None:
        self._renumber("results", changes)
        proposed = self.proposal.proposed.results
        for values in proposed:
            found = changes.get(identity_of(values), [])
            if any(change.change == "added" for change in found):
                self._add(values)
            elif _moves(found) or any(change.field == "kind" for change in found):
                self._move(values)
        self.codes = Codes(self.programme)
        for values in proposed:
            found = [one for one in changes.get(identity_of(values), []) if one.field and one.field != "kind"]
            if found:
                self._change(values, found)
        for values in proposed:
            if values.links and any(change.change == "added" for change in changes.get(identity_of(values), [])):
                self._write(values, self._settled(values))

    def _renumber(self, name: str, changes: Found) -> None:
        """New codes first under names that are free, so that codes can be exchanged in any order."""
        for identity, found in changes.items():
            if any(change.field == "code" for change in found) and (row := self._row(name, identity)):
                type(row).objects.filter(pk=row.pk).update(code=f"~{row.pk}")
        self.codes = Codes(self.programme)

    def _add(self, values: exchange.Result) -> None:
        parent = self._now("results", values.parent)
        row = results.add_result(
            actor=self.actor,
            programme=self.programme,
            values=values.model_copy(update={"links": [], "parent": parent}),
            position=self._place("results", values, parent),
            codes=self.codes,
        )
        self.rows["results"][identity_of(values)] = row.pk

    def _move(self, values: exchange.Result) -> None:
        parent = self._now("results", values.parent)
        where = f"result {values.code}"
        row = results.move_result(
            actor=self.actor,
            result=self._row("results", identity_of(values)),
            parent=self.codes.result(parent, where) if parent else None,
            position=self._place("results", values, parent),
            revision=None,
            level=self.codes.level(values.level, where),
            reason=self.reason,
        )
        self.codes.results[row.code] = row

    def _place(self, name: str, values: Any, owner: str | None) -> int:
        """Behind the nearest of those before it in the proposed document that stand beside it by now, else first."""
        field = _owner(values)
        listed = [one for one in getattr(self.proposal.proposed, name) if getattr(one, field) == getattr(values, field)]
        live = getattr(self.programme, name).filter(retired_at__isnull=True, **{f"{field}__code": owner})
        beside = list(live.order_by("position", "id").values_list("pk", flat=True))
        own = self.rows[name].get(identity_of(values))
        beside = [pk for pk in beside if pk != own]
        for one in reversed(listed[: listed.index(values)]):
            if (pk := self.rows[name].get(identity_of(one))) in beside:
                return beside.index(pk) + 1
        return 0

    def _change(self, values: exchange.Result, found: list[Change]) -> None:
        old = next(one for one in self.proposal.current.results if one.uid == values.uid)
        row = self._row("results", identity_of(values))
        if row is not None:
            settled = self._settled(taken(self._renamed(old), values, found))
            self._write(values, settled)

    def _write(self, values: exchange.Result, settled: exchange.Result) -> None:
        results.change_result(
            actor=self.actor,
            result=self._row("results", identity_of(values)),
            values=settled,
            revision=None,
            reason=self.reason,
            codes=self.codes,
        )

    def _others(self, changes: Found, family: _Family) -> None:
        self._renumber(family.name, changes)
        old = {identity_of(one): one for one in getattr(self.proposal.current, family.name)}
        for values in getattr(self.proposal.proposed, family.name):
            identity = identity_of(values)
            found = changes.get(identity, [])
            if not found:
                continue
            if identity in old:
                settled = self._settled(taken(self._renamed(old[identity]), values, found))
                row = self._row(family.name, identity)
                family.change(
                    row, actor=self.actor, values=settled, revision=None, reason=self.reason, codes=self.codes
                )
            else:
                settled = self._settled(values)
                row = family.add(actor=self.actor, programme=self.programme, values=settled, codes=self.codes)
                self.rows[family.name][identity] = row.pk
            if family.move and (_moves(found) or identity not in old):
                place = self._place(family.name, values, getattr(settled, _owner(values)))
                row.refresh_from_db()
                family.move(row, actor=self.actor, position=place, reason=self.reason)


def _referring(values: Any) -> dict[str, str]:
    """The fields by which an object refers to one other, with the kind of that; a result moves by other means."""
    if isinstance(values, exchange.Section):
        return {"result": "results", "parent": "sections"}
    return {} if isinstance(values, exchange.Result) else {"result": "results"}


def _owner(values: Any) -> str:
    """The field that tells what an object stands below."""
    return "result" if isinstance(values, exchange.Indicator | exchange.WorkItem) else "parent"


def _moves(found: list[Change]) -> bool:
    return any(change.change in {"moved", "reordered"} for change in found)


def _dropped(changes: Found) -> list[str]:
    return [identity for identity, found in changes.items() if found[0].change == "dropped"]


def _extended(values: list[str], more: list[str]) -> list[str]:
    return [*values, *(one for one in more if one not in values)]


def _standing_alone(level: exchange.Level, known: Collection[str]) -> exchange.Level:
    """A level that is about to go, without the levels it stands below that are going too."""
    return level.model_copy(update={"parents": [code for code in level.parents if code in known]})
