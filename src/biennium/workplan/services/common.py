"""What the services of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Unit
from biennium.programme.models import WorkItem
from biennium.workplan.actions import PLAN
from biennium.workplan.models import Plan


def require_plan(actor: Actor, *units: Unit | None) -> None:
    """Raises `NotPermitted` unless the actor may plan for each of the units; work nobody leads needs a top unit."""
    for unit in dict.fromkeys(units):
        require(actor, PLAN, Plan(lead_unit=unit))


def require_reason(reason: str, words: str) -> str:
    """The reason, cleaned. Raises `InvalidInput` in these words when there is none."""
    if not (cleaned := reason.strip()):
        raise InvalidInput(words)
    return cleaned


def refuse_retired(item: WorkItem) -> None:
    """Raises `InvalidInput` for a work item that was retired."""
    if item.retired_at:
        raise InvalidInput(_("%(code)s is retired: nothing is planned for it any more.") % {"code": item.code})


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON can hold them: objects by code, days in ISO 8601."""
    return {name: plain(value) for name, value in values.items()}


def plain(value: Any) -> Any:
    """One value as JSON can hold it."""
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value
