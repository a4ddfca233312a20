"""Country outcomes and products, and what is planned for them.

What the sheet has no column for (the lead person, the deliverable) stays as it is planned; markers and languages have
sheets of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import (
    Choice,
    Code,
    Day,
    Many,
    Pairs,
    Words,
    YesNo,
    hundredths,
    joined,
    paired,
    percent,
    split,
    unpaired,
)
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import (
    Column,
    Filled,
    Sheet,
    Stored,
    flag,
    in_languages,
    said,
    saving,
    share_words,
)
from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import WHOLE
from biennium.programme.exchange import models as exchange
from biennium.programme.models import WorkItem
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT
from biennium.programme.selectors.document import work_item_values
from biennium.programme.services.work_items import add_work_item, change_work_item, check_work_item
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Plan
from biennium.workplan.rights import places_of
from biennium.workplan.services.plans import LanguageGiven, MarkerGiven, PlanValues, check_plan, plan_work

TEXTS = ("situation", "assumptions", "consultation")
FLAGS = ("government", "employers", "workers")


class Work(Sheet):
    name = "work"
    title = _lazy("Country outcomes")
    about = _lazy("Country outcomes and products: what they are, where, and what is planned. One row for each.")
    key = ("code",)

    def columns(self, frame: Frame) -> list[Column]:
        return [*_identity(frame), *_plan(frame)]

    def stored(self, frame: Frame) -> list[Stored]:
        return [_stored(item, frame.plans.get(item.code)) for item in frame.item_list.values()]

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        item: WorkItem = stored.what
        plan = frame.plans.get(item.code)
        if decide(frame.actor, PLAN, plan or Plan(lead_unit=None)).allowed:
            return True
        if plan is None and item.place_id in places_of(frame.actor):
            return True
        if item.result is None:
            return decide(frame.actor, EDIT_PROGRAMME, frame.programme).allowed
        return decide(frame.actor, EDIT_RESULT, item.result).allowed

    def former(self, frame: Frame, stored: Sequence[Stored]) -> Mapping[tuple[str, ...], Stored]:
        by_code = {one.values["code"]: one for one in stored}
        return {(old,): by_code[new] for old, new in frame.former_codes.items() if new in by_code}

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        """All of a work item for its primary output is how it is planned without saying so."""
        whole = paired({values.get("result", ""): percent(WHOLE)})
        return {**values, "outputs": "" if values.get("outputs", "") == whole else values.get("outputs", "")}

    def check(self, frame: Frame, row: Filled) -> None:
        item = _checked_item(frame, row)
        plan = frame.plans.get(row.stored.values["code"]) if row.stored else None
        if self._plans(frame, row):
            values = _plan_values(frame, row, plan)
            check_plan(actor=frame.actor, item=item, values=values, known=frame.known, plan=plan)
            plan = Plan(pk=plan.pk if plan else None, work_item=item, lead_unit=values.lead_unit)
        _pretend(frame, row, item, plan)

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        for row in rows:
            with saving(row):
                self._save(frame, row)

    def _save(self, frame: Frame, row: Filled) -> None:
        shared: dict[str, Any] = {"actor": frame.actor, "codes": frame.codes}
        item: WorkItem | None = row.stored.what if row.stored else None
        plan = frame.plans.get(row.stored.values["code"]) if row.stored else None
        values = _item_values(row, item)
        if item is None:
            item = add_work_item(programme=frame.programme, values=values, **shared)
        elif row.changed(*(column.name for column in _identity(frame))):
            item = change_work_item(item=item, values=values, revision=item.revision, reason=frame.reason, **shared)
        if self._plans(frame, row):
            plan_work(
                actor=frame.actor,
                item=item,
                values=_plan_values(frame, row, plan),
                revision=plan.revision if plan else 0,
                reason=frame.reason,
            )

    def _plans(self, frame: Frame, row: Filled) -> bool:
        """Whether the row says something of the plan; a flag that says no without a plan says nothing."""
        names = [column.name for column in _plan(frame)]
        if row.stored is None or not frame.plans.get(row.stored.values["code"]):
            return any(row[name] not in ("", "no") for name in names)
        return row.changed(*names)


def _identity(frame: Frame) -> list[Column]:
    return [
        Column("code", _lazy("Code"), Code(), required=True),
        Column("kind", _lazy("Kind"), Choice("kind"), required=True),
        *in_languages(frame, "title", _lazy("Title"), note=_lazy("In at least one language.")),
        Column("place", _lazy("Country or territory"), Choice("place")),
        Column("result", _lazy("Primary output"), Choice("result")),
    ]


def _plan(frame: Frame) -> list[Column]:
    return [
        Column("lead_unit", _lazy("Lead unit"), Choice("unit")),
        Column("starts", _lazy("From"), Day()),
        Column("due", _lazy("Due"), Day()),
        Column(
            "outputs",
            _lazy("Outputs it serves"),
            Pairs("result"),
            unit="%",
            note=_lazy("The shares sum to 100. Empty: all for its primary output."),
        ),
        Column("sdg", _lazy("SDG targets"), Pairs(), unit="%", note=_lazy("The shares sum to 100.")),
        Column("partners", _lazy("Partners"), Many("partner")),
        Column("country_programme", _lazy("Country programme"), Choice("country_programme")),
        Column("product_kind", _lazy("Kind of product"), Words(), note=_lazy("For products only.")),
        Column("government", _lazy("Government consulted"), YesNo("no")),
        Column("employers", _lazy("Employers consulted"), YesNo("no")),
        Column("workers", _lazy("Workers consulted"), YesNo("no")),
        *in_languages(frame, "consultation", _lazy("Consultation")),
        *in_languages(frame, "situation", _lazy("Situation at the outset")),
        *in_languages(frame, "assumptions", _lazy("Assumptions")),
    ]


def _stored(item: WorkItem, plan: Plan | None) -> Stored:
    values = {
        "code": item.code,
        "kind": item.kind,
        **said("title", item.title),
        "place": item.place.code if item.place else "",
        "result": item.result.code if item.result else "",
    }
    return Stored(
        str(item.uid), {**values, **(_planned(plan, values["result"]) if plan else dict.fromkeys(FLAGS, "no"))}, item
    )


def _planned(plan: Plan, primary: str) -> dict[str, str]:
    outputs = {one.result.code: percent(one.share) for one in plan.outputs.all()}
    values = {
        "lead_unit": plan.lead_unit.code if plan.lead_unit else "",
        "starts": plan.starts.isoformat() if plan.starts else "",
        "due": plan.due.isoformat() if plan.due else "",
        "outputs": "" if outputs == {primary: percent(WHOLE)} else paired(outputs),
        "sdg": paired({code: percent(share) for code, share in plan.sdg.items()}),
        "partners": joined(one.code for one in plan.partners.all()),
        "country_programme": plan.country_programme.code if plan.country_programme else "",
        "product_kind": plan.product_kind,
    }
    flags = {name: flag(getattr(plan, name)) for name in FLAGS}
    texts = {column: value for name in TEXTS for column, value in said(name, getattr(plan, name)).items()}
    return {**values, **flags, **texts}


def _item_values(row: Filled, item: WorkItem | None) -> exchange.WorkItem:
    if not row.words("title"):
        raise InvalidInput(_("The title is missing; write it in one language at least."), field="title")
    kept = work_item_values(item).model_dump(include={"uid", "function", "sdg"}) if item else {}
    said_now = {"code": row["code"], "kind": row["kind"], "title": row.words("title")}
    named = {name: row[name] or None for name in ("place", "result")}
    return exchange.WorkItem.model_validate({**kept, **said_now, **named})


def _checked_item(frame: Frame, row: Filled) -> WorkItem:
    """The work item as it would be; nothing is saved."""
    item: WorkItem | None = row.stored.what if row.stored else None
    values = _item_values(row, item)
    if row.changed("code"):
        _refuse_taken(frame, values.code)
    if item is not None and not row.changed(*(column.name for column in _identity(frame))):
        return item
    columns = check_work_item(actor=frame.actor, programme=frame.programme, values=values, codes=frame.codes, item=item)
    return WorkItem(programme=frame.programme, pk=item.pk if item else None, **columns)


def _refuse_taken(frame: Frame, code: str) -> None:
    if code in frame.item_list:
        raise InvalidInput(_("The code %(code)s is taken; choose another one.") % {"code": code}, field="code")
    if code in frame.moved:
        raise InvalidInput(
            _("A row above gives up the code %(code)s: hand that in first, and this in another workbook.")
            % {"code": code},
            field="code",
        )


def _pretend(frame: Frame, row: Filled, item: WorkItem, plan: Plan | None) -> None:
    """Lets the rows that are checked after this one find the work item and its plan as they would be."""
    if row.stored:
        frame.item_list.pop(row.stored.values["code"], None)
        frame.plans.pop(row.stored.values["code"], None)
        if row.changed("code"):
            frame.moved[row.stored.values["code"]] = item.code
    frame.item_list[item.code] = item
    if plan is not None:
        frame.plans[item.code] = plan


def _plan_values(frame: Frame, row: Filled, plan: Plan | None) -> PlanValues:
    """What the row says, and beyond it what is planned already."""
    more: dict[str, Any] = _kept(row, plan) if plan is not None and plan.pk else {}
    more |= {name: row.words(name) for name in TEXTS} | {name: row[name] == "yes" for name in FLAGS}
    return PlanValues(
        lead_unit=frame.maybe("unit", row["lead_unit"], "lead_unit"),
        starts=_day(row["starts"]),
        due=_day(row["due"]),
        outputs=[(frame.one("result", code, "outputs"), share) for code, share in _shares(row, "outputs").items()],
        sdg=_shares(row, "sdg"),
        partners=[frame.one("partner", code, "partners") for code in split(row["partners"])],
        country_programme=frame.maybe("country_programme", row["country_programme"], "country_programme"),
        product_kind=row["product_kind"],
        **more,
    )


def _kept(row: Filled, plan: Plan) -> dict[str, Any]:
    """What a plan says for which there is no column. A priority goes with its country programme."""
    return {
        "lead_person": plan.lead_person,
        "deliverable": plan.deliverable,
        "priority": None if row.changed("country_programme") else plan.priority,
        "markers": [MarkerGiven(one.marker, one.score, one.evidence) for one in plan.markers.all()],
        "languages": [LanguageGiven(one.language, one.status, one.published_on) for one in plan.languages.all()],
        "modelled": plan.modelled,
    }


def _shares(row: Filled, name: str) -> dict[str, int]:
    try:
        return {code: hundredths(number, share_words) for code, number in unpaired(row[name]).items()}
    except InvalidInput as error:
        error.field = name
        raise


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
