"""Reading and writing `programme.json`: canonical bytes out, and errors with their path in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from biennium.kernel import seals
from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase
from biennium.programme.exchange.models import Model, Programme, RegionMap

M = TypeVar("M", bound=Model)


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


def to_text(model: Model) -> str:
    """The same content laid out for people and for line-by-line comparison; ends with a line feed."""
    return json.dumps(plain(model), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_data(data: Any, *, where: str = "programme.json") -> Programme:
    """Reads JSON data. Raises `InvalidInput` with the path of the first thing that is wrong and the count of others."""
    return _read(Programme, data, where)


def _read(model: type[M], data: Any, where: str) -> M:
    try:
        return model.model_validate_json(seals.serialise(data), strict=True)
    except ValidationError as error:
        raise InvalidInput(_in_words(error), where=where) from None
    except InvalidInput as error:
        place = f"{error.where}: " if error.where else ""
        raise InvalidInput(f"{place}{error.message}", where=where, remedy=error.remedy) from None


def from_text(text: str | bytes, *, where: str = "programme.json") -> Programme:
    """Reads the text of a file."""
    return from_data(_json(text, where), where=where)


def regions_from_text(text: str | bytes, *, where: str) -> RegionMap:
    """Reads the text of a file with a map of regions. Raises `InvalidInput` like `from_data`."""
    return _read(RegionMap, _json(text, where), where)


def _json(text: str | bytes, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_members)
    except RecursionError:
        raise InvalidInput(phrase("This is nested too deep for a programme."), where=where) from None
    except ValueError as error:
        raise InvalidInput(phrase("This is not JSON: %(error)s.", error=error), where=where) from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object. JSON lets a name stand twice, and readers disagree on what that means."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}” stands twice in one object")
    return members


def _in_words(error: ValidationError) -> str:
    problems = error.errors(include_url=False)
    first = problems[0]
    words = (
        phrase("unknown field") if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    )
    others = phrase(" (%(count)s more)", count=len(problems) - 1) if len(problems) > 1 else ""
    return f"{path(first['loc']) or phrase('the document')}: {words.rstrip('.')}{others}."


def path(steps: Iterable[str | int]) -> str:
    """Where something stands in a document: `results[2].title`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
