"""What holds for every address of the API: it is read with GET or HEAD, and every refusal is a problem document.

Invariant: HEAD answers with the status and headers of GET, and with nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt

from biennium.api.problems import missing, not_read, told

METHODS = ("GET", "HEAD")


def reading(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The addresses below a root, made to be read only, and one for everything that is at none of them."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _read_only(pattern.callback)
    return [*patterns, re_path("", nothing)]


def _read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **values: Any) -> HttpResponse:
        method = request.method
        if method not in METHODS:
            response = told(not_read(method or ""))
            response["Allow"] = ", ".join(METHODS)
            return response
        request.method = "GET"
        try:
            response = view(request, *arguments, **values)
        except Http404:
            response = told(missing())
        request.method = method
        return _without_body(response) if method == "HEAD" else response

    return answered


def _without_body(response: HttpResponse) -> HttpResponse:
    if response.status_code != 304:
        response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


@_read_only
def nothing(_request: HttpRequest, **_values: Any) -> HttpResponse:
    """Every address at which there is nothing."""
    raise Http404
