"""Partners, and agreements from the first idea to the last report.

concept → pipeline (with a probability) → signed → active → closed; dropped before it is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide, require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.funding.models import Agreement, CostCategory, Earmark, Fund, Instalment, Partner
from biennium.funding.registration import MANAGE_AGREEMENTS
from biennium.funding.services.common import bring_back, change, create, named, require_live, retire
from biennium.kernel.errors import InvalidInput
from biennium.kernel.lifecycle import Context, Lifecycle, Transition
from biennium.kernel.money import Money
from biennium.organisation.models import Place
from biennium.programme.models import Result

Status = Agreement.Status
LIFE: Lifecycle[Agreement] = Lifecycle(
    gettext_noop("agreement"),
    [status.value for status in Status],
    [
        Transition(
            "expect", frozenset({"concept"}), "pipeline", MANAGE_AGREEMENTS, label=pgettext_lazy("step", "expect")
        ),
        Transition(
            "sign", frozenset({"concept", "pipeline"}), "signed", MANAGE_AGREEMENTS, label=pgettext_lazy("step", "sign")
        ),
        Transition("start", frozenset({"signed"}), "active", MANAGE_AGREEMENTS, label=pgettext_lazy("step", "start")),
        Transition(
            "close",
            frozenset({"signed", "active"}),
            "closed",
            MANAGE_AGREEMENTS,
            reason_required=True,
            label=pgettext_lazy("step", "close"),
        ),
        Transition(
            "drop",
            frozenset({"concept", "pipeline"}),
            "dropped",
            MANAGE_AGREEMENTS,
            reason_required=True,
            label=pgettext_lazy("step", "drop"),
        ),
    ],
)

RELEASED: Registry[Callable[[Agreement], int]] = Registry("what was released of an agreement")
"""How an upper room says how much of an agreement has become authority, in minor units of its currency."""
ENDED = (Status.CLOSED, Status.DROPPED)
REPORTS = ("narrative", "financial")
"""The kinds of report a partner may be due."""


@dataclass(frozen=True, slots=True)
class Earmarking:
    """What the money of an agreement is for: one of a result, a place, an SDG target, a cost category."""

    result: Result | None = None
    place: Place | None = None
    sdg: str = ""
    cost_category: CostCategory | None = None

    @property
    def kind(self) -> str:
        """Which of them it is. Raises `InvalidInput` unless it is exactly one."""
        named_kinds = [
            kind
            for kind, value in (
                (Earmark.Kind.RESULT, self.result),
                (Earmark.Kind.PLACE, self.place),
                (Earmark.Kind.SDG, self.sdg),
                (Earmark.Kind.COST_CATEGORY, self.cost_category),
            )
            if value
        ]
        if len(named_kinds) != 1:
            raise InvalidInput(_("An earmark names one result, place, SDG target or cost category."))
        return str(named_kinds[0])


@transaction.atomic
def add_partner(*, actor: Actor, code: str, name: Mapping[str, str], contributor_type: str, **more: Any) -> Partner:
    """Adds a partner; `more` are its other columns."""
    require(actor, MANAGE_AGREEMENTS)
    values = {"code": code, "name": named(name, _("A partner")), "contributor_type": contributor_type, **more}
    return create(Partner, actor=actor, verb="funding.partner_added", values=values)


@transaction.atomic
def change_partner(
    *, actor: Actor, partner: Partner, revision: int | None = None, reason: str = "", **values: Any
) -> Partner:
    """Changes what is known of a partner; whether its name is `published` is said by whoever manages partners. Raises
    `InvalidInput` for one that is retired."""
    require(actor, MANAGE_AGREEMENTS)
    require_live(partner)
    if "name" in values:
        values["name"] = named(values["name"], _("A partner"))
    verb = "funding.partner_changed"
    return change(partner, actor=actor, verb=verb, values=values, revision=revision, reason=reason)


@transaction.atomic
def retire_partner(*, actor: Actor, partner: Partner, reason: str) -> Partner:
    """Retires a partner whose agreements have all ended; they stay, and so does their money."""
    require(actor, MANAGE_AGREEMENTS)
    if going_on := partner.agreements.exclude(status__in=ENDED).first():
        raise InvalidInput(
            _("%(agreement)s with this partner has not ended.") % {"agreement": going_on.code},
            remedy=_("Close it, or drop it, first."),
        )
    return retire(partner, actor=actor, verb="funding.partner_retired", reason=reason)


@transaction.atomic
def bring_back_partner(*, actor: Actor, partner: Partner, reason: str) -> Partner:
    """Lets a retired partner be chosen for agreements again."""
    require(actor, MANAGE_AGREEMENTS)
    return bring_back(partner, actor=actor, verb="funding.partner_brought_back", reason=reason)


@transaction.atomic
def add_agreement(
    *,
    actor: Actor,
    code: str,
    title: Mapping[str, str],
    partner: Partner,
    fund: Fund,
    amount: Money,
    starts: date,
    ends: date,
    earmarks: Sequence[Earmarking] = (),
    **more: Any,
) -> Agreement:
    """Adds an agreement as a concept. Raises `InvalidInput` for an amount of nothing, days in the wrong order, or a
    partner or fund that is retired."""
    require(actor, MANAGE_AGREEMENTS)
    require_live(partner)
    require_live(fund)
    _check(amount, starts, ends, more)
    values = {
        "code": code,
        "title": named(title, _("An agreement")),
        "partner": partner,
        "fund": fund,
        "amount": amount.minor,
        "currency": amount.currency,
        "starts": starts,
        "ends": ends,
        **more,
    }
    agreement = create(Agreement, actor=actor, verb="funding.agreement_added", values=values)
    if earmarks:
        set_earmarks(actor=actor, agreement=agreement, earmarks=earmarks)
    return agreement


@transaction.atomic
def change_agreement(
    *, actor: Actor, agreement: Agreement, revision: int | None = None, reason: str = "", **values: Any
) -> Agreement:
    """Changes the terms of an agreement; its status changes by `move_agreement`.

    Raises `InvalidInput` where it has ended, where it is signed and no reason is given, and for terms that what was
    foreseen or released of it does not allow.
    """
    require(actor, MANAGE_AGREEMENTS)
    agreement = locked(agreement, revision)
    amount = Money(values.get("amount", agreement.amount), values.get("currency", agreement.currency))
    _check(amount, values.get("starts", agreement.starts), values.get("ends", agreement.ends), values)
    if "title" in values:
        values["title"] = named(values["title"], _("An agreement"))
    for name in ("partner", "fund"):
        if values.get(name, getattr(agreement, name)) != getattr(agreement, name):
            require_live(values[name])
    if any(getattr(agreement, name) != value for name, value in values.items()):
        _require_changeable(agreement, reason)
        _require_room(agreement, amount, values)
    verb = "funding.agreement_changed"
    return change(agreement, actor=actor, verb=verb, values=values, revision=None, reason=reason)


def _require_changeable(agreement: Agreement, reason: str) -> None:
    if agreement.status in ENDED:
        raise InvalidInput(_("An agreement that has ended is not changed."), where=agreement.code)
    if agreement.status in (Status.SIGNED, Status.ACTIVE) and not reason.strip():
        raise InvalidInput(_("What was signed changes for a reason."), remedy=_("Say why."), field="reason")


def _require_room(agreement: Agreement, amount: Money, values: Mapping[str, Any]) -> None:
    """Raises `InvalidInput` where money has moved under other terms, or more is foreseen or released than agreed."""
    out = sum(count(agreement) for count in RELEASED.values())
    for name in ("fund", "currency"):
        if out and values.get(name, getattr(agreement, name)) != getattr(agreement, name):
            words = _("Authority was released from this agreement: its fund and its currency are settled.")
            raise InvalidInput(words, remedy=_("Make another agreement."), field=name)
    if amount.minor < out:
        words = _("%(released)s of it is released already.") % {"released": Money(out, agreement.currency)}
        raise InvalidInput(words, remedy=_("Take authority back first."), field="amount")
    if amount.minor < sum(agreement.instalments.values_list("amount", flat=True)):
        words = _("The instalments would sum to more than the agreement.")
        raise InvalidInput(words, remedy=_("Lower what is expected first."), field="amount")


def _check(amount: Money, starts: date, ends: date, more: Mapping[str, Any]) -> None:
    if amount.minor <= 0:
        raise InvalidInput(_("An agreement is of more than zero."), field="amount")
    if ends < starts:
        raise InvalidInput(_("An agreement ends after it starts."), where=f"{starts} – {ends}", field="ends")
    if not 0 <= more.get("probability", 0) <= 10_000 or not 0 <= (more.get("support_cost_rate") or 0) <= 10_000:
        raise InvalidInput(_("A probability or rate is between 0 and 100 %."))
    if {"status", "signed_on"} & more.keys():
        raise InvalidInput(_("The status of an agreement changes step by step."))
    for report in more.get("reports_due", ()):
        _check_report(report)


def _check_report(report: Mapping[str, str]) -> None:
    try:
        date.fromisoformat(report["due"])
    except (KeyError, TypeError, ValueError):
        raise InvalidInput(_("A report is due on a day."), where=str(report)) from None
    if report.get("kind") not in REPORTS:
        raise InvalidInput(
            _("“%(name)s” is no kind of report.") % {"name": report.get("kind")},
            remedy=_("There are: %(known)s.") % {"known": ", ".join(REPORTS)},
        )


@transaction.atomic
def move_agreement(
    *, actor: Actor, agreement: Agreement, step: str, day: date | None = None, reason: str = ""
) -> Agreement:
    """Takes a step of `LIFE`; signing needs the day. Raises `NotPermitted` or `InvalidInput` in words that name the
    rule."""
    agreement = locked(agreement, None)
    context = Context(agreement, partial(decide, actor))
    status = LIFE.advance(step, agreement.status, context, reason=reason)
    values: dict[str, Any] = {"status": status}
    if step == "sign":
        if day is None:
            raise InvalidInput(_("A signed agreement has a day of signature."), where=agreement.code)
        values["signed_on"] = day
    verb = f"funding.agreement_{values['status']}"
    return change(agreement, actor=actor, verb=verb, values=values, revision=None, reason=reason)


@transaction.atomic
def set_earmarks(*, actor: Actor, agreement: Agreement, earmarks: Sequence[Earmarking], reason: str = "") -> Agreement:
    """Says what the money of an agreement is for; money that was allotted before stays where it is."""
    require(actor, MANAGE_AGREEMENTS)
    agreement = locked(agreement, None)
    before = sorted(str(one) for one in agreement.earmarks.select_related("result", "place", "cost_category"))
    agreement.earmarks.all().delete()
    rows = [
        Earmark(
            agreement=agreement,
            kind=one.kind,
            result=one.result,
            place=one.place,
            sdg=one.sdg,
            cost_category=one.cost_category,
        )
        for one in earmarks
    ]
    Earmark.objects.bulk_create(rows)
    after = sorted(str(one) for one in rows)
    if before != after:
        agreement.revision += 1
        agreement.save(update_fields=["revision"])
        audit.record(
            actor=actor,
            verb="funding.agreement_earmarked",
            target=agreement,
            before={"earmarks": before},
            after={"earmarks": after},
            reason=reason,
        )
    return agreement


@transaction.atomic
def expect_instalment(*, actor: Actor, agreement: Agreement, due: date, amount: int) -> Instalment:
    """Adds a payment the agreement foresees, in minor units of its currency. Raises `InvalidInput` when the instalments
    would sum to more than the agreement."""
    require(actor, MANAGE_AGREEMENTS)
    agreement = locked(agreement, None)
    _require_foreseeable(agreement, [amount, *agreement.instalments.values_list("amount", flat=True)])
    instalment = Instalment.objects.create(agreement=agreement, due=due, amount=amount)
    after = {"due": due.isoformat(), "amount": amount}
    audit.record(actor=actor, verb="funding.instalment_expected", target=agreement, after=after)
    return instalment


@transaction.atomic
def foresee_instalments(*, actor: Actor, agreement: Agreement, due: Sequence[tuple[date, int]]) -> Agreement:
    """Says all payments that are still to come: the day and the amount in minor units of the agreement's currency.
    What came stays as it is. Raises `InvalidInput` when the instalments would sum to more than the agreement."""
    require(actor, MANAGE_AGREEMENTS)
    agreement = locked(agreement, None)
    open_ones = agreement.instalments.filter(received=0)
    before = list(open_ones.order_by("due", "id").values_list("due", "amount"))
    wanted = sorted(due)
    if sorted(before) == wanted:
        return agreement
    came = agreement.instalments.exclude(received=0).values_list("amount", flat=True)
    _require_foreseeable(agreement, [*came, *(amount for _day, amount in wanted)])
    open_ones.delete()
    Instalment.objects.bulk_create(Instalment(agreement=agreement, due=day, amount=amount) for day, amount in wanted)
    agreement.revision += 1
    agreement.save(update_fields=["revision"])
    audit.record(
        actor=actor,
        verb="funding.instalments_foreseen",
        target=agreement,
        before={"instalments": _listed(before)},
        after={"instalments": _listed(wanted)},
    )
    return agreement


def _listed(due: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    return [{"due": day.isoformat(), "amount": amount} for day, amount in due]


def _require_foreseeable(agreement: Agreement, amounts: Sequence[int]) -> None:
    if any(amount <= 0 for amount in amounts) or sum(amounts) > agreement.amount:
        raise InvalidInput(_("The instalments would sum to more than the agreement."), where=agreement.code)


@transaction.atomic
def receive_instalment(*, actor: Actor, instalment: Instalment, day: date, amount: int) -> Instalment:
    """Says what came of an instalment, in minor units of the agreement's currency. It is said once."""
    require(actor, MANAGE_AGREEMENTS)
    instalment = Instalment.objects.select_for_update().select_related("agreement").get(pk=instalment.pk)
    if instalment.received or amount <= 0:
        raise InvalidInput(_("What came of this instalment is recorded, or is nothing."), where=str(instalment))
    instalment.received, instalment.received_on = amount, day
    instalment.save(update_fields=["received", "received_on"])
    after = {"due": instalment.due.isoformat(), "received": amount, "on": day.isoformat()}
    audit.record(actor=actor, verb="funding.instalment_received", target=instalment.agreement, after=after)
    return instalment
