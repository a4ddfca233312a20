"""Funds with their rules, and cost categories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.funding.models import CostCategory, Fund
from biennium.funding.models.funds import DIMENSIONS
from biennium.funding.registration import MANAGE_FUNDS
from biennium.funding.services.common import bring_back, change, create, named, require_empty, require_live, retire
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput

IN_USE: Registry[Callable[[Fund], bool]] = Registry("what uses a fund")
"""How an upper room says that money of a fund moves, so that its control level and currency are settled."""
SETTLED = ("currency", "control_dimensions", "control_by_year")
UN_CATEGORIES = (
    "staff",
    "supplies",
    "equipment",
    "contractual",
    "travel",
    "transfers",
    "operating",
    "support_cost",
)
"""The eight cost categories of the United Nations system."""


@transaction.atomic
def open_fund(*, actor: Actor, code: str, name: Mapping[str, str], kind: str, releases: str, **rules: Any) -> Fund:
    """Opens a fund; `rules` are its other columns. Raises `InvalidInput` for a rule that is none."""
    require(actor, MANAGE_FUNDS)
    values = {"code": code, "name": named(name, _("A fund")), "kind": kind, "releases": releases, **rules}
    _check(values)
    return create(Fund, actor=actor, verb="funding.fund_opened", values=values)


@transaction.atomic
def change_fund(*, actor: Actor, fund: Fund, revision: int | None = None, reason: str = "", **rules: Any) -> Fund:
    """Changes rules of a fund. Raises `InvalidInput` for its currency or control level once money of it has moved, and
    for one that is retired."""
    require(actor, MANAGE_FUNDS)
    if "name" in rules:
        rules["name"] = named(rules["name"], _("A fund"))
    _check(rules)
    fund = locked(fund, revision)
    require_live(fund)
    settled = [name for name in SETTLED if name in rules and rules[name] != getattr(fund, name)]
    if settled and in_use(fund):
        raise InvalidInput(
            _("Money of %(fund)s has moved: its currency and its control level are settled.") % {"fund": fund.code},
            remedy=_("Open another fund with the new rules."),
            field=settled[0],
        )
    return change(fund, actor=actor, verb="funding.fund_changed", values=rules, revision=revision, reason=reason)


@transaction.atomic
def retire_fund(*, actor: Actor, fund: Fund, reason: str) -> Fund:
    """Retires a fund that holds no money any more: every agreement has ended, nothing is left at any stage, and no
    other fund pays its support cost into it. What was posted stays."""
    require(actor, MANAGE_FUNDS)
    if going_on := fund.agreements.exclude(status__in=("closed", "dropped")).first():
        raise InvalidInput(
            _("%(agreement)s of this fund has not ended.") % {"agreement": going_on.code},
            remedy=_("Close it, or drop it, first."),
        )
    if payer := fund.recovers_from.filter(retired_at__isnull=True).first():
        raise InvalidInput(
            _("Support cost of %(fund)s goes to this fund.") % {"fund": payer.code},
            remedy=_("Name another fund for it first."),
        )
    require_empty(fund)
    return retire(fund, actor=actor, verb="funding.fund_retired", reason=reason)


@transaction.atomic
def bring_back_fund(*, actor: Actor, fund: Fund, reason: str) -> Fund:
    """Lets a retired fund be chosen again. Raises `InvalidInput` while the fund its support cost goes to is retired."""
    require(actor, MANAGE_FUNDS)
    if (into := fund.support_cost_fund) is not None and into.retired_at:
        raise InvalidInput(
            _("Its support cost goes to %(fund)s, which is retired.") % {"fund": into.code},
            remedy=_("Bring that fund back first."),
        )
    return bring_back(fund, actor=actor, verb="funding.fund_brought_back", reason=reason)


def in_use(fund: Fund) -> bool:
    """Whether money of a fund moves, so that its currency and its control level are settled."""
    return any(uses(fund) for uses in IN_USE.values())


def _check(rules: Mapping[str, Any]) -> None:
    """Raises `InvalidInput` naming the rule that is none, and those there are."""
    minor_digits(rules.get("currency", "USD"))
    if (into := rules.get("support_cost_fund")) is not None:
        require_live(into)
    for name, value in rules.items():
        field = Fund._meta.get_field(name)
        known = [choice for choice, _label in getattr(field, "choices", None) or ()]
        if known and value not in known:
            raise InvalidInput(
                _("“%(value)s” is no value of %(name)s.") % {"value": value, "name": name}, remedy=_known(known)
            )
    if not 0 <= rules.get("support_cost_rate", 0) <= 10_000:
        raise InvalidInput(_("A probability or rate is between 0 and 100 %."), field="support_cost_rate")
    if unknown := [one for one in rules.get("control_dimensions", ()) if one not in DIMENSIONS]:
        raise InvalidInput(_("“%(name)s” is no dimension.") % {"name": unknown[0]}, remedy=_known(DIMENSIONS))


def _known(names: Iterable[str]) -> str:
    return _("There are: %(known)s.") % {"known": ", ".join(names)}


@transaction.atomic
def add_cost_category(
    *,
    actor: Actor,
    code: str,
    name: Mapping[str, str],
    un_category: str,
    parent: CostCategory | None = None,
    staff: bool = False,
    support_cost: bool = False,
    position: int = 0,
) -> CostCategory:
    """Adds a cost category, e.g. an object code of the ERP below one of the eight UN categories."""
    require(actor, MANAGE_FUNDS)
    if un_category not in UN_CATEGORIES:
        raise InvalidInput(
            _("“%(name)s” is no UN cost category.") % {"name": un_category}, remedy=_known(UN_CATEGORIES)
        )
    values = {
        "code": code,
        "name": named(name, _("A cost category")),
        "un_category": un_category,
        "parent": parent,
        "staff": staff,
        "support_cost": support_cost,
        "position": position,
    }
    return create(CostCategory, actor=actor, verb="funding.cost_category_added", values=values)
