"""What a column can hold, checked before the database is asked: both databases then refuse the same, in words."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from biennium.kernel.errors import InvalidInput

M = TypeVar("M", bound=models.Model)


def checked(row: M, *, where: str = "") -> M:
    """The row, when its texts and numbers fit their columns. Raises `InvalidInput` naming the first that does not."""
    others = [field.name for field in row._meta.fields if field.is_relation or isinstance(field, models.JSONField)]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(" ".join(messages), where=f"{where}, {name}" if where else name) from None
    return row
