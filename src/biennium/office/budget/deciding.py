"""The page of a decision about money: it is seen before it is made, and what is typed survives a lost session.

Invariant: nothing is posted that was not seen as it is (see `attempts`); what is typed is kept until it is posted or
forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from biennium.foundation import drafts
from biennium.foundation.permission import Verdict
from biennium.kernel.errors import BienniumError
from biennium.office.budget import attempts
from biennium.office.budget.decisions import Decision
from biennium.office.budget.words import refusal
from biennium.office.editing import posted
from biennium.office.pages import show
from biennium.programme.models import Programme


@dataclass(frozen=True)
class Place:
    """Where a decision is taken: its programme, the page it leads back to and what that is called, the way to it, its
    entry in the navigation, and the name under which what is typed is kept."""

    programme: Programme
    back: str
    back_words: str
    crumbs: Sequence[dict[str, str]]
    current: str
    key: str


def page(request: HttpRequest, place: Place, decision: Decision, verdict: Verdict, **more: Any) -> HttpResponse:
    """Shows the decision, what it would do, and posts it once it is confirmed."""
    draft = drafts.find(person=request.user, form=place.key) if request.method == "GET" and verdict.allowed else None
    form = decision.build(posted(draft.fields) if draft else request.POST or None)
    seen = None
    if request.method == "POST" and form.is_valid():
        try:
            seen = attempts.preview(lambda: decision.do(request.user, form), decision.lines(form), form.typed)
            form.data = {**request.POST.dict(), "seen": seen.seal}
            if "confirm" in request.POST and form.cleaned_data["seen"] == seen.seal:
                return _done(request, place, decision, form)
        except BienniumError as error:
            form.add_error(error.field if error.field in form.fields else None, refusal(error))
    kept_as = {"form": place.key, "label": f"{decision.title} · {decision.line.words}", "at": request.get_full_path()}
    shown = {
        "form": form,
        "decision": decision,
        "verdict": verdict,
        "place": place,
        "seen": seen,
        "draft": draft,
        "autosave": f"{reverse('office:draft')}?{urlencode(kept_as)}",
        "stale": "confirm" in request.POST,
        "status": 400 if request.method == "POST" and form.errors else 200,
    }
    return show(request, "budget/decide", place.current, place.programme, **shown, **more)


def _done(request: HttpRequest, place: Place, decision: Decision, form: Any) -> HttpResponse:
    decision.do(request.user, form)
    drafts.discard(person=request.user, form=place.key)
    messages.success(request, _("Posted."))
    return redirect(place.back)
