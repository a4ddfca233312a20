"""Posting: one batch, one verdict for each unit concerned, one audit event.

`post` is a batch of one. Every other service of this room posts through here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.kernel.errors import InvalidInput
from biennium.ledger.books.writing import AnyOrder, write
from biennium.ledger.models import Batch, Posting


@transaction.atomic
def post_many(
    *,
    actor: Actor,
    origin: str,
    orders: Sequence[AnyOrder],
    reason: str = "",
    about: dict[str, Any] | None = None,
) -> Batch:
    """Posts the orders together, or none of them; the caller has asked for permission.

    `about` is what the audit event says besides the number of postings. Raises `InvalidInput` or `NothingLeft`.
    """
    if not orders:
        raise InvalidInput(_("There is nothing to post."))
    batch = new_batch(actor=actor, origin=origin, reason=reason)
    add_to(batch, orders)
    record(batch, actor=actor, postings=len(orders), about=about)
    return batch


def add_to(batch: Batch, orders: Sequence[AnyOrder], *, first: int = 0) -> list[int]:
    """Posts orders into a batch (a new one is written with them), numbered from `first`; the caller has begun a
    transaction, and ends it when this fails. Raises `InvalidInput` naming the rule that was broken."""
    try:
        return write(batch, orders, first=first)
    except IntegrityError as error:
        raise _refused(error) from error


def open_batch(*, actor: Actor, origin: str, reason: str = "") -> Batch:
    """The head of a batch, written before its postings."""
    batch = new_batch(actor=actor, origin=origin, reason=reason)
    batch.save(force_insert=True)
    return batch


def new_batch(*, actor: Actor, origin: str, reason: str = "") -> Batch:
    """The head of a batch that is not written yet."""
    return Batch(
        origin=origin,
        at=timezone.now(),
        actor_id=actor.pk,
        actor_label=actors.label(actor)[:200],
        reason=reason.strip(),
    )


def record(batch: Batch, *, actor: Actor, postings: int, about: dict[str, Any] | None = None) -> None:
    """The audit event of a batch."""
    after = {"origin": batch.origin, "postings": postings, **(about or {})}
    audit.record(actor=actor, verb="ledger.posted", target=batch, after=after, reason=batch.reason)


def single(batch: Batch) -> Posting:
    """The posting of a batch of one."""
    return batch.postings.get()


def _refused(error: IntegrityError) -> InvalidInput:
    """The rule of the database that was broken, in words."""
    text = str(error)
    if "one_posting_per_document_line" in text or "ledger_posting.document" in text:
        return InvalidInput(_("A document and line of the ERP is posted already."), remedy=_("It is posted once."))
    if "reversed_once" in text or "ledger_posting.follows_id" in text:
        return InvalidInput(_("This posting was reversed already."))
    return InvalidInput(_("The database refuses this posting: it would break a rule of the books."), where=text[:200])
