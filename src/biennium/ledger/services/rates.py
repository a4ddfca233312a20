"""Recording rates of exchange."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel import rates
from biennium.kernel.errors import InvalidInput
from biennium.ledger.actions import APPROPRIATE
from biennium.ledger.models import Rate
from biennium.programme.models import Programme


@transaction.atomic
def record_rate(
    *, actor: Actor, kind: str, base: str, quote: str, text: str, valid_from: date, programme: Programme | None = None
) -> Rate:
    """Records a rate: `text` units of `quote` for one of `base`. One recorded earlier for the same day stays; the
    latest is in force. Raises `InvalidInput` for what is no rate, and for a budget rate of no programme."""
    require(actor, APPROPRIATE)
    if kind not in Rate.Kind.values:
        raise InvalidInput(
            _("“%(name)s” is no kind of rate.") % {"name": kind},
            remedy=_("There are: %(known)s.") % {"known": ", ".join(Rate.Kind.values)},
        )
    if (kind == Rate.Kind.BUDGET) != (programme is not None):
        raise InvalidInput(_("A rate of the budget belongs to a programme, any other to none."))
    exact = rates.Rate.parse(base, quote, text)
    rate = Rate.objects.create(
        kind=kind,
        programme=programme,
        base=base,
        quote=quote,
        scaled=exact.scaled,
        valid_from=valid_from,
        recorded_at=timezone.now(),
    )
    audit.record(actor=actor, verb="ledger.rate_recorded", target=rate, scope=programme, after={"rate": str(rate)})
    return rate
