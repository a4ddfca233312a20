"""What happened, in words: the verbs of the audit log for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from biennium.foundation.audit import history
from biennium.foundation.models import AuditEvent
from biennium.foundation.references import Ref, resolve

VERBS = {
    "programme.created": _("Programme created"),
    "programme.described": _("Programme described anew"),
    "programme.levels_set": _("Levels set"),
    "programme.terms_set": _("Vocabulary set"),
    "programme.result_added": _("Result added"),
    "programme.result_changed": _("Result changed"),
    "programme.result_moved": _("Result moved"),
    "programme.result_retired": _("Result retired"),
    "programme.result_restored": _("Result came back"),
    "programme.indicator_added": _("Indicator added"),
    "programme.indicator_changed": _("Indicator changed"),
    "programme.indicator_moved": _("Indicator moved"),
    "programme.indicator_retired": _("Indicator retired"),
    "programme.indicator_restored": _("Indicator came back"),
    "programme.section_added": _("Text added"),
    "programme.section_changed": _("Text changed"),
    "programme.section_moved": _("Text moved"),
    "programme.section_retired": _("Text retired"),
    "programme.section_restored": _("Text came back"),
    "programme.work_item_added": _("Work item added"),
    "programme.work_item_changed": _("Work item changed"),
    "programme.work_item_retired": _("Work item retired"),
    "programme.work_item_restored": _("Work item came back"),
    "programme.version_sealed": _("Version sealed"),
    "publishing.publisher_described": _("Way of publishing described"),
    "publishing.prepared": _("Publication written and checked"),
    "publishing.waived": _("Error waived"),
    "publishing.published": _("Published"),
    "publishing.discarded": _("Publication discarded"),
    "ledger.posted": _("Posted"),
    "ledger.year_closed": _("Year closed"),
    "ledger.import_discarded": _("File put aside"),
    "funding.agreement_added": _("Agreement added"),
    "funding.agreement_changed": _("Agreement changed"),
    "funding.agreement_earmarked": _("Earmarks set"),
    "funding.agreement_pipeline": _("Agreement expected"),
    "funding.agreement_signed": _("Agreement signed"),
    "funding.agreement_active": _("Agreement started"),
    "funding.agreement_closed": _("Agreement closed"),
    "funding.agreement_dropped": _("Agreement dropped"),
    "funding.instalment_expected": _("Instalment expected"),
    "funding.instalment_received": _("Instalment received"),
    "funding.instalments_foreseen": _("Instalments to come set"),
    "funding.fund_opened": _("Fund opened"),
    "funding.fund_retired": _("Fund retired"),
    "funding.fund_brought_back": _("Fund brought back"),
    "funding.fund_changed": _("Rules of the fund changed"),
    "funding.partner_added": _("Partner added"),
    "funding.partner_retired": _("Partner retired"),
    "funding.partner_brought_back": _("Partner brought back"),
    "funding.partner_changed": _("Partner changed"),
    "funding.project_added": _("Project added"),
    "funding.project_retired": _("Project retired"),
    "funding.project_brought_back": _("Project brought back"),
    "funding.project_changed": _("Project changed"),
    "funding.project_paid_by": _("Agreements of the project set"),
    "funding.project_shared": _("Project shared out"),
    "ledger.previous_estimated": _("Price of the programme before recorded"),
    "workplan.plan_made": _("Work planned"),
    "workplan.plan_changed": _("Plan changed"),
    "workplan.plan_moved": _("Work took a step"),
    "workplan.plans_made": _("Work planned, many at once"),
    "workplan.requirement_set": _("Requirement set"),
    "workplan.requirements_set": _("Requirements set, many at once"),
    "workplan.money_expected": _("Expected money matched with work"),
    "workplan.carried_over": _("Work carried over"),
    "workplan.told": _("Told how it goes"),
    "workplan.milestone_added": _("Milestone added"),
    "workplan.milestone_changed": _("Milestone changed"),
    "workplan.milestone_reached": _("Milestone reached"),
    "workplan.milestone_retired": _("Milestone taken off"),
    "workplan.activity_added": _("Activity added"),
    "workplan.activity_changed": _("Activity changed"),
    "workplan.activity_progressed": _("Activity went on"),
    "workplan.activity_retired": _("Activity taken off"),
    "workplan.country_programme_added": _("Country programme added"),
    "workplan.country_programme_changed": _("Country programme changed"),
    "workplan.country_programme_moved": _("Country programme took a step"),
    "workplan.kind_set": _("Kind of country programme set"),
    "workplan.marker_set": _("Marker defined"),
    "workplan.standard_costs_set": _("Standard costs set"),
    "workplan.capacity_set": _("Staff there are, set"),
    "intake.paper_uploaded": _("Paper uploaded"),
    "intake.paper_read": _("Paper read"),
    "intake.paper_refused": _("Paper not readable"),
    "intake.paper_accepted": _("Paper accepted"),
    "intake.paper_discarded": _("Paper discarded"),
    "reporting.round_opened": _("Round opened"),
    "reporting.round_extended": _("Round extended"),
    "reporting.round_closed": _("Round closed"),
    "reporting.thresholds_set": _("Limits of progress set"),
    "reporting.result_drafted": _("Country result begun"),
    "reporting.result_changed": _("Country result changed"),
    "reporting.criterion_answered": _("Criterion answered"),
    "reporting.answer_taken_back": _("Answer to a criterion taken back"),
    "reporting.evidence_attached": _("Evidence attached"),
    "reporting.evidence_removed": _("Evidence taken away"),
    "reporting.result_submitted": _("Country result submitted"),
    "reporting.result_returned": _("Country result returned"),
    "reporting.result_verified": _("Country result verified"),
    "reporting.result_published": _("Country result published"),
    "reporting.result_withdrawn": _("Country result withdrawn"),
    "reporting.observation_recorded": _("Value reported"),
    "reporting.observation_corrected": _("Value corrected"),
    "reporting.observation_withdrawn": _("Value withdrawn"),
    "reporting.reports_rebased": _("Reports pinned to another version"),
    "reporting.aggregates_rebuilt": _("Aggregates rebuilt"),
    "organisation.described": _("Organisation described"),
    "organisation.role_defined": _("Role defined"),
    "organisation.account_opened": _("Account opened"),
    "organisation.account_closed": _("Account closed"),
    "organisation.role_assigned": _("Role given"),
    "organisation.role_ended": _("Role ended"),
    "organisation.unit_opened": _("Unit opened"),
    "organisation.unit_changed": _("Unit renamed or moved"),
    "organisation.unit_retired": _("Unit closed"),
    "organisation.unit_reopened": _("Unit opened again"),
    "organisation.facts_loaded": _("Countries loaded"),
    "organisation.region_map_loaded": _("Regions loaded"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the history shows it."""

    at: datetime
    actor_label: str
    object_label: str
    verb: str
    words: str
    reason: str
    url: str


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """Events in words; those that changed something lead to what they changed."""
    return [
        Told(
            at=one.at,
            actor_label=one.actor_label,
            object_label=one.object_label,
            verb=one.verb,
            words=str(VERBS.get(one.verb, "")),
            reason=one.reason,
            url=reverse("office:event", args=[one.uid]) if one.before or one.after else "",
        )
        for one in events
    ]


