"""My desk, what was typed but not saved, and what an event changed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biennium.foundation import drafts
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import decide
from biennium.intake.models import PaperDraft
from biennium.intake.registration import USE
from biennium.intake.selectors import drafts as paper_drafts
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.history import told
from biennium.office.pages import show
from biennium.programme.models import Programme
from biennium.programme.registration import CREATE
from biennium.programme.selectors import versions
from biennium.programme.selectors.live import happened

_LONGEST_KEY = 200
_MOST_FIELDS = 2000


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what changed?"""
    programme = versions.programmes().first()
    waiting = paper_drafts(request.user).filter(state__in=[PaperDraft.State.READY, PaperDraft.State.WAITING])
    return show(
        request,
        "desk",
        "desk",
        programme,
        unsaved=drafts.of(request.user),
        papers=waiting[:10] if decide(request.user, USE).allowed else [],
        unsealed=_unsealed(programme) if programme else None,
        events=told(happened(programme)[:15]) if programme else [],
        may_create=decide(request.user, CREATE),
    )


def _unsealed(programme: Programme) -> int | None:
    """How many edits were made since the programme was last sealed; None when it never was."""
    latest = versions.latest(programme)
    return None if latest is None else happened(programme).filter(at__gt=latest.sealed_at).count()


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being typed in a form, or forgets it."""
    key = request.GET.get("form", "")
    if not key or len(key) > _LONGEST_KEY or len(request.POST) > _MOST_FIELDS:
        raise InvalidInput(_("This form cannot be kept."))
    if "forget" in request.POST:
        drafts.discard(person=request.user, form=key)
        back = request.POST.get("back", "")
        return redirect(back if _is_local(back) else "office:desk")
    fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    drafts.keep(person=request.user, form=key, fields=fields)
    return JsonResponse({"kept": True})


def _is_local(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\"))


@require_safe
def event(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What did this change, from what to what?"""
    found = AuditEvent.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("There is no such event."))
    names = sorted({*found.before, *found.after})
    rows = [(name, found.before.get(name), found.after.get(name)) for name in names]
    return show(request, "event", "desk", event=told([found])[0], rows=rows)
