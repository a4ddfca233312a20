"""The report to a partner on an agreement: its days are chosen, and it is taken along as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biennium.funding.models import Agreement
from biennium.kernel.errors import NotFound
from biennium.office.budget import funding
from biennium.office.forms.partner_reports import ReportForm
from biennium.office.pages import show
from biennium.papers.services import LIVE, write_paper
from biennium.papers.words import LANGUAGES
from biennium.programme.models import Programme
from biennium.programme.selectors import versions
from biennium.web.downloads import attachment

KIND = "agreement"


@require_safe
def partner_report(request: HttpRequest, code: str) -> HttpResponse:
    """Which days is the report to the partner about, in which language and format? Once all is said, the file."""
    row = funding.agreement(code)
    form = ReportForm(request.GET or None, initial=_suggested(row))
    if form.is_valid():
        return _file(request, row, form.cleaned_data)
    return show(request, "funding/partner_report", "agreements", row=row, form=form)


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
    """The latest programme in the time of the agreement."""
    found = [one for one in versions.programmes() if one.start <= row.ends and one.end >= row.starts]
    if not found:
        raise NotFound(_("No programme runs in the time of this agreement."))
    return max(found, key=lambda one: one.start)