def address_of(event: AuditEvent) -> str:
    """The page of what the event is about; nothing when it has none, or is retired."""
    found: Any = resolve(Ref(event.object_kind, event.object_uid))
    if found is None or getattr(found, "retired_at", None):
        return ""
    if event.object_kind in {"result", "indicator", "section", "work_item", "round", "country_result"}:
        return reverse(f"office:{event.object_kind}", args=[found.programme.code, found.code])
    if event.object_kind == "observation":
        return reverse("office:observation", args=[found.round.programme.code, found.uid])
    if event.object_kind == "plan":
        return reverse("office:work_plan", args=[found.work_item.programme.code, found.work_item.code])
    names = {"programme": "code", "unit": "code", "person": "uid", "paper_draft": "uid", "project": "uid"}
    names |= dict.fromkeys(("fund", "partner", "agreement", "country_programme"), "code")
    name = names.get(event.object_kind)
    return reverse(f"office:{event.object_kind}", args=[getattr(found, name)]) if name else ""


def of(uid: UUID, latest: int = 15) -> list[Told]:
    """The latest events of an object."""
    return told(history(uid)[:latest])


def of_all(uid: UUID, latest: int = 15) -> list[Told]:
    """The latest events of an object and of what belongs to it."""
    return told(AuditEvent.objects.filter(Q(object_uid=uid) | Q(scope_uid=uid))[:latest])
