"""Checkpoints: a chain of hashes over all that was posted.

Invariant: each checkpoint names its members and the hash of each; its head is over the head before and these hashes.
The last head, kept outside the database, proves all the books before it.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.ledger.actions import CLOSE_YEAR
from biennium.ledger.books import sql
from biennium.ledger.books.hashing import batch_hash, head_of
from biennium.ledger.models import Batch, Checkpoint, CheckpointMember


@transaction.atomic
def make_checkpoint(*, actor: Actor) -> Checkpoint:
    """Takes all batches since the last checkpoint into the next one, while no one else can post.

    Raises `InvalidInput` when nothing was posted since.
    """
    require(actor, CLOSE_YEAR)
    if sql.on_postgres():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_batch, ledger_posting, ledger_move IN SHARE ROW EXCLUSIVE MODE")
    last = Checkpoint.objects.last()
    batches = list(Batch.objects.filter(checkpointed__isnull=True).order_by("id"))
    if not batches:
        raise InvalidInput(_("Nothing was posted since the last checkpoint."))
    hashes = {batch.uid.hex: batch_hash(batch.pk) for batch in batches}
    previous, at = last.head if last else "", timezone.now()
    checkpoint = Checkpoint.objects.create(
        number=last.number + 1 if last else 1,
        at=at,
        previous=previous,
        head=head_of(previous, at, hashes.items()),
    )
    CheckpointMember.objects.bulk_create(
        CheckpointMember(checkpoint=checkpoint, batch=batch, sha256=hashes[batch.uid.hex]) for batch in batches
    )
    return checkpoint
