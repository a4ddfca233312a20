"""A form that was sent without a session any more: what was typed is kept, and can be sent again after signing in.

Invariant: only a form that came from our own pages is kept (its origin is ours), so that nobody else's form can be
sent in a person's name.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

KEY = "form_to_send_again"
LARGEST = 500_000
NOT_KEPT = {"csrfmiddlewaretoken"}


def kept(request: HttpRequest) -> HttpResponse:
    """Keeps the fields of a form in the session and leads to the page where it can be sent again."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    if not _is_ours(request) or sum(len(str(value)) for _name, value in fields) > LARGEST:
        return redirect_to_login(reverse("office:desk"))
    request.session[KEY] = {"path": request.path, "fields": fields, "files": sorted(request.FILES)}
    again = reverse("office:send_again")
    return redirect(again) if request.user.is_authenticated else redirect_to_login(again)


def _is_ours(request: HttpRequest) -> bool:
    stated = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(stated).netloc == request.get_host()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not match the session: one of ours is kept, any other is refused."""
    if request.POST and _is_ours(request) and request.path.startswith(reverse("office:desk")):
        return kept(request)
    return render(request, "403_csrf.html", status=403)


@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ended, and is it to be sent again?"""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form: dict[str, Any] | None = request.session.get(KEY)
    if request.method == "POST" or form is None:
        request.session.pop(KEY, None)
        return redirect("office:desk")
    shown = [(name, value) for name, value in form["fields"] if value.strip() and name != "revision"]
    return render(request, "office/send_again.html", {"form": form, "shown": shown})
