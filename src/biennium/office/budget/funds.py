"""Funds and their rules in words."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.ledger.words import DIMENSIONS
from biennium.office.budget import words
from biennium.office.budget.funding import by_state, retired, share_words
from biennium.web.tables import Column, Table, by_field

SPOKEN = {
    "kind": words.FUND_KINDS,
    "releases": words.RELEASES,
    "controlled_at": words.RATES,
    "reported_at": words.RATES,
    "transfer": words.TRANSFERS,
    "year_end": words.YEAR_ENDS,
    "period_end": words.YEAR_ENDS,
    "refund": words.REFUNDS,
}


def every_fund() -> QuerySet[Fund]:
    """The funds in their order, those that are retired among them."""
    return Fund.objects.select_related("support_cost_fund").order_by("position", "code")


def funds() -> QuerySet[Fund]:
    """The funds that can be chosen."""
    return every_fund().filter(retired_at__isnull=True)


def said(fund: Fund, name: str) -> str:
    """A rule of a fund in words."""
    value = getattr(fund, name)
    if name in SPOKEN:
        return str(SPOKEN[name].get(value, value))
    if name == "control_dimensions":
        return _control(fund)
    if name == "support_cost_rate":
        return share_words(value)
    if name == "support_cost_fund":
        return value.code if value else _("no fund")
    return ", ".join(value) or _("none") if isinstance(value, list) else str(value)


def _control(fund: Fund) -> str:
    """Where decisions stop: the dimensions, and whether each year stands for itself."""
    named = [str(DIMENSIONS[one]) for one in fund.control_dimensions]
    named.append(_("each year") if fund.control_by_year else _("the whole programme"))
    return ", ".join(named)


def rules(fund: Fund) -> list[tuple[Any, str]]:
    """All rules in words."""
    return [(label, said(fund, name)) for name, label in words.RULES.items()]


def shown(fund: Fund) -> dict[str, Any]:
    """What the form shows of a fund."""
    columns = ("name", *words.RULES, "control_by_year", "revision", *words.STANDARDS)
    found = {name: getattr(fund, name) for name in columns}
    return {**found, "support_cost_fund": fund.support_cost_fund.code if fund.support_cost_fund else ""}


def table() -> Table[Fund]:
    """Funds with the rules that people ask about first; files have all of them."""

    def rule(name: str, only: str = "") -> Column[Fund]:
        return Column(name, str(words.RULES[name]), lambda fund: said(fund, name), only=only)

    first = ("kind", "currency", "releases", "control_dimensions", "transfer")
    return Table(
        name="funds",
        caption=_("Funds"),
        columns=[
            Column(
                "code",
                _("Code"),
                lambda fund: fund.code,
                url=lambda fund: reverse("office:fund", args=[fund.code]),
                sorting=by_field("code"),
            ),
            Column("name", _("Name"), lambda fund: fund.name, mark=retired),
            *map(rule, first),
            *(rule(name, only="file") for name in words.RULES if name not in first),
            *(Column[Fund](name, str(label), _column(name), only="file") for name, label in words.STANDARDS.items()),
        ],
        filters=[by_state()],
    )


def _column(name: str) -> Any:
    return lambda fund: getattr(fund, name)
