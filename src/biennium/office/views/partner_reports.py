"""The report to a partner on an agreement: its days are chosen, its amounts open, and it is taken along as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.funding.models import Agreement
from biennium.kernel.errors import NotFound
from biennium.ledger.selectors import statement_figures
from biennium.ledger.selectors.statements import Account
from biennium.office.budget import accounts, funding
from biennium.office.forms.partner_reports import ReportForm
from biennium.office.pages import files, show
from biennium.papers.services import LIVE, write_paper
from biennium.papers.words import LANGUAGES
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web import tables
from biennium.web.downloads import attachment

KIND = "agreement"


@require_safe
def partner_report(request: HttpRequest, code: str) -> HttpResponse:
    """Which days is the report to the partner about, in which language and format? Once all is said, the file."""
    row = funding.agreement(code)
    form = ReportForm(request.GET or None, initial=_suggested(row))
    if form.is_valid() and "show" not in request.GET:
        return _file(request, row, form.cleaned_data)
    days = form.cleaned_data if form.is_bound and form.is_valid() else _suggested(row)
    return show(request, "funding/partner_report", "agreements", row=row, form=form, shown=_shown(row, days))


def _shown(row: Agreement, days: dict[str, Any]) -> Any:
    """The account of these days; nothing where no programme runs in the time of the agreement."""
    found = _programmes(row)
    if not found:
        return None
    account = Account(row, days["start"], days["until"], found[-1].pk)
    return tables.show(accounts.table(account), account.rows, QueryDict())


@require_safe
def explain(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """What is this amount of the report made of?"""
    row = funding.agreement(code)
    values = accounts.asked(row, request.GET)
    found = statement_figures.opened(column, values, _programme(row).pk)
    page: dict[str, Any] = {
        "row": row,
        "figure": found,
        "title": accounts.title(column),
        "days": accounts.days(row, values),
        "about": accounts.about(values),
        "crumbs": [
            {"label": _("Agreements"), "url": reverse("office:agreements")},
            {"label": row.code, "url": reverse("office:agreement", args=[code])},
            {"label": _("Report to the partner"), "url": reverse("office:partner_report", args=[code])},
            {"label": accounts.title(column), "url": ""},
        ],
        "shown": tables.show(
            accounts.explained(column, values, found),
            list(found.inputs),
            request.GET,
            files("explain_agreement", code, column),
        ),
    }
    return show(request, "funding/explain", "agreements", **page)


@require_safe
def explain_file(request: HttpRequest, code: str, column: str, file_format: str) -> HttpResponse:
    """The parts of an amount as a file."""
    row = funding.agreement(code)
    values = accounts.asked(row, request.GET)
    found = statement_figures.opened(column, values, _programme(row).pk)
    return tables.save(accounts.explained(column, values, found), list(found.inputs), request.GET, file_format)


def _suggested(row: Agreement) -> dict[str, Any]:
    """From the start of the agreement until now, in the language of the page."""
    lang = get_language()
    until = max(row.starts, min(row.ends, timezone.localdate()))
    return {"start": row.starts, "until": until, "lang": lang if lang in LANGUAGES else "en", "file_format": "pdf"}


def _file(request: HttpRequest, row: Agreement, said: dict[str, Any]) -> HttpResponse:
    programme = _programme(row)
    written = write_paper(
        programme=programme,
        kind=KIND,
        lang=said["lang"],
        file_format=said["file_format"],
        which=None if versions.latest(programme) else LIVE,
        actor=request.user,
        subject={
            "agreement": row.code,
            "from": said["start"].isoformat(),
            "until": said["until"].isoformat(),
        },
    )
    return attachment(written.content, written.name, written.media_type)


def _programme(row: Agreement) -> Programme:
    """The latest programme in the time of the agreement. Raises `NotFound`."""
    found = _programmes(row)
    if not found:
        raise NotFound(_("No programme runs in the time of this agreement."))
    return found[-1]


def _programmes(row: Agreement) -> list[Programme]:
    """The programmes in the time of the agreement, the earliest first."""
    found = [one for one in versions.programmes() if one.start <= row.ends and one.end >= row.starts]
    return sorted(found, key=lambda one: one.start)
