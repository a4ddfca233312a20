"""What the services of this room share: codes that are free, positions among siblings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import plain
from biennium.programme.exchange.models import Model
from biennium.programme.models import Programme

M = TypeVar("M", bound=models.Model)
TAKEN = {
    "result": _lazy("There is a result with the code %(code)s already."),
    "indicator": _lazy("There is an indicator with the code %(code)s already."),
    "section": _lazy("There is a section with the code %(code)s already."),
    "work item": _lazy("There is a work item with the code %(code)s already."),
}


def refuse_taken(live: QuerySet[M], code: str, noun: str) -> None:
    """Raises `InvalidInput` when a live object has the code."""
    if live.filter(code=code, retired_at__isnull=True).exists():
        raise taken(noun, code)


def taken(noun: str, code: str) -> InvalidInput:
    """The refusal of a code that another object of the kind has."""
    return InvalidInput(TAKEN[noun] % {"code": code}, remedy=_("Choose another code."), field="code")


def returning(rows: QuerySet[M], uid: UUID | None) -> M | None:
    """The retired object with this identity, which is to come back; nothing where the identity is new.

    Raises `InvalidInput` when the identity is that of a live object.
    """
    row: Any = rows.filter(uid=uid).first() if uid else None
    if row is not None and row.retired_at is None:
        raise InvalidInput(
            _("The identity %(uid)s is taken in this programme.") % {"uid": uid},
            remedy=_("Leave it out for a new object."),
        )
    return row  # type: ignore[no-any-return]


def put_down(row: M, values: Mapping[str, Any], uid: UUID | None) -> None:
    """Writes a new object under the identity it is given, or one that comes back from retirement."""
    written: Any = row
    columns({**values, "retired_at": None}, row)
    if row.pk:
        written.revision += 1
    elif uid:
        written.uid = uid
    row.save()


def place_at(siblings: QuerySet[M], position: int | None) -> int:
    """Makes room among the siblings and returns the position; None is behind the last."""
    last = siblings.aggregate(last=models.Max("position"))["last"]
    end = 0 if last is None else last + 1
    if position is None or position >= end:
        return end
    siblings.filter(position__gte=position).update(position=F("position") + 1)
    return max(position, 0)


def put_at(row: Any, siblings: QuerySet[Any], position: int | None) -> str:
    """Puts a row at a place among its siblings, counted from 0 (None: behind the last), and numbers them all.

    Returns where it stood, or nothing when it stood there already.
    """
    ordered = list(siblings.order_by("position", "id"))
    earlier = next(index for index, one in enumerate(ordered) if one.pk == row.pk)
    last = len(ordered) - 1
    ordered.insert(last if position is None else min(max(position, 0), last), ordered.pop(earlier))
    misplaced = [(index, one) for index, one in enumerate(ordered) if one.position != index]
    for index, one in misplaced:
        one.position = index
    type(row)._default_manager.bulk_update([one for _index, one in misplaced], ["position"])
    row.refresh_from_db(fields=["position"])
    return "" if row.position == earlier else str(earlier)


def stepped(row: Any, siblings: QuerySet[Any], step: int) -> int:
    """The place a row has among its siblings after `step` places down (negative: up), counted from 0."""
    keys = list(siblings.order_by("position", "id").values_list("pk", flat=True))
    return max(0, keys.index(row.pk) + step)


def record_change(
    *, actor: Actor, verb: str, target: models.Model, programme: Programme, before: Model, after: Model, reason: str
) -> None:
    """Writes what differs between two states of an object."""
    old, new = audit.changes(plain(before), plain(after))
    audit.record(actor=actor, verb=verb, target=target, scope=programme, before=old, after=new, reason=reason)


def conclude_change(
    row: Any, *, actor: Actor, verb: str, programme: Programme, before: Model, after: Model, reason: str
) -> None:
    """Writes what differs; where nothing does, the row gets back the revision it had."""
    if after == before:
        row.revision -= 1
        row.save(update_fields=["revision"])
        return
    record_change(actor=actor, verb=verb, target=row, programme=programme, before=before, after=after, reason=reason)


def record_new(
    *, actor: Actor, noun: str, target: models.Model, programme: Programme, values: Model, returns: bool
) -> None:
    """Writes that an object came to be, or came back, and how."""
    verb = f"programme.{noun}_{'restored' if returns else 'added'}"
    audit.record(actor=actor, verb=verb, target=target, scope=programme, after=plain(values))


def known_languages(
    programme: Programme | exchange.Programme, *texts: dict[str, str], before: Iterable[dict[str, str]] = ()
) -> None:
    """Raises `InvalidInput` for a text in a language the programme is not kept in. Those of texts that stand there
    already (`before`) may stay."""
    known = {*programme.languages, *(lang for text in before for lang in text)}
    for text in texts:
        if unknown := sorted(set(text) - known):
            raise InvalidInput(
                _("The programme is not kept in “%(lang)s”.") % {"lang": unknown[0]},
                remedy=_("Its languages are %(known)s; add the language to the programme first.")
                % {"known": ", ".join(programme.languages)},
            )


def columns(values: dict[str, Any], row: models.Model) -> list[str]:
    """Sets the attributes of a row and returns their names, for `save(update_fields=…)`."""
    for name, value in values.items():
        setattr(row, name, value)
    return list(values)
