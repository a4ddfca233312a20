"""What holds during one request or command: its identifier, and the verdict cache.

Invariant: nothing outlives the request; outside a request nothing is cached.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_request: ContextVar[str] = ContextVar("biennium_request", default="")
_cache: ContextVar[dict[Hashable, Any] | None] = ContextVar("biennium_cache", default=None)


def request_id() -> str:
    """The identifier of the current request, empty outside one."""
    return _request.get()


def remembered(key: Hashable, compute: Callable[[], T]) -> T:
    """`compute()`, asked once a request."""
    cache = _cache.get()
    if cache is None:
        return compute()
    if key not in cache:
        cache[key] = compute()
    return cache[key]  # type: ignore[no-any-return]


def forget() -> None:
    """Drops what was remembered: for a service that changes what verdicts rest on."""
    if (cache := _cache.get()) is not None:
        cache.clear()


@contextmanager
def remembering() -> Iterator[None]:
    """Everything inside asks once what it asks again and again; within a request it does so anyway."""
    if _cache.get() is not None:
        yield
        return
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


@contextmanager
def request_context(identifier: str) -> Iterator[None]:
    """Everything inside belongs to one request."""
    request_token, cache_token = _request.set(identifier), _cache.set({})
    try:
        yield
    finally:
        _request.reset(request_token)
        _cache.reset(cache_token)
