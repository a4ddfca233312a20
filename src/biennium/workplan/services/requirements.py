"""What work needs: money by year and cost category, staff in months; and what is expected to pay for it.

A requirement is set as a whole, for one work item or for many: what is not named any more is needed no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Agreement, CostCategory
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.kernel.repeats import repeated
from biennium.kernel.shares import WHOLE
from biennium.organisation.models import Unit
from biennium.programme.models import Programme, WorkItem
from biennium.workplan.actions import EXPECT
from biennium.workplan.models import Expectation, Plan, Requirement, StaffRequirement, StandardCost
from biennium.workplan.services.common import refuse_retired, require_plan

TO_COME = (Agreement.Status.CONCEPT, Agreement.Status.PIPELINE)


@dataclass(frozen=True, slots=True)
class Needed:
    """Money that is needed, minor units of the reporting currency."""

    year: int
    cost_category: CostCategory
    amount: int


@dataclass(frozen=True, slots=True)
class StaffNeeded:
    """Hundredths of a month of a unit's staff, at the standard cost of their grade, duty station and year."""

    unit: Unit
    standard_cost: StandardCost
    months: int


@dataclass(frozen=True, slots=True)
class Need:
    """All that a work item needs."""

    item: WorkItem
    money: Sequence[Needed] = ()
    staff: Sequence[StaffNeeded] = ()


def check_need(*, actor: Actor, need: Need, plan: Plan | None) -> None:
    """Raises as setting what the planned work item needs would."""
    require_plan(actor, _planned(need, plan).lead_unit)
    _refuse(need)


@transaction.atomic
def require_resources(
    *, actor: Actor, need: Need, modelled: bool = False, seen: int | None = None, reason: str = ""
) -> None:
    """Sets all that a work item needs. Raises `Conflict` when its plan is not at the revision `seen` any more, and
    `InvalidInput` for work without a plan, staff planned as money, or a year outside the programme."""
    plan = _planned(need, Plan.objects.select_for_update().filter(work_item=need.item).first())
    _refuse_changed(plan, need.item, seen)
    check_need(actor=actor, need=need, plan=plan)
    before = described(need.item)
    need.item.requirements.all().delete()
    need.item.staff_requirements.all().delete()
    _write([need], modelled)
    old, new = audit.changes(before, described(need.item))
    if not (old or new):
        return
    plan.revision += 1
    plan.save(update_fields=["revision"])
    audit.record(
        actor=actor,
        verb="workplan.requirement_set",
        target=plan,
        scope=need.item.programme,
        before=old,
        after=new,
        reason=reason.strip(),
    )


@transaction.atomic
def require_many(
    *, actor: Actor, programme: Programme, needs: Sequence[Need], modelled: bool = False, reason: str = ""
) -> None:
    """Sets what many planned work items need that needed nothing so far, in a constant number of statements and with
    one event for all. Raises as `require_resources`, naming the work item."""
    plans = {plan.work_item_id: plan for plan in Plan.objects.filter(work_item__programme=programme)}
    for need in needs:
        _planned(need, plans.get(need.item.pk))
        _refuse(need)
    units = {plans[need.item.pk].lead_unit_id for need in needs}
    led = Unit.objects.filter(pk__in=[unit for unit in units if unit])
    require_plan(actor, *led, *([None] if None in units else []))
    _write(needs, modelled)
    after = {"work_items": len(needs), "amount": sum(one.amount for need in needs for one in need.money)}
    audit.record(
        actor=actor, verb="workplan.requirements_set", target=programme, scope=programme, after=after, reason=reason
    )


def _planned(need: Need, plan: Plan | None) -> Plan:
    if plan is None:
        raise InvalidInput(_("%(code)s has no plan yet.") % {"code": need.item.code}, remedy=_("Plan it first."))
    return plan


def _refuse(need: Need) -> None:
    refuse_retired(need.item)
    programme, where = need.item.programme, need.item.code
    for year in {*(one.year for one in need.money), *(one.standard_cost.year for one in need.staff)}:
        if year not in programme.years:
            raise InvalidInput(_("%(year)s lies outside the programme.") % {"year": year}, where=where)
    money = {
        f"needed_money[{place}].amount": (f"{one.year} {one.cost_category.code}", one.amount)
        for place, one in enumerate(need.money)
    }
    staff = {
        f"needed_staff[{place}].months": (_words(one.unit, one.standard_cost), one.months)
        for place, one in enumerate(need.staff)
    }
    for field, (words, number) in (*money.items(), *staff.items()):
        if number <= 0:
            raise InvalidInput(
                _("What is needed is more than zero."),
                where=f"{where}, {words}",
                remedy=_("Leave the line out."),
                field=field,
            )
    for one in need.money:
        if one.cost_category.staff:
            raise InvalidInput(
                _("%(code)s is staff: it is planned in months.") % {"code": one.cost_category.code}, where=where
            )
    for lines in (money, staff):
        _refuse_twice([(words, field) for field, (words, _number) in lines.items()], where)


def _words(unit: Unit, cost: StandardCost) -> str:
    return f"{cost.year} {unit.code} {cost.grade} {cost.station}"


