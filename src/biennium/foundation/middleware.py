"""Each request gets an identifier for the audit log; each refusal becomes a page that says what the rule is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from biennium.foundation.context import request_context
from biennium.foundation.database import is_busy
from biennium.kernel.errors import BienniumError, Conflict, InvalidInput, NotFound, NotPermitted
from biennium.kernel.identity import new_uid

GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])
STATUS = {NotPermitted: 403, NotFound: 404, Conflict: 409}


NUL = "\0"
"""No text has it, and no database takes it."""


def legible(request: HttpRequest) -> bool:
    """Whether the address can be looked up at all."""
    return NUL not in request.path and not any(NUL in value for values in request.GET.lists() for value in values[1])


class RequestContext:
    """Opens the context of the request and returns its identifier as a header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = new_uid().hex
        with request_context(identifier):
            response = self.get_response(request)
        response["X-Request-ID"] = identifier
        return response


FIELDS = 256 * 1024
"""What the fields of a form may take besides its file, in bytes."""


def takes_files(setting: str) -> Callable[[View], View]:
    """Marks a view that takes files up to another limit than `UPLOAD_LIMIT`: the name of that setting, in bytes."""

    def mark(view: View) -> View:
        view.upload_limit = setting  # type: ignore[attr-defined]
        return view

    return mark


class UploadLimit:
    """A file beyond the limit of its page is refused before anything of it is read: who sends it says how long it is.

    Invariant: this stands before whatever reads the fields of a form. A file that is hardly longer than the limit is
    left to the form, which says so beside it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_address: Any) -> HttpResponse | None:
        """The refusal; nothing where the file may be read."""
        limit: int = getattr(settings, getattr(view, "upload_limit", "UPLOAD_LIMIT"))
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_file = request.content_type == "multipart/form-data" and length.isdecimal()
        if not is_file or int(length) <= limit + FIELDS:
            return None
        words = _("The file is larger than %(limit)s MB.") % {"limit": limit // 1024**2}
        error = InvalidInput(words, remedy=_("Split it into smaller ones: nothing of it was read."))
        return _refused(request, error, 413)


class ReadableErrors:
    """A `BienniumError` that no view caught is shown with its status, its words and the way out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """What cannot be looked up is not looked up; the API says so in its own way."""
        match = request.resolver_match
        if legible(request) or (match and "api" in match.namespaces):
            return None
        return render(request, "400.html", status=400)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and is_busy(exception):
            return _refused(request, _busy(), 503)
        if not isinstance(exception, BienniumError):
            return None
        return _refused(request, exception, STATUS.get(type(exception), 400))


def _refused(request: HttpRequest, error: BienniumError, status: int) -> HttpResponse:
    return render(request, "refusal.html", {"error": error, "status": status}, status=status)


def _busy() -> BienniumError:
    return BienniumError(
        _("Others were writing at the same moment, for longer than could be waited."),
        remedy=_("Go back and try again in a moment."),
    )
