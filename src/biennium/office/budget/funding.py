"""The tables of agreements, partners and projects, and what can be done with an agreement.

Invariant: a step of an agreement can be taken when its life cycle knows it in this state; the service decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import Verdict
from biennium.funding.models import Agreement, Fund, Instalment, Partner, Project, ProjectShare
from biennium.funding.registration import MANAGE_AGREEMENTS
from biennium.funding.selectors.shares import holding_now
from biennium.funding.services.agreements import LIFE
from biennium.kernel.errors import NotFound
from biennium.kernel.lifecycle import Transition
from biennium.kernel.money import Money
from biennium.office.pages import may
from biennium.web import formatting
from biennium.web.tables import Column, Filter, Table, by_field, with_lookup

STATUSES: dict[str, Any] = {
    "concept": _lazy("concept"),
    "pipeline": _lazy("pipeline"),
    "signed": _lazy("signed"),
    "active": _lazy("active"),
    "closed": _lazy("closed"),
    "dropped": _lazy("dropped"),
}
STEPS: dict[str, Any] = {
    "expect": _lazy("Expect it"),
    "sign": _lazy("Sign"),
    "start": _lazy("Start"),
    "close": _lazy("Close"),
    "drop": _lazy("Drop"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the life of an agreement, and whether it can be taken now."""

    name: str
    label: Any
    asks_day: bool
    reason_required: bool
    verdict: Verdict


def steps(request: HttpRequest, agreement: Agreement) -> list[Step]:
    """Every step; one that cannot be taken now says why, and what comes first."""
    verdict = may(request, MANAGE_AGREEMENTS, agreement)
    return [
        Step(
            one.name,
            STEPS[one.name],
            one.name == "sign",
            one.reason_required,
            verdict if agreement.status in one.sources else _not_now(one, agreement.status),
        )
        for one in LIFE.transitions
    ]


def _not_now(step: Transition[Agreement], status: str) -> Verdict:
    from_states = [str(STATUSES[one]) for one in LIFE.states if one in step.sources]
    words = {"step": STEPS[step.name], "states": _(" or ").join(from_states), "state": STATUSES[status]}
    way = LIFE.way(status, step.sources)
    first = _("First: %(steps)s.") % {"steps": ", ".join(str(STEPS[one]) for one in way)} if way else ""
    rule = _("“%(step)s” is possible for an agreement that is: %(states)s. This one is: %(state)s.") % words
    return Verdict(False, rule, first or _("Nothing leads there any more."))


def agreements() -> Any:
    """All agreements with what is expected of their instalments, and what came."""

    def summed(name: str) -> Any:
        rows = Instalment.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
        return Coalesce(Subquery(rows.annotate(sum=Sum(name)).values("sum")), 0)

    found = Agreement.objects.select_related("partner", "fund").order_by("code")
    return found.annotate(foreseen=summed("amount"), came=summed("received"))


def agreement(code: str) -> Agreement:
    """One of them. Raises `NotFound`."""
    found = agreements().filter(code=code).first()
    if not isinstance(found, Agreement):
        raise NotFound(_("There is no agreement %(code)s.") % {"code": code})
    return found


def amount(minor: int, currency: str) -> Decimal:
    """Minor units as the number a reader knows."""
    return Decimal(Money(minor, currency).decimal_string())


SIGNED = ("signed", "active", "closed")
EXPECTED = ("concept", "pipeline")
"""The statuses in which money is agreed upon, and in which it is hoped for."""


def likely(agreement: Agreement) -> int:
    """What is counted on: the amount times its probability while it is expected, nothing once dropped."""
    if agreement.status == "dropped":
        return 0
    if agreement.status not in EXPECTED:
        return agreement.amount
    return (2 * agreement.amount * agreement.probability + 10_000) // 20_000


def agreement_table() -> Table[Agreement]:
    """Agreements: amounts each in its own currency."""

    def money(name: str, label: str, minor: Any, *sorting: str) -> Column[Agreement]:
        ordered = by_field(*sorting) if sorting else None
        return Column(name, label, lambda row: amount(minor(row), row.currency), sorting=ordered, numeric=True)

    return Table(
        name="agreements",
        caption=_("Agreements"),
        columns=[
            Column(
                "code",
                _("Agreement"),
                lambda row: row.code,
                url=lambda row: reverse("office:agreement", args=[row.code]),
                sorting=by_field("code"),
            ),
            Column("title", _("Title"), lambda row: row.title),
            Column("partner", _("Partner"), lambda row: row.partner.name, sorting=by_field("partner__code", "code")),
            Column("fund", _("Fund"), lambda row: row.fund.code),
            Column("status", _("Status"), lambda row: str(STATUSES[row.status]), sorting=by_field("status", "code")),
            Column("currency", _("Currency"), lambda row: row.currency),
            money("amount", _("Amount"), lambda row: row.amount, "amount"),
            Column("probability", _("Probability"), _probability, numeric=True, unit="%"),
            money("likely", _("Amount × probability"), likely),
            money("foreseen", _("Instalments expected"), lambda row: row.foreseen, "foreseen"),
            money("came", _("Instalments received"), lambda row: row.came, "came"),
        ],
        filters=[
            Filter("status", _("Status"), with_lookup("status"), [(name, str(one)) for name, one in STATUSES.items()]),
            Filter("fund", _("Fund"), with_lookup("fund__code")),
            Filter("partner", _("Partner"), with_lookup("partner__code")),
        ],
    )


