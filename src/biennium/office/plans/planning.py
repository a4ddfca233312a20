"""Between the forms of a plan and its services: what is shown, what was typed, and the same in the same terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.funding.models import Partner
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.budget.tables import title
from biennium.office.forms.plans import LanguageRow, MarkerRow, PlanForm
from biennium.office.forms.rows import Rows, rows_of
from biennium.organisation.models import Person, Unit
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.selectors import versions
from biennium.workplan.models import CountryProgramme, Marker, MarkerScore, Plan
from biennium.workplan.services.plans import LanguageGiven, MarkerGiven, PlanValues

PLAIN = ("starts", "due", "situation", "assumptions", "consultation", "sdg", "government", "employers", "workers")


def find(programme: Programme, code: str) -> WorkItem:
    """A live work item by code. Raises `NotFound`."""
    rows = programme.work_items.filter(retired_at__isnull=True, code=code)
    found = rows.select_related("programme", "place", "result").first()
    if found is None:
        raise NotFound(_("There is no work item %(code)s.") % {"code": code})
    return found


def item_of(code: str, item: str) -> WorkItem:
    """A live work item of a programme, by their codes, in one query. Raises `NotFound` naming what is not there."""
    rows = WorkItem.objects.filter(programme__code=code, code=item, retired_at__isnull=True)
    found = rows.select_related("programme", "place", "result").first()
    return found or find(versions.programme(code), item)


def planned(code: str, item: str) -> tuple[WorkItem, Plan]:
    """A work item of a programme, by their codes, with its plan. Raises `NotFound` where it has none."""
    row = item_of(code, item)
    plan = plan_of(row)
    if plan is None:
        raise NotFound(_("%(code)s has no plan yet.") % {"code": row.code}, remedy=_("Plan it first."))
    return row, plan


def here(item: WorkItem) -> str:
    """The address of the page of a work item's plan."""
    return reverse("office:work_plan", args=[item.programme.code, item.code])


def plan_of(item: WorkItem) -> Plan | None:
    """The plan of a work item with all it names, None where there is none yet."""
    rows = Plan.objects.select_related("lead_unit", "lead_person", "country_programme__kind", "priority", "deliverable")
    return rows.filter(work_item=item).first()


def shown(item: WorkItem, plan: Plan | None) -> dict[str, Any]:
    """What the form shows of a plan; of none, what the work item says itself."""
    if plan is None:
        return {"revision": 0}
    return {
        **{name: getattr(plan, name) for name in PLAIN},
        "lead_unit": plan.lead_unit.code if plan.lead_unit else "",
        "lead_person": str(plan.lead_person.uid) if plan.lead_person else "",
        "outputs": dict(plan.outputs.values_list("result__code", "share")),
        "partners": list(plan.partners.values_list("code", flat=True)),
        "country_programme": plan.country_programme.code if plan.country_programme else "",
        "priority": f"{plan.country_programme.code}/{plan.priority.code}"
        if plan.priority and plan.country_programme
        else "",
        "deliverable": plan.deliverable.code if plan.deliverable else "",
        "product_kind": plan.product_kind,
        "revision": plan.revision,
    }


def form(data: Any, item: WorkItem, initial: Mapping[str, Any]) -> PlanForm:
    """The form of a plan."""
    return PlanForm(
        data,
        initial=dict(initial),
        programme=item.programme,
        item=item,
        people=Person.objects.filter(is_active=True).order_by("name"),
        country_programmes=CountryProgramme.objects.filter(places=item.place_id).prefetch_related("priorities"),
        deliverables=deliverables(item),
    )


def deliverables(item: WorkItem) -> Sequence[Result]:
    """The deliverables below the primary output that are not for one country."""
    if item.result is None:
        return []
    rows = item.result.children.filter(retired_at__isnull=True).exclude(scope="country")
    return list(rows.order_by("position", "id"))


