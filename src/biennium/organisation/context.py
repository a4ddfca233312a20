"""What every page needs to know of the organisation and its reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from biennium.organisation import selectors


def organisation(request: HttpRequest) -> dict[str, Any]:
    """Adds `organisation` to every template; None until it is described."""
    return {"organisation": selectors.organisation()}
