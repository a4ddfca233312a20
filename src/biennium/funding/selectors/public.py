"""Whom and what everybody may read of: partners who are published, and what they signed."""

from __future__ import annotations

from django.db.models import QuerySet

from biennium.funding.models import Agreement, Partner

SIGNED = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.CLOSED)


def partners() -> QuerySet[Partner]:
    """Those who are published."""
    return Partner.objects.filter(published=True)


def agreements() -> QuerySet[Agreement]:
    """What was signed by a partner who is published."""
    return Agreement.objects.filter(status__in=SIGNED, partner__published=True)


def is_public(agreement: Agreement) -> bool:
    """Whether an agreement is one of those."""
    return agreement.status in SIGNED and agreement.partner.published
