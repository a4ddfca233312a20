"""Columns of our own: multilingual text and identity.

Invariant: a multilingual column holds cleaned text (`biennium.kernel.text`), stored with readable characters.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from biennium.kernel import text as texts
from biennium.kernel.identity import new_uid


class ReadableEncoder(json.JSONEncoder):
    """JSON that keeps é as é, so that the database can be read and searched by people."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class MultilingualField(models.JSONField):
    """`{language: text}`; empty is `{}`. No silent fallback: showing it is up to `kernel.text.resolve`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        options.setdefault("blank", True)
        options["encoder"] = ReadableEncoder
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        options.pop("encoder", None)
        return name, path, args, options

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(texts.clean(value) if isinstance(value, dict) else value)


class ReadableJSONField(models.JSONField):
    """Structured data with readable characters."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["encoder"] = ReadableEncoder
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, options = super().deconstruct()
        options.pop("encoder", None)
        return name, path, args, options


class IdentityField(models.UUIDField):  # type: ignore[type-arg]
    """The identity of an object that is exchanged: a UUIDv7 that is given once and never changes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", new_uid)
        options.setdefault("editable", False)
        super().__init__(*args, **options)
