"""Country outcomes from one programme to the next: the same identity, and the plan to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import Verdict, decide
from biennium.kernel.errors import InvalidInput
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT
from biennium.programme.selectors.document import work_item_values
from biennium.programme.services.work_items import add_work_item
from biennium.workplan.actions import PLAN
from biennium.workplan.models import OutputShare, Plan, PlanMarker
from biennium.workplan.services.common import refuse_retired

KEPT = (
    *("lead_unit", "lead_person", "situation", "assumptions", "consultation", "sdg"),
    *("government", "employers", "workers", "country_programme", "priority", "product_kind", "modelled"),
)


def may_carry(*, actor: Actor, plan: Plan | None, programme: Programme, output: Result | None) -> Verdict:
    """Whether the actor may carry work on below an output of the programme: whoever edits that output (the programme
    office, where there is none) and plans for the unit that leads the work."""
    adding = decide(actor, EDIT_RESULT, output) if output else decide(actor, EDIT_PROGRAMME, programme)
    return decide(actor, PLAN, Plan(lead_unit=plan.lead_unit)) if adding.allowed and plan else adding


@transaction.atomic
def carry_over(
    *, actor: Actor, items: Sequence[WorkItem], programme: Programme, outputs: Mapping[str, str], reason: str = ""
) -> list[WorkItem]:
    """Takes work items into another programme: they keep their identity, and their plan starts as planned.

    `outputs` is the cross-walk: the code of an output in the old programme → its code in the new one. Raises
    `InvalidInput` for a work item that is there already, and for an output the cross-walk does not know.
    """
    codes = Codes(programme)
    carried = [_carry(actor, item, programme, outputs, codes) for item in items]
    after = {"work_items": [item.code for item in carried]}
    audit.record(
        actor=actor, verb="workplan.carried_over", target=programme, scope=programme, after=after, reason=reason
    )
    return carried


def _carry(actor: Actor, item: WorkItem, programme: Programme, outputs: Mapping[str, str], codes: Codes) -> WorkItem:
    refuse_retired(item)
    if item.programme_id == programme.pk or programme.work_items.filter(uid=item.uid).exists():
        raise InvalidInput(
            _("%(code)s is in %(programme)s already.") % {"code": item.code, "programme": programme.code}
        )
    values = work_item_values(item).model_copy(update={"result": _output(item.result, outputs)})
    kept = exchange.WorkItem.model_validate(values.model_dump())
    plan = Plan.objects.filter(work_item=item).select_related("lead_unit").first()
    output = codes.result(kept.result, item.code) if kept.result else None
    may_carry(actor=actor, plan=plan, programme=programme, output=output).require()
    carried = add_work_item(actor=actor, programme=programme, values=kept, codes=codes)
    if plan is not None:
        _copy(plan, carried, outputs, codes)
    return carried


def _output(result: Result | None, outputs: Mapping[str, str]) -> str | None:
    if result is None:
        return None
    if result.code not in outputs:
        raise InvalidInput(
            _("The cross-walk does not say what becomes of output %(code)s.") % {"code": result.code},
            remedy=_("Name the output it goes to."),
        )
    return outputs[result.code]


def _copy(plan: Plan, carried: WorkItem, outputs: Mapping[str, str], codes: Codes) -> None:
    """The plan of the new period begins with what the old one said; days, languages and milestones are made anew."""
    new = Plan.objects.create(work_item=carried, **{name: getattr(plan, name) for name in KEPT})
    new.partners.set(plan.partners.all())
    shares: dict[int, int] = {}
    for one in plan.outputs.select_related("result"):
        there = codes.result(_output(one.result, outputs) or "", carried.code)
        shares[there.pk] = shares.get(there.pk, 0) + one.share
    OutputShare.objects.bulk_create(
        OutputShare(plan=new, result_id=result, share=share) for result, share in shares.items()
    )
    PlanMarker.objects.bulk_create(
        PlanMarker(plan=new, marker_id=one.marker_id, score=one.score, evidence=one.evidence)
        for one in plan.markers.all()
    )
