"""What was typed and not saved: kept while it is being typed, and sent again after a session was lost."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.foundation import drafts
from biennium.kernel.errors import InvalidInput
from biennium.office.pages import show
from biennium.office.resend import KEY, fields_of, readable

_LONGEST_KEY = 200
_MOST_FIELDS = 2000


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being typed in a form, or forgets it."""
    if not request.user.is_authenticated:
        return JsonResponse({"kept": False}, status=401)
    key = request.GET.get("form", "")
    if not key or len(key) > _LONGEST_KEY or len(request.POST) > _MOST_FIELDS:
        raise InvalidInput(_("This form cannot be kept."))
    if "forget" in request.POST:
        drafts.discard(person=request.user, form=key)
        return redirect(_local(request.POST.get("back", "")) or "office:desk")
    label, address = request.GET.get("label", ""), _local(request.GET.get("at", ""))
    drafts.keep(person=request.user, form=key, fields=fields_of(request), label=label, address=address)
    return JsonResponse({"kept": True})


def _local(address: str) -> str:
    """The address when it is one of this installation, else nothing."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else ""


@require_http_methods(["GET", "POST"])
def send_again(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ended, and is it to be sent again?"""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form: dict[str, Any] | None = request.session.get(KEY)
    if request.method == "POST" or form is None:
        request.session.pop(KEY, None)
        return redirect("office:desk")
    return show(request, "send_again", "desk", kept=form, typed=readable(form["fields"]))
