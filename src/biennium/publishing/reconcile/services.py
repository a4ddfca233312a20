"""Reconciling, and keeping what came of it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.programme.models import Programme
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.reconcile.comparing import compare
from biennium.publishing.reconcile.models import Reconciliation


def reconciliations() -> list[Reconciliation]:
    """The report of each programme that was kept last, the latest period first."""
    last = Reconciliation.objects.order_by().values("programme").annotate(last=Max("pk")).values("last")
    return list(Reconciliation.objects.filter(pk__in=last).select_related("programme").order_by("-programme__start"))


@transaction.atomic
def reconcile(*, actor: Actor, programme: Programme) -> Reconciliation:
    """Holds the ledger against what is published now, and keeps the report."""
    require(actor, PUBLISH)
    report = compare(programme)
    made = Reconciliation.objects.create(
        programme=programme, by=actors.label(actor)[:200], holds=report.holds, report=report.as_json()
    )
    after = {"holds": report.holds, "errors": len(report.errors), "missing": list(report.missing)}
    audit.record(actor=actor, verb="publishing.reconciled", target=made, after=after)
    return made