def _probability(row: Agreement) -> Decimal:
    return Decimal(row.probability).scaleb(-2).normalize() if row.probability % 100 else Decimal(row.probability // 100)


def sums(rows: Any) -> list[dict[str, Any]]:
    """By currency: how many agreements, what is signed, what is expected and how likely that is; in one query."""
    expected = ExpressionWrapper((2 * F("amount") * F("probability") + 10_000) / 20_000, output_field=BigIntegerField())
    found = (
        rows.order_by("currency")
        .values("currency")
        .annotate(
            count=Count("pk"),
            signed=Sum("amount", filter=Q(status__in=SIGNED), default=0),
            likely=Sum(expected, filter=Q(status__in=EXPECTED), default=0),
        )
    )
    return [{**of, **{name: Money(of[name], of["currency"]) for name in ("signed", "likely")}} for of in found]


def summed(rows: Any) -> list[dict[str, Any]]:
    """Agreements with their amounts, for a list of a few."""
    return [
        {
            "row": row,
            "amount": Money(row.amount, row.currency),
            "came": Money(row.came, row.currency),
            "status": STATUSES[row.status],
        }
        for row in rows
    ]


def may_change(request: HttpRequest, action: str, row: Partner | Fund | Project) -> Verdict:
    """Whether something may be changed or retired: what is retired stays as it is."""
    if row.retired_at:
        return Verdict(False, _("It is retired: it stays in the books and can no longer be chosen."))
    return may(request, action, row)


def retired(row: Any) -> tuple[str, str] | None:
    """The mark of a row that is retired."""
    return ("neutral", _("retired")) if row.retired_at else None


def by_state() -> Filter:
    """Keeps what is in use, or what is retired."""
    return Filter(
        "state",
        _("State"),
        lambda rows, value: rows.filter(retired_at__isnull=value == "in_use"),
        [("in_use", _("in use")), ("retired", _("retired"))],
    )


def partners() -> Any:
    """Partners with how many agreements they have, and how many of them are signed."""
    signed = Q(agreements__status__in=("signed", "active", "closed"))
    return (
        Partner.objects.select_related("place")
        .annotate(of_all=Count("agreements"), of_signed=Count("agreements", filter=signed))
        .order_by("code")
    )


def partner_table() -> Table[Partner]:
    """Partners with the number of their agreements."""
    return Table(
        name="partners",
        caption=_("Partners"),
        columns=[
            Column(
                "code",
                _("Code"),
                lambda row: row.code,
                url=lambda row: reverse("office:partner", args=[row.code]),
                sorting=by_field("code"),
            ),
            Column("name", _("Name"), lambda row: row.name, mark=retired),
            Column(
                "type", _("Contributor type"), lambda row: row.contributor_type, sorting=by_field("contributor_type")
            ),
            Column("place", _("Country or territory"), lambda row: row.place.name if row.place else _("none")),
            Column("all", _("Agreements"), lambda row: row.of_all, sorting=by_field("of_all", "code"), numeric=True),
            Column(
                "signed", _("Signed"), lambda row: row.of_signed, sorting=by_field("of_signed", "code"), numeric=True
            ),
        ],
        filters=[
            Filter("type", _("Contributor type"), with_lookup("contributor_type")),
            Filter("code", _("Code"), with_lookup("code__icontains")),
            by_state(),
        ],
        per_page=50,
    )


def projects() -> Any:
    """Projects with their agreements and shares."""
    related = ("agreements", "shares__result", "shares__place")
    return Project.objects.select_related("unit").prefetch_related(*related).order_by("symbol")


def project_table() -> Table[Project]:
    """Projects with how they are shared out."""
    return Table(
        name="projects",
        caption=_("Projects"),
        columns=[
            Column(
                "symbol",
                _("Symbol"),
                lambda row: row.symbol,
                url=lambda row: reverse("office:project", args=[row.uid]),
                sorting=by_field("symbol"),
            ),
            Column("title", _("Title"), lambda row: row.title, mark=retired),
            Column("unit", _("Unit"), lambda row: row.unit.code if row.unit else _("none")),
            Column("agreements", _("Agreements"), lambda row: _listed(one.code for one in row.agreements.all())),
            Column("results", _("Shares of results"), lambda row: shares(holding_now(row), "result")),
            Column("places", _("Shares of countries"), lambda row: shares(holding_now(row), "place")),
            Column("starts", _("Begins"), lambda row: row.starts, sorting=by_field("starts", "symbol")),
            Column("ends", _("Ends"), lambda row: row.ends, sorting=by_field("ends", "symbol")),
        ],
        filters=[
            Filter("symbol", _("Symbol"), with_lookup("symbol__icontains")),
            Filter("agreement", _("Agreement"), with_lookup("agreements__code")),
            Filter("unit", _("Unit"), with_lookup("unit__code")),
            by_state(),
        ],
        per_page=50,
    )


def _listed(words: Any) -> str:
    return ", ".join(words) or _("none")


def shares(held: Iterable[ProjectShare], kind: str) -> str:
    """How a project is shared out: 1.1 70 %, 1.2 30 %."""
    found = [(thing.code, one.share) for one in held if (thing := getattr(one, kind)) is not None]
    return _listed(f"{code} {share_words(share)}" for code, share in found)


def share_history(project: Project) -> list[dict[str, Any]]:
    """How a project is and was shared out, the latest first."""
    listed = list(project.shares.all())
    now = holding_now(project)
    return [
        {
            "since": since,
            "now": bool(now) and now[0].since == since,
            **{f"{kind}s": shares([one for one in listed if one.since == since], kind) for kind in ("result", "place")},
        }
        for since in sorted({one.since for one in listed}, reverse=True)
    ]


def share_words(share: int) -> str:
    """Hundredths of a percent in words."""
    return formatting.percent(Fraction(share, 10_000), 0 if share % 100 == 0 else 2)
