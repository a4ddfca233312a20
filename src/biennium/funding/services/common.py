"""What the services of this room share: making and changing a row, and values as the audit log writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput

M = TypeVar("M", bound=models.Model)


def create(model: type[M], *, actor: Actor, verb: str, values: Mapping[str, Any]) -> M:
    """Makes a row and writes that it came to be. Raises `InvalidInput` for a code that is taken."""
    key = next(name for name in ("code", "symbol") if name in values)
    if not str(values[key]).strip():
        raise InvalidInput(_("A code is missing."))
    if model._default_manager.filter(**{key: values[key]}).exists():
        words = _("The code %(code)s is taken.") % {"code": values[key]}
        raise InvalidInput(words, remedy=_("Choose another code."), field=key)
    row = model._default_manager.create(**values)
    audit.record(actor=actor, verb=verb, target=row, after=said(values))
    return row


def change(row: M, *, actor: Actor, verb: str, values: Mapping[str, Any], revision: int | None, reason: str = "") -> M:
    """Changes columns of a row and writes what differs; where nothing does, nothing is written."""
    current: Any = locked(row, revision)
    before, after = audit.changes(said({name: getattr(current, name) for name in values}), said(values))
    if not after:
        return current  # type: ignore[no-any-return]
    for name, value in values.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*values, "revision"])
    audit.record(actor=actor, verb=verb, target=current, before=before, after=after, reason=reason)
    return current  # type: ignore[no-any-return]


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON can hold them: objects by what they are called, days in ISO 8601."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    if isinstance(value, date):
        return value.isoformat()
    return value


def named(text: Mapping[str, str], noun: str) -> dict[str, str]:
    """The cleaned text. Raises `InvalidInput` when nothing is left of it."""
    if not (cleaned := texts.clean(text)):
        raise InvalidInput(_("%(noun)s needs a name.") % {"noun": noun})
    return dict(cleaned)
