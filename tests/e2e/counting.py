"""How many questions an answer asked of the database, in a heading of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADING = "X-Queries"


class Counted:
    """Middleware around everything else, sessions and accounts included."""

    def __init__(self, answered: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answered = answered

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            answer = self.answered(request)
        answer.headers[HEADING] = str(asked)
        return answer
