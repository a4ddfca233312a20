"""What the pages of the office have in common: who is here, the shell around a page, and how a refusal is shown.

Invariant: no page of the office is shown to anybody who may not see the office; what a form changes is checked again
in the service; what was typed into a form that is refused is shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from biennium.foundation.middleware import STATUS
from biennium.foundation.permission import Verdict, decide, require
from biennium.kernel.errors import BienniumError
from biennium.office import resend
from biennium.office.navigation import navigation
from biennium.programme.models import Programme
from biennium.web import exports

View = Callable[..., HttpResponse]
SEE = "organisation.see_office"


def page(address: str, view: View, name: str) -> URLPattern:
    """The address of a page for people with a role."""
    return path(address, office(view), name=name)


def office(view: View) -> View:
    """A view of the office: for signed-in people with a role. What a lost session had typed is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "POST":
                return resend.kept(request)
            return redirect_to_login(request.get_full_path())
        require(request.user, SEE)
        resend.arrived(request)
        try:
            return view(request, *arguments, **named)
        except BienniumError as error:
            return refused(request, error)

    return guarded


def refused(request: HttpRequest, error: BienniumError) -> HttpResponse:
    """The rule that was met, inside the office; with what was typed, so that it can be taken along."""
    status = STATUS.get(type(error), 400)
    typed = resend.readable(resend.typed(request))
    return show(request, "refusal", "", error=error, typed=typed, status=status)


def show(
    request: HttpRequest, template: str, current: str, programme: Programme | None = None, **context: Any
) -> HttpResponse:
    """Renders a page inside the shell of the office."""
    context.setdefault("status", 200)
    shared = {"programme": programme, **navigation(request, current, programme)}
    return render(request, f"office/{template}.html", {**shared, **context}, status=context["status"])


def may(request: HttpRequest, action: str, target: Any = None) -> Verdict:
    """The verdict that a button shows."""
    return decide(request.user, action, target)


def files(name: str, *of: str) -> dict[str, str]:
    """The addresses of a table as a file, by format."""
    return {one: reverse(f"office:{name}_file", args=[*of, one]) for one in exports.FORMATS}
