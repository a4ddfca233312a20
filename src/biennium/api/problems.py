"""Refusals as RFC 9457 problem documents: what is wrong, where, and the way out."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from biennium.api.expected import expected
from biennium.kernel.errors import BienniumError, NotFound, NotPermitted

MEDIA_TYPE = "application/problem+json"
STATUS = {NotPermitted: 403, NotFound: 404}


class InvalidToken(NotPermitted):
    """The credentials that came with the request are none."""


class Problem(Schema):
    """Why a request was refused."""

    title: str
    status: int
    detail: str
    remedy: str = ""
    field: str = ""


def told(problem: Problem) -> HttpResponse:
    """The problem as a response."""
    content = json.dumps(problem.model_dump(), ensure_ascii=False)
    response = HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE)
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def illegible() -> Problem:
    """What is said to an address with a character that is in no text."""
    return Problem(title=_title(400), status=400, detail=_("The address holds a character that no text has."))


def missing() -> Problem:
    """What is said to an address at which there is nothing."""
    remedy = _("All addresses: %(address)s.") % {"address": reverse("api_documentation")}
    return Problem(title=_title(404), status=404, detail=_("There is nothing at this address."), remedy=remedy)


def not_read(method: str) -> Problem:
    """What is said to whoever wants to do more than read."""
    detail = _("The API is only read: %(method)s is not answered.") % {"method": method[:20]}
    return Problem(title=_title(405), status=405, detail=detail, remedy=_("Ask with GET or HEAD."))


def handle_refusals(api: NinjaAPI) -> None:
    """Every refusal on purpose becomes a problem; anything else that is raised is a bug."""
    api.add_exception_handler(BienniumError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    status = 401 if isinstance(error, InvalidToken) else STATUS.get(type(error), 400)
    where = f"{error.where}: " if error.where else ""
    return told(
        Problem(
            title=_title(status),
            status=status,
            detail=f"{where}{error.message}",
            remedy=error.remedy,
            field=error.field,
        )
    )


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    loc = first["loc"]  # ("query", "asked", name …), or ("path", name)
    field = str(loc[2] if len(loc) > 2 else loc[-1])
    return told(
        Problem(title=_title(400), status=400, detail=_not_taken(request, field), remedy=expected(first), field=field)
    )


def _not_taken(request: HttpRequest, field: str) -> str:
    given = request.GET.get(field)
    if given is None and request.resolver_match:
        given = request.resolver_match.kwargs.get(field)
    if given is None:
        return _("“%(field)s” is not given.") % {"field": field}
    return _("“%(value)s” is nothing that “%(field)s” takes.") % {"value": str(given)[:100], "field": field}


def _http(_request: HttpRequest, error: Any) -> HttpResponse:
    return told(Problem(title=_title(error.status_code), status=error.status_code, detail=str(error)))


def _missing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return told(missing())


def _title(status: int) -> str:
    titles = {
        400: _("The request cannot be answered as it is"),
        401: _("The credentials are not valid"),
        403: _("A rule forbids it"),
        404: _("There is no such thing"),
        405: _("The API is only read"),
    }
    return titles.get(status, _("The request was refused"))
