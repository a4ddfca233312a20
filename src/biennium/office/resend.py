"""A form that was sent without a session any more: what was typed is kept, and can be sent again after signing in.

Invariant: only a form that came from our own pages is kept (its origin is ours), so that nobody else's form can be
sent in a person's name; no password is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from biennium.office.words import field_name

KEY = "form_to_send_again"
LARGEST = 500_000
NOT_KEPT = {"csrfmiddlewaretoken", "password"}
NOT_SHOWN = {"revision", "seen"}
_MANAGED = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as typed, under the name people know it by."""

    label: str
    value: str


def fields_of(request: HttpRequest) -> dict[str, list[str]]:
    """What of a posted form is kept: its fields, each with its values, in order."""
    return {name: [str(one) for one in values] for name, values in request.POST.lists() if name not in NOT_KEPT}


def typed(request: HttpRequest) -> Fields:
    """The same, value by value."""
    return [(name, one) for name, values in fields_of(request).items() for one in values]


def readable(fields: Iterable[tuple[str, str]]) -> list[Typed]:
    """What a person wrote in a form; what the form carried along is left out."""
    return [
        Typed(field_name(name), value)
        for name, value in fields
        if value.strip() and name not in NOT_SHOWN and not name.endswith(_MANAGED)
    ]


def kept(request: HttpRequest) -> HttpResponse:
    """Keeps the fields of a form in the session and leads to the page where it can be sent again."""
    fields = typed(request)
    if not _is_ours(request) or sum(len(value) for _name, value in fields) > LARGEST:
        return redirect_to_login(reverse("office:desk"))
    request.session[KEY] = {"path": request.get_full_path(), "fields": fields, "files": sorted(request.FILES)}
    again = reverse("office:send_again")
    return redirect(again) if request.user.is_authenticated else redirect_to_login(again)


def arrived(request: HttpRequest) -> None:
    """Forgets what was kept once it has been sent again."""
    if request.method == "POST" and request.session.get(KEY, {}).get("path") == request.get_full_path():
        del request.session[KEY]


def _is_ours(request: HttpRequest) -> bool:
    stated = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(stated).netloc == request.get_host()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not match the session: one of ours is kept, any other is refused."""
    in_office = request.path.startswith(reverse("office:desk")) and request.path != reverse("office:draft")
    if request.POST and _is_ours(request) and in_office:
        return kept(request)
    return render(request, "403_csrf.html", status=403)
