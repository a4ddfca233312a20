"""The audit log, the only event log: every service writes what it did, in the transaction in which it did it.

A verb is namespaced by the room and in the past tense: `programme.result_reworded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from biennium.foundation import actors, context
from biennium.foundation.models import AuditEvent
from biennium.foundation.references import kind_of


def event(
    *,
    actor: Any,
    verb: str,
    target: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    scope: models.Model | None = None,
) -> AuditEvent:
    """An event, not yet written: `target` is what changed, `scope` the larger thing it belongs to."""
    return AuditEvent(
        at=timezone.now(),
        actor_id=actor.pk,
        actor_label=actors.label(actor)[:200],
        verb=verb,
        object_kind=kind_of(target),
        object_uid=target.uid,  # type: ignore[attr-defined]
        object_label=str(target)[:200],
        scope_uid=getattr(scope, "uid", None),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        request=context.request_id(),
    )


def record(**what: Any) -> AuditEvent:
    """Writes one event (the arguments of `event`)."""
    written = event(**what)
    written.save(force_insert=True)
    return written


def record_many(events: list[AuditEvent]) -> None:
    """Writes the events of a batch, hundreds a statement (SQLite: dozens)."""
    AuditEvent.objects.bulk_create(events, batch_size=500)


def history(uid: UUID) -> QuerySet[AuditEvent]:
    """What happened to an object, the newest first."""
    return AuditEvent.objects.filter(object_uid=uid).select_related("actor")


def earlier(scope: models.Model, verb: str) -> list[tuple[UUID, dict[str, Any]]]:
    """What objects of a scope said before each event of a kind (the values that changed), the newest first."""
    events = AuditEvent.objects.filter(scope_uid=scope.uid, verb=verb)  # type: ignore[attr-defined]
    return list(events.order_by("-id").values_list("object_uid", "before"))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The part of two states in which they differ."""
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in differing}, {key: after.get(key) for key in differing}
