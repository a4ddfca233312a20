"""What reporting asks of somebody: rounds that are due, results to verify, results that came back, drafts.

Invariant: nothing waits on a desk that its owner could not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from biennium.foundation.actors import Actor
from biennium.programme.models import Programme
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.listing import Progress

MOST = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits; `to_verify` and `drafts` are the first of `verify_count` and all."""

    due: list[tuple[Progress, int]]
    to_verify: list[Any]
    verify_count: int
    returned: list[Any]
    drafts: list[Any]

    def __bool__(self) -> bool:
        return bool(self.due or self.to_verify or self.returned or self.drafts)


def waiting(actor: Actor, programme: Programme, *, reports: bool, verifies: bool) -> Waiting:
    """What waits for somebody who reports, verifies, or both."""
    today = timezone.localdate()
    to_verify = listing.to_verify(actor, programme)
    return Waiting(
        due=[(one, one.days_left(today)) for one in listing.due(actor, programme)] if reports else [],
        to_verify=list(to_verify[:MOST]) if verifies else [],
        verify_count=to_verify.count() if verifies else 0,
        returned=listing.returned_to(actor, programme)[:MOST] if reports else [],
        drafts=list(listing.drafts_of(actor, programme)[:MOST]) if reports else [],
    )
