"""Between the page of what is carried over and its service: who may carry what, and where each output goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.actors import Actor
from biennium.foundation.permission import Verdict, limit
from biennium.kernel.errors import NotFound
from biennium.ledger.selectors.scope import NONE
from biennium.office.budget.tables import title
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.registration import EDIT_RESULT
from biennium.programme.selectors import live
from biennium.web.tables import Column, Filter, Table, by_key, where
from biennium.workplan.models import Plan
from biennium.workplan.selectors import carrying
from biennium.workplan.services.carrying import may_carry

FATES = {
    "new": _lazy("new in this programme"),
    "changed": _lazy("goes on, changed"),
    "kept": _lazy("goes on"),
    "dropped": _lazy("not carried over"),
}
DIFFERS = {
    "code": _lazy("code"),
    "title": _lazy("title"),
    "place": _lazy("country or territory"),
    "function": _lazy("function"),
    "sdg": _lazy("SDG targets"),
}


def before(programme: Programme, code: str) -> Programme | None:
    """The programme that is carried over from: that of the code, else the nearest before. Raises `NotFound`."""
    listed = carrying.earlier(programme)
    if not code:
        return listed[0] if listed else None
    found = next((one for one in listed if one.code == code), None)
    if found is None:
        raise NotFound(_("No programme %(code)s begins before this one.") % {"code": code})
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """The country outcomes that served an output and can be carried over."""

    output: Result | None
    items: list[WorkItem]

    @property
    def code(self) -> str:
        """That of the output; `-` for none."""
        return self.output.code if self.output else NONE

    @property
    def words(self) -> str:
        """“3.2 Social protection”."""
        return output_words(self.output)


@dataclass(frozen=True)
class Crossing:
    """From one programme to the next, for one person: what is left to carry, output by output, and where it can go."""

    actor: Actor
    old: Programme
    new: Programme
    asked: str = ""

    @cached_property
    def told(self) -> carrying.Carried:
        return carrying.carried(self.old, self.new)

    @cached_property
    def plans(self) -> dict[int, Plan]:
        return carrying.plans_of(self.told.dropped)

    @cached_property
    def outputs(self) -> list[Result]:
        """The outputs of the old programme that the work at hand serves."""
        return carrying.served(self.here.items)

    @cached_property
    def there(self) -> dict[str, Result]:
        """The results of the new programme by code."""
        rows = live.counted_results(self.new).select_related("responsible_unit")
        return {one.code: one for one in rows}

    @cached_property
    def _mine(self) -> Result | None:
        rows = live.counted_results(self.new).select_related("responsible_unit")
        return limit(self.actor, EDIT_RESULT, rows).first()

    def verdict(self, item: WorkItem) -> Verdict:
        """Whether it may be carried to the output of the same code; where there is none, to any the actor edits."""
        same = self.there.get(item.result.code) if item.result else None
        output = same or (self._mine if item.result else None)
        return may_carry(actor=self.actor, plan=self.plans.get(item.pk), programme=self.new, output=output)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each work item that is left, by its code."""
        return {one.code: self.verdict(one) for one in self.told.dropped}

    @cached_property
    def left(self) -> list[Group]:
        """What this person may carry over, by the output it served."""
        groups: dict[Result | None, list[WorkItem]] = {}
        for one in self.told.dropped:
            if self.verdicts[one.code].allowed:
                groups.setdefault(one.result, []).append(one)
        listed = sorted(groups.items(), key=lambda group: (group[0].position, group[0].pk) if group[0] else (0, 0))
        return [Group(output, items) for output, items in listed]

    @cached_property
    def here(self) -> Group:
        """The output that is asked about, or the first with something left. Raises `NotFound`."""
        if not self.left:
            return Group(None, [])
        found = next((one for one in self.left if self.asked in ("", one.code)), None)
        if found is None:
            raise NotFound(_("Nothing of output %(code)s is left to carry over.") % {"code": self.asked})
        return found

    @property
    def refused(self) -> Counter[Verdict]:
        """Why others carry over what this person may not, and how many that are."""
        return Counter(one for one in self.verdicts.values() if not one.allowed)

    @property
    def may(self) -> Verdict | None:
        """Whether anything can be carried over; None where nothing is left."""
        verdicts = list(self.verdicts.values())
        return next((one for one in verdicts if one.allowed), verdicts[0] if verdicts else None)

    def items(self, codes: Sequence[str]) -> list[WorkItem]:
        """The work items of these codes among those at hand."""
        return [one for one in self.here.items if one.code in codes]


@dataclass(frozen=True, slots=True)
class Row:
    """A country outcome, the unit that leads it, and what became of it: `new`, `changed`, `kept` or `dropped`."""

    item: WorkItem
    fate: str
    unit: Unit | None = None
    differs: tuple[str, ...] = ()

    @property
    def place(self) -> Place | None:
        return self.item.place


def rows(told: carrying.Carried) -> list[Row]:
    """All country outcomes of both programmes, what changed first."""
    changed = {after: tuple(names) for _before, after, names in told.changed}
    fates = [
        *((one, "changed") for one in changed),
        *((one, "new") for one in told.new),
        *((one, "dropped") for one in told.dropped),
        *((one, "kept") for one in told.kept),
    ]
    units = {key: plan.lead_unit for key, plan in carrying.plans_of([one for one, _fate in fates]).items()}
    return [Row(one, fate, units.get(one.pk), changed.get(one, ())) for one, fate in fates]


def table(old: Programme, new: Programme, listed: Sequence[Row]) -> Table[Row]:
    """What became of each country outcome; of all those `listed`, the places and units are offered to choose from."""
    return Table(
        name=f"carried-over-{new.code}",
        caption=_("Country outcomes"),
        columns=[
            Column("code", _("Country outcome"), lambda row: row.item.code, _at, by_key(lambda row: row.item.code)),
            Column("title", _("Title"), lambda row: row.item.title),
            Column("place", _("Country or territory"), lambda row: row.place.name if row.place else ""),
            Column("unit", _("Lead unit"), lambda row: row.unit.name if row.unit else ""),
            Column("fate", _("What became of it"), _became, sorting=by_key(lambda row: row.fate)),
        ],
        filters=[
            _by_code("place", _("Country or territory"), (row.place for row in listed)),
            _by_code("unit", _("Lead unit"), (row.unit for row in listed)),
            Filter(
                "fate",
                _("What became of it"),
                where(lambda row, value: row.fate == value),
                [(name, str(words)) for name, words in FATES.items()],
            ),
        ],
        kept=("from", "output"),
        per_page=50,
        source=[
            _("Country outcomes of %(old)s and of %(new)s, as they stand now") % {"old": old.code, "new": new.code}
        ],
    )


def _by_code(name: str, label: str, known: Iterable[Place | Unit | None]) -> Filter:
    """Rows whose place, or unit, is the one of a code; `-` for those without."""
    found = {one.code if one else NONE: title(one.name) if one else _("none") for one in known}
    return Filter(
        name,
        label,
        where(lambda row, value: (getattr(row, name).code if getattr(row, name) else NONE) == value),
        sorted(found.items(), key=lambda one: (one[0] == NONE, one[1])),
    )


def _became(row: Row) -> str:
    """“goes on, changed: title, place”."""
    words = str(FATES[row.fate])
    return f"{words} ({', '.join(str(DIFFERS[one]) for one in row.differs)})" if row.differs else words


def _at(row: Row) -> str:
    return reverse("office:work_plan", args=[row.item.programme.code, row.item.code])


def output_words(output: Result | None) -> str:
    """“3.2 Social protection”."""
    return f"{output.code} {title(output.title)}" if output else _("no output")