def rows(data: Any, item: WorkItem, plan: Plan | None) -> list[Rows]:
    """The lists below the form: markers, and of a product its languages."""
    known = [(marker, score) for marker in Marker.objects.prefetch_related("scores") for score in marker.scores.all()]
    scores = [
        (f"{marker.code}/{score.score}", f"{title(marker.name)}: {score.score} {title(score.name)}")
        for marker, score in known
    ]
    given = [
        {"score": f"{one.marker.code}/{one.score}", "evidence": one.evidence}
        for one in (plan.markers.select_related("marker") if plan else ())
    ]
    made = [rows_of(MarkerRow, "markers", data, given, {"programme": item.programme, "choices": scores})]
    made[0].asked = asked(known)
    if item.kind == WorkItem.Kind.PRODUCT:
        spoken = [dict(one) for one in plan.languages.values("language", "status", "published_on")] if plan else []
        needs = {"programme": item.programme, "choices": []}
        made.append(rows_of(LanguageRow, "language_versions", data, spoken, needs))
    return made


def asked(known: Iterable[tuple[Marker, MarkerScore]]) -> list[MarkerScore]:
    """The scores that take evidence, each with its marker: what stands beside the rows in which they are given."""
    return [score for _marker, score in known if score.requires]


def values(typed: Mapping[str, Any], sets: Sequence[Any], item: WorkItem, plan: Plan | None) -> PlanValues:
    """The plan as typed. Raises `InvalidInput` naming a code there is none of."""
    chosen = _country_programme(typed.get("country_programme", ""))
    return PlanValues(
        lead_unit=Unit.objects.get(code=typed["lead_unit"]) if typed["lead_unit"] else None,
        lead_person=Person.objects.get(uid=typed["lead_person"]) if typed["lead_person"] else None,
        outputs=_outputs(item, typed["outputs"]),
        partners=_partners(typed["partners"]),
        country_programme=chosen,
        priority=_priority(typed.get("priority", "")),
        deliverable=_result(item, typed.get("deliverable", "")),
        product_kind=typed.get("product_kind", ""),
        markers=[_marker(one) for one in _kept(sets, "markers")],
        languages=[_language(one) for one in _kept(sets, "language_versions")],
        modelled=plan.modelled if plan else False,
        **{name: typed[name] for name in PLAIN if name in typed},
    )


def _kept(sets: Sequence[Any], prefix: str) -> list[dict[str, Any]]:
    return [row for one in sets if one.prefix == prefix for row in one.said()]


def _marker(row: Mapping[str, Any]) -> MarkerGiven:
    code, _slash, score = row["score"].rpartition("/")
    return MarkerGiven(Marker.objects.get(code=code), int(score), row["evidence"])


def _language(row: Mapping[str, Any]) -> LanguageGiven:
    return LanguageGiven(row["language"].strip().lower(), row["status"], row["published_on"])


def _outputs(item: WorkItem, shares: Mapping[str, int]) -> list[tuple[Result, int]]:
    found = {one.code: one for one in item.programme.results.filter(retired_at__isnull=True, code__in=shares)}
    for code in shares:
        if code not in found:
            raise InvalidInput(_("There is no result %(code)s.") % {"code": code}, field="outputs")
    return [(found[code], share) for code, share in shares.items()]


def _partners(codes: Sequence[str]) -> list[Partner]:
    found = {one.code: one for one in Partner.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise InvalidInput(_("There is no partner %(code)s.") % {"code": code}, field="partners")
    return [found[code] for code in codes]


def _country_programme(code: str) -> CountryProgramme | None:
    return CountryProgramme.objects.get(code=code) if code else None


def _priority(chosen: str) -> Any:
    if not chosen:
        return None
    code, _slash, priority = chosen.partition("/")
    return CountryProgramme.objects.get(code=code).priorities.get(code=priority)


def _result(item: WorkItem, code: str) -> Result | None:
    return item.programme.results.get(code=code, retired_at__isnull=True) if code else None


def typed(form: Form, sets: Sequence[Any]) -> dict[str, Any]:
    """What was typed in the terms of `shown`, for two texts side by side."""
    return {**form.cleaned_data, **{str(one.prefix): _kept(sets, str(one.prefix)) for one in sets}}


def current(item: WorkItem) -> dict[str, Any]:
    """What is saved now, in the terms of `typed`."""
    plan = plan_of(item)
    listed = {str(one.prefix): one.initial for one in rows(None, item, plan)}
    return {**shown(item, plan), **listed, "revision": plan.revision if plan else 0}
