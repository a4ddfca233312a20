"""What the services of this room share: making and changing a row, and values as the audit log writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.funding.models import Fund, Partner, Project
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput

M = TypeVar("M", bound=models.Model)
HELD: Registry[Callable[[Fund | Project], bool]] = Registry("what money is left")
"""How an upper room says that money of a fund or a project is left at some stage, or that something is uncovered."""


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


def retire(row: M, *, actor: Actor, verb: str, reason: str) -> M:
    """Retires a row: it stays in the books and can no longer be chosen. Raises `InvalidInput` for one that is retired
    already, or without a reason."""
    current: Any = locked(row, None)
    require_live(current)
    if not reason.strip():
        raise InvalidInput(_("What is retired is retired for a reason."), remedy=_("Say why."), field="reason")
    current.retired_at, current.revision = timezone.now(), current.revision + 1
    current.save(update_fields=["retired_at", "revision"])
    audit.record(actor=actor, verb=verb, target=current, reason=reason.strip())
    return current  # type: ignore[no-any-return]


def bring_back(row: M, *, actor: Actor, verb: str, reason: str) -> M:
    """Lets a retired row be chosen again. Raises `InvalidInput` for one that is not retired, or without a reason."""
    current: Any = locked(row, None)
    if current.retired_at is None:
        raise InvalidInput(_("%(code)s is not retired.") % {"code": _code(current)})
    if not reason.strip():
        raise InvalidInput(
            _("What is brought back is brought back for a reason."), remedy=_("Say why."), field="reason"
        )
    current.retired_at, current.revision = None, current.revision + 1
    current.save(update_fields=["retired_at", "revision"])
    audit.record(actor=actor, verb=verb, target=current, reason=reason.strip())
    return current  # type: ignore[no-any-return]


def require_empty(row: Fund | Project) -> None:
    """Raises `InvalidInput` where money is left."""
    if any(holds(row) for holds in HELD.values()):
        raise InvalidInput(
            _("Money is left there, or something is uncovered."),
            remedy=_("Withdraw or transfer what is left and cover what was spent without an allotment first."),
        )


def require_live(row: Partner | Fund | Project) -> None:
    """Raises `InvalidInput` for what is retired: it is neither chosen nor changed."""
    if row.retired_at:
        raise InvalidInput(_("%(code)s is retired.") % {"code": _code(row)}, remedy=_("Choose another one."))


def _code(row: Partner | Fund | Project) -> str:
    return row.symbol if isinstance(row, Project) else row.code


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
