"""Who asks, and for what: tokens, parameters that are known, pages.

Invariant: a parameter that an operation does not know is refused with those it knows; it never silently returns
everything. Whoever shows a token that is not valid is refused, not answered as the public.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Generic, TypeVar, get_type_hints

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.security import HttpBearer

from biennium.api.problems import InvalidToken
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.services.tokens import person_of

T = TypeVar("T")
MOST = 500


class Bearer(HttpBearer):
    """A person by token; without one, the public."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            return AnonymousUser()
        found = super().__call__(request)
        if found is None:
            raise InvalidToken(
                _("The credentials are not understood."), remedy=_("Send “Authorization: Bearer TOKEN”.")
            )
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person of a token. Raises `InvalidToken`."""
        try:
            return person_of(token)
        except NotPermitted as error:
            raise InvalidToken(error.message, remedy=error.remedy) from None


class Asked(Schema):
    """The parameters of an operation; each operation says its own by extending it."""


class Paged(Asked):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=MOST, description="how many entries")
    offset: int = Field(0, ge=0, le=10_000_000, description="how many entries to leave out before")


class Part(Schema, Generic[T]):
    """A part of a list: how many entries there are in all, and the addresses of the parts before and after."""

    count: int
    next: str | None
    previous: str | None
    items: list[T]


def part(
    request: HttpRequest, asked: Paged, rows: Sequence[Any] | QuerySet[Any], shown: Callable[[Any], Any]
) -> dict[str, Any]:
    """A part of a list or queryset, each row as `shown` says."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    taken = rows[asked.offset : asked.offset + asked.limit]
    after, before = asked.offset + asked.limit, asked.offset - asked.limit
    return {
        "count": count,
        "next": _address(request, asked, after) if after < count else None,
        "previous": _address(request, asked, max(before, 0)) if asked.offset else None,
        "items": [shown(row) for row in taken],
    }


def _address(request: HttpRequest, asked: Paged, offset: int) -> str:
    query = request.GET.copy()
    query["offset"], query["limit"] = str(offset), str(asked.limit)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def only_known(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses parameters the operation does not declare, and one that is given twice where one is meant."""
    known = names_of(operation)

    @wraps(operation)
    def strict(request: HttpRequest, *arguments: Any, **values: Any) -> Any:
        for name, given in request.GET.lists():
            if name not in known:
                raise InvalidInput(
                    _("There is no parameter “%(name)s”.") % {"name": name[:100]},
                    remedy=_("Known here: %(known)s.") % {"known": ", ".join(sorted(known)) or _("none")},
                    field=name[:100],
                )
            if len(given) > 1:
                raise InvalidInput(_("“%(name)s” is given more than once.") % {"name": name}, field=name)
        return operation(request, *arguments, **values)

    return strict


def names_of(operation: Callable[..., Any]) -> frozenset[str]:
    """The names of the parameters that an operation declares."""
    hints = get_type_hints(inspect.unwrap(operation))
    models = [hint for hint in hints.values() if inspect.isclass(hint) and issubclass(hint, Asked)]
    return frozenset(name for model in models for name in model.model_fields)
