"""What belongs to a plan row by row: the scores of markers, and the languages of products. A row without a score, or
without a status, says that there is none any more.

A plan is set as a whole by the service: rows of the workbook are laid over what is planned.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import Choice, Code, Day, Number
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, in_languages, of_work, said, saving
from biennium.kernel.errors import InvalidInput
from biennium.workplan.actions import PLAN
from biennium.workplan.models import LanguageVersion, Plan, PlanMarker
from biennium.workplan.services.plans import LanguageGiven, MarkerGiven, PlanValues, check_plan, plan_work


class OfPlan(Sheet):
    """What both sheets share. `told` is the column that is empty where a row says that there is none any more."""

    told: str

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        return decide(frame.actor, PLAN, frame.plans.get(stored.values["item"])).allowed

    def identity(self, frame: Frame, uid: str) -> str:
        return of_work(frame, uid)

    def is_nothing(self, values: Mapping[str, str]) -> bool:
        return not values.get(self.told)

    def check(self, frame: Frame, row: Filled) -> None:
        item, plan = frame.one("item", row["item"], "item"), plan_of(frame, row["item"])
        values = self.laid(frame, PlanValues(lead_unit=plan.lead_unit), row)
        try:
            check_plan(actor=frame.actor, item=item, values=values, known=frame.known, plan=plan)
        except InvalidInput as error:
            error.field = self.told
            raise

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        by_item: dict[str, list[Filled]] = {}
        for row in rows:
            by_item.setdefault(row["item"], []).append(row)
        for code, of_item in by_item.items():
            with saving(of_item[0]):
                self._save(frame, code, of_item)

    def _save(self, frame: Frame, code: str, rows: Sequence[Filled]) -> None:
        plan = plan_of(frame, code)
        values = standing(plan)
        for row in rows:
            values = self.laid(frame, values, row)
        item = frame.one("item", code, "item")
        plan_work(actor=frame.actor, item=item, values=values, revision=plan.revision, reason=frame.reason)

    @abstractmethod
    def laid(self, frame: Frame, values: PlanValues, row: Filled) -> PlanValues:
        """The plan with the row laid over it."""


def plan_of(frame: Frame, code: str) -> Plan:
    """The plan of a work item. Raises `InvalidInput` where there is none."""
    plan = frame.plans.get(code)
    if plan is None:
        raise InvalidInput(_("%(code)s has no plan yet; plan it first.") % {"code": code}, field="item")
    return plan


def standing(plan: Plan) -> PlanValues:
    """All that a plan says."""
    return PlanValues(
        lead_unit=plan.lead_unit,
        lead_person=plan.lead_person,
        starts=plan.starts,
        due=plan.due,
        situation=plan.situation,
        assumptions=plan.assumptions,
        consultation=plan.consultation,
        sdg=plan.sdg,
        outputs=[(one.result, one.share) for one in plan.outputs.all()],
        partners=list(plan.partners.all()),
        markers=[_score(one) for one in plan.markers.all()],
        languages=[_language(one) for one in plan.languages.all()],
        government=plan.government,
        employers=plan.employers,
        workers=plan.workers,
        country_programme=plan.country_programme,
        priority=plan.priority,
        deliverable=plan.deliverable,
        product_kind=plan.product_kind,
        modelled=plan.modelled,
    )


def _score(one: PlanMarker) -> MarkerGiven:
    return MarkerGiven(one.marker, one.score, one.evidence)


def _language(one: LanguageVersion) -> LanguageGiven:
    return LanguageGiven(one.language, one.status, one.published_on)


class Markers(OfPlan):
    name = "markers"
    title = _lazy("Markers")
    about = _lazy("Scores of planned work on markers, with what shows them. No score: it is not given any more.")
    key = ("item", "marker")
    fixed = frozenset(key)
    told = "score"

    def columns(self, frame: Frame) -> list[Column]:
        return [
            Column("item", _lazy("Work item"), Choice("item"), required=True),
            Column("marker", _lazy("Marker"), Choice("marker"), required=True),
            Column("score", _lazy("Score"), Number()),
            *in_languages(frame, "evidence", _lazy("Evidence")),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        return [_stored_score(frame, one) for plan in frame.stored_plans for one in plan.markers.all()]

    def laid(self, frame: Frame, values: PlanValues, row: Filled) -> PlanValues:
        marker = frame.one("marker", row["marker"], "marker")
        others = [one for one in values.markers if one.marker.pk != marker.pk]
        if not row["score"]:
            return replace(values, markers=others)
        if not row["score"].isdecimal():
            raise InvalidInput(_("A score is a whole number."), field="score")
        return replace(values, markers=[*others, MarkerGiven(marker, int(row["score"]), row.words("evidence"))])


def _stored_score(frame: Frame, one: PlanMarker) -> Stored:
    code = frame.as_moved(one.plan.work_item.code)
    values = {"item": code, "marker": one.marker.code, "score": str(one.score), **said("evidence", one.evidence)}
    return Stored(f"{code}|{one.marker.code}", values, one)


class Languages(OfPlan):
    name = "languages"
    title = _lazy("Language versions")
    about = _lazy("The languages products come in, and how far each is. No status: it does not come in it any more.")
    key = ("item", "language")
    fixed = frozenset(key)
    told = "status"

    def columns(self, frame: Frame) -> list[Column]:
        return [
            Column("item", _lazy("Product"), Choice("item"), required=True),
            Column("language", _lazy("Language"), Code(), required=True, note=_lazy("Its tag: en, fr, ar.")),
            Column("status", _lazy("Status"), Choice("language_status")),
            Column("published_on", _lazy("Published on"), Day()),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        return [_stored_language(frame, one) for plan in frame.stored_plans for one in plan.languages.all()]

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        return {**values, "language": values.get("language", "").lower()}

    def laid(self, frame: Frame, values: PlanValues, row: Filled) -> PlanValues:
        others = [one for one in values.languages if one.language != row["language"]]
        if not row["status"]:
            return replace(values, languages=others)
        day = date.fromisoformat(row["published_on"]) if row["published_on"] else None
        return replace(values, languages=[*others, LanguageGiven(row["language"], row["status"], day)])


def _stored_language(frame: Frame, one: LanguageVersion) -> Stored:
    code = frame.as_moved(one.plan.work_item.code)
    day = one.published_on.isoformat() if one.published_on else ""
    values = {"item": code, "language": one.language, "status": one.status, "published_on": day}
    return Stored(f"{code}|{one.language}", values, one)
