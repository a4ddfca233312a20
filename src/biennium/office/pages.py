"""What the pages of the office have in common: who is here, which programme is worked on, where one can go.

Invariant: no page of the office is shown to anybody who may not see the office; what a form changes is checked again
in the service.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.foundation.permission import decide, require
from biennium.office import resend
from biennium.programme.models import Programme
from biennium.programme.selectors import versions

View = Callable[..., HttpResponse]
SEE = "organisation.see_office"


def office(view: View) -> View:
    """A view of the office: for signed-in people with a role. What a lost session had typed is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                return resend.kept(request)
            return redirect_to_login(request.get_full_path())
        require(request.user, SEE)
        return view(request, *arguments, **named)

    return guarded


def show(
    request: HttpRequest, template: str, current: str, programme: Programme | None = None, **context: Any
) -> HttpResponse:
    """Renders a page inside the shell of the office."""
    context.setdefault("status", 200)
    shared = {"programme": programme, "nav": _nav(current, programme)}
    return render(request, f"office/{template}.html", {**shared, **context}, status=context["status"])


def may(request: HttpRequest, action: str, target: Any = None) -> Any:
    """The verdict that a button shows."""
    return decide(request.user, action, target)


def _nav(current: str, programme: Programme | None) -> list[dict[str, Any]]:
    chosen = programme or versions.programmes().first()
    entries = [("desk", _("My desk"), reverse("office:desk"))]
    if chosen is not None:
        entries += [
            (name, label, reverse(f"office:{name}", args=[chosen.code]))
            for name, label in (
                ("programme", _("Programme")),
                ("sections", _("Texts")),
                ("work_items", _("Work items")),
                ("versions", _("Versions")),
                ("papers", _("Papers")),
            )
        ]
    entries += [
        ("intake", _("Intake"), reverse("office:intake")),
        ("people", _("People"), reverse("office:people")),
        ("units", _("Units"), reverse("office:units")),
    ]
    return [{"label": label, "url": url, "current": name == current} for name, label, url in entries]