def _refuse_twice(lines: Sequence[tuple[str, str]], where: str) -> None:
    """Lines are words and the name of the value at fault where they were there before."""
    if (place := repeated([words for words, _field in lines])) is not None:
        words, field = lines[place]
        raise InvalidInput(
            _("The same line is there twice."), where=f"{where}, {words}", remedy=_("Put both into one."), field=field
        )


def _write(needs: Iterable[Need], modelled: bool) -> None:
    listed = list(needs)
    Requirement.objects.bulk_create(
        [
            Requirement(
                work_item=need.item,
                year=one.year,
                cost_category=one.cost_category,
                amount=one.amount,
                modelled=modelled,
            )
            for need in listed
            for one in need.money
        ],
        batch_size=500,
    )
    StaffRequirement.objects.bulk_create(
        [
            StaffRequirement(
                work_item=need.item,
                unit=one.unit,
                standard_cost=one.standard_cost,
                months=one.months,
                modelled=modelled,
            )
            for need in listed
            for one in need.staff
        ],
        batch_size=500,
    )


def described(item: WorkItem) -> dict[str, Any]:
    """What a work item needs, as the audit log writes it."""
    money = item.requirements.select_related("cost_category")
    staff = item.staff_requirements.select_related("unit", "standard_cost")
    return {f"{one.year} {one.cost_category.code}": one.amount for one in money} | {
        _words(one.unit, one.standard_cost): one.months for one in staff
    }


@transaction.atomic
def expect_many(*, actor: Actor, programme: Programme, expected: Sequence[Expectation], reason: str = "") -> None:
    """Says for which work items agreements that are not signed yet are meant, and by how much of each.

    Raises `InvalidInput` for an agreement that is expected no more, and where shares pass the whole.
    """
    require(actor, EXPECT)
    _expect(expected, programme)
    after = {f"{one.agreement.code} → {one.work_item.code}": one.share for one in expected}
    audit.record(
        actor=actor, verb="workplan.money_expected", target=programme, scope=programme, after=after, reason=reason
    )


def _expect(expected: Sequence[Expectation], programme: Programme) -> None:
    agreements = {one.agreement_id for one in expected}
    list(Agreement.objects.select_for_update().filter(pk__in=agreements).order_by("pk"))
    for one in expected:
        _refuse_expectation(one, programme)
        Expectation.objects.filter(agreement=one.agreement, work_item=one.work_item).delete()
    Expectation.objects.bulk_create(expected, batch_size=500)
    sums = Expectation.objects.filter(agreement__in=agreements).values("agreement__code").annotate(sum=Sum("share"))
    for row in sums.order_by():
        if row["sum"] > WHOLE:
            raise InvalidInput(
                _("More than all of %(agreement)s would be expected.") % {"agreement": row["agreement__code"]},
                remedy=_("Lower a share."),
            )


@transaction.atomic
def expect_money(
    *,
    actor: Actor,
    item: WorkItem,
    shares: Sequence[tuple[Agreement, int]],
    seen: int | None = None,
    reason: str = "",
) -> None:
    """Sets all that is expected to pay for a planned work item: of each agreement to come, a share in hundredths of a
    percent. What agreements brought that are signed by now stays.

    Raises `Conflict` when the plan is not at the revision `seen` any more, and `InvalidInput` as `expect_many`.
    """
    require(actor, EXPECT)
    plan = _planned(Need(item), Plan.objects.select_for_update().filter(work_item=item).first())
    _refuse_changed(plan, item, seen)
    _refuse_twice(
        [(agreement.code, f"expected_money[{place}].agreement") for place, (agreement, _share) in enumerate(shares)],
        item.code,
    )
    current = item.expectations.filter(agreement__status__in=TO_COME)
    before = {f"{one.agreement.code} → {item.code}": one.share for one in current.select_related("agreement")}
    after = {f"{agreement.code} → {item.code}": share for agreement, share in shares}
    if before == after:
        return
    current.delete()
    rows = [Expectation(work_item=item, agreement=agreement, share=share) for agreement, share in shares]
    _expect(rows, item.programme)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    old, new = audit.changes(before, after)
    audit.record(
        actor=actor,
        verb="workplan.money_expected",
        target=plan,
        scope=item.programme,
        before=old,
        after=new,
        reason=reason.strip(),
    )


def _refuse_changed(plan: Plan, item: WorkItem, seen: int | None) -> None:
    if seen is not None and plan.revision != seen:
        raise Conflict(
            _("Somebody else changed %(object)s while you were editing it.") % {"object": str(item)},
            remedy=_("Read it again, and save again."),
        )


def _refuse_expectation(one: Expectation, programme: Programme) -> None:
    refuse_retired(one.work_item)
    if one.work_item.programme_id != programme.pk:
        raise InvalidInput(_("It belongs to another programme than %(code)s.") % {"code": programme.code})
    if one.agreement.status not in TO_COME:
        raise InvalidInput(
            _("%(agreement)s is not expected any more.") % {"agreement": one.agreement.code},
            remedy=_("Allot its money once it is signed."),
        )
    if not 0 < one.share <= WHOLE:
        raise InvalidInput(_("A share is more than zero and at most 100.00 %."), where=one.agreement.code)
