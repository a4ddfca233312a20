"""Reading and writing `programme.json`: canonical bytes out, and errors with their path in."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from biennium.kernel import seals
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange.models import Model, Programme


def plain(model: Model) -> dict[str, Any]:
    """A model as JSON data: dates and identities as strings, absent rather than empty."""
    pruned: dict[str, Any] = _prune(model.model_dump(mode="json", exclude_none=True))
    return pruned


def _prune(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _prune(item)) not in ({}, [])}
    if isinstance(value, list):
        return [_prune(item) for item in value]
    return value


def to_bytes(programme: Programme) -> bytes:
    """The canonical form (RFC 8785), what is sealed and hashed."""
    return seals.canonical(plain(programme))


def to_text(programme: Programme) -> str:
    """The same content laid out for people and for line-by-line comparison; ends with a line feed."""
    return json.dumps(plain(programme), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_data(data: Any, *, where: str = "programme.json") -> Programme:
    """Reads JSON data. Raises `InvalidInput` with the path of the first thing that is wrong and the count of others."""
    try:
        return Programme.model_validate(data)
    except ValidationError as error:
        raise InvalidInput(_in_words(error), where=where) from None


def from_text(text: str | bytes, *, where: str = "programme.json") -> Programme:
    """Reads the text of a file."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"This is not JSON: {error}.", where=where) from None
    return from_data(data, where=where)


def _in_words(error: ValidationError) -> str:
    problems = error.errors(include_url=False)
    first = problems[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    words = "unknown field" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    others = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{path or 'the document'}: {words}{others}."
