"""One way to act on an object with a button: done, it says so; refused for what was given, it says why, where it was
pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from biennium.kernel.errors import InvalidInput

Where = str | Callable[[], str]


def act(request: HttpRequest, action: Callable[[], object], *, said: Any = "", done: Where, back: str) -> HttpResponse:
    """Runs the action. `done` is where it leads then; `back` is the page on which the button stands."""
    try:
        action()
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect(back)
    if said:
        messages.success(request, str(said))
    return redirect(done() if callable(done) else done)


def reason(request: HttpRequest) -> str:
    """The reason given in a reason dialog."""
    return request.POST.get("reason", "")
