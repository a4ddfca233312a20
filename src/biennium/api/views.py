"""The API described for people, from its own description for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from biennium.api.core import ABOUT


@dataclass(frozen=True, slots=True)
class Described:
    """An operation: its address, what it is for, and the parameters it knows."""

    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    office: bool


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """What can be asked, and with which parameters?"""
    listed = list(operations())
    return render(
        request, "api/documentation.html", {"operations": listed, "about": ABOUT, "schema": reverse("api:openapi-json")}
    )


def operations() -> Iterator[Described]:
    """Every operation, in the order of the description."""
    from biennium.api.urls import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        for operation in methods.values():
            yield Described(
                path,
                operation["summary"],
                operation["description"],
                [_parameter(one) for one in operation.get("parameters", [])],
                office="office" in operation["summary"],
            )


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "where": one["in"],
        "description": one.get("description", ""),
        "required": one.get("required", False),
    }
