"""Rounds of reporting: opened, extended, closed."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act, reason
from biennium.office.editing import Editing
from biennium.office.forms.reporting import RoundForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.reporting.models import Round
from biennium.reporting.registration import MANAGE_ROUNDS
from biennium.reporting.selectors import listing
from biennium.reporting.services import rounds as services


@require_safe
def rounds(request: HttpRequest, code: str) -> HttpResponse:
    """Which rounds are open, and how far has each come?"""
    programme = versions.programme(code)
    listed = listing.rounds(request.user, programme)
    return show(
        request,
        "reporting/rounds",
        "rounds",
        programme,
        listed=listed,
        open_rounds=[one for one in listed if one.round.status != Round.Status.CLOSED],
        today=timezone.localdate(),
        may_manage=may(request, MANAGE_ROUNDS, programme),
    )


@require_safe
def round_page(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Which indicators have a report in this round, and which have none?"""
    programme = versions.programme(code)
    row = listing.find_round(programme, name)
    rows = list(listing.of_round(row))
    return show(
        request,
        "reporting/round",
        "rounds",
        programme,
        row=row,
        rows=rows,
        missing=sum(1 for _indicator, reports in rows if not reports),
        events=of(row.uid),
    )


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    """Which days are to be reported on, and by when?"""
    programme = versions.programme(code)
    verdict = may(request, MANAGE_ROUNDS, programme)
    verdict.require()

    def save(form: RoundForm) -> None:
        said = form.cleaned_data
        services.open_round(
            actor=request.user,
            programme=programme,
            code=said["code"],
            window=form.window(),
            opens=said["opens"],
            due=said["due"],
            title=said["title"],
        )

    editing = Editing(
        request=request,
        key=f"round:new:{programme.code}",
        label=_("a new round"),
        verdict=verdict,
        build=lambda data: RoundForm(data, programme=programme),
        save=lambda form, _sets: save(form),  # type: ignore[arg-type]
        done=reverse("office:rounds", args=[code]),
    )
    return editing.respond() or show(request, "reporting/open_round", "rounds", programme, **editing.context)


@require_POST
def extend(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Gives everybody more time."""
    programme, row = _found(code, name)
    return act(
        request,
        lambda: services.extend_round(
            actor=request.user, round=row, until=_day(request.POST.get("until", "")), reason=reason(request)
        ),
        said=_("Round %(code)s was extended.") % {"code": row.code},
        done=_listed(programme),
        back=_listed(programme),
    )


@require_POST
def close(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Takes no more reports."""
    programme, row = _found(code, name)
    return act(
        request,
        lambda: services.close_round(actor=request.user, round=row, reason=reason(request)),
        said=_("Round %(code)s was closed.") % {"code": row.code},
        done=_listed(programme),
        back=_listed(programme),
    )


def _found(code: str, name: str) -> tuple[Programme, Round]:
    programme = versions.programme(code)
    return programme, listing.find_round(programme, name)


def _listed(programme: Programme) -> str:
    return reverse("office:rounds", args=[programme.code])


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidInput(_("Say until which day the round is extended.")) from None
