"""The API: its routes, its refusals, its ETags.

Invariant: it only reads. An answer has the hash of its content as ETag, so that what has not changed is not sent again;
what a token let through is private and never kept by caches in between.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from biennium.api.asking import Bearer
from biennium.api.problems import MEDIA_TYPE, Problem, handle_refusals, illegible, told
from biennium.foundation.middleware import legible

VERSION = "1"
JSON = "application/json"
ABOUT = (
    "Programmes, results, indicators, money, figures and publications, read-only. Amounts are strings of decimal "
    "digits beside their currency; a text is an object of languages; a cell without a value says why."
)
REFUSALS: dict[Any, Any] = {frozenset({400, 401, 403, 404}): Problem}


class Api(NinjaAPI):
    """The API, whose description says that a token is possible and not needed."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """OpenAPI 3.1."""
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["security"] = [{}, {"Bearer": []}]
                _describe(operation["responses"])
        return described


def _describe(responses: dict[int, Any]) -> None:
    """Refusals have a media type of their own, and what has not changed is not sent."""
    for status, response in responses.items():
        if status >= 400:
            response["content"] = {MEDIA_TYPE: response["content"][JSON]}
    responses[304] = {"description": "Not Modified"}


def create() -> Api:
    """The API with all its routes."""
    from biennium.api.routes import books, figures, money, places, publications, results

    api = Api(
        title="Biennium",
        version=VERSION,
        description=ABOUT,
        auth=Bearer(),
        docs_url=None,
        openapi_url="openapi.json",
        urls_namespace="api",
    )
    for routes in (books, results, money, figures, publications, places):
        api.add_router("", routes.router)
    handle_refusals(api)
    return api


def with_etag(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers “not modified” to whoever has the same content already."""

    def answered(request: HttpRequest, *arguments: Any, **values: Any) -> HttpResponse:
        if not legible(request):
            return told(illegible())
        response = operation(request, *arguments, **values)
        private = "Authorization" in request.headers
        response["Cache-Control"] = "private, no-store" if private else "public, max-age=0, must-revalidate"
        patch_vary_headers(response, ("Authorization", "Accept-Language"))
        if response.status_code != 200:
            return response
        set_response_etag(response)
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        return conditional or response

    return answered


def answers(schema: Any) -> dict[Any, Any]:
    """What an operation answers: its own schema, and refusals."""
    return {200: schema, **REFUSALS}
