"""A time without microseconds is hashed as every other time, and alike on either database: SQLite writes it shorter."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.utils import timezone

from biennium.foundation.actors import OPERATOR
from biennium.ledger.books.hashing import batch_hash
from biennium.ledger.models import Batch
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services.checkpoints import make_checkpoint

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
BATCH = "2686f79fc9736d5d089ad2637a97361cf19504e2fa2acca143467a9191337f10"
HEAD = "fbbfa51ad0b1db7e6a964578e7045159992b3654a26f792b41a9589d97631d27"


@pytest.mark.django_db
def test_a_checkpoint_made_on_the_second_holds_on_either_database(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch.objects.create(uid=UUID(int=1), origin="decision", at=NOON, actor_label="Operator", reason="Noon")
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    assert (batch_hash(batch.pk), make_checkpoint(actor=OPERATOR).head) == (BATCH, HEAD)
    assert prove().holds
