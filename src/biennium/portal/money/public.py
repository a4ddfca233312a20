"""What of the books everybody may read: signed money of partners who are published.

Invariant: a figure whose name says a partner who is not published, or an agreement that is not signed, is as little
there as one that never was.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.funding.models import Agreement, Partner
from biennium.kernel.errors import NotFound
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED

SIGNED = (Agreement.Status.SIGNED, Agreement.Status.ACTIVE, Agreement.Status.CLOSED)
NAMED = (*DIMENSIONS, "agreement__partner")
FAMILIES = ("money", "income", "published")


def partners() -> frozenset[str]:
    """The codes of those who are published."""
    return frozenset(Partner.objects.filter(published=True).values_list("code", flat=True))


def is_public(agreement: Agreement) -> bool:
    """Whether an agreement is signed, by a partner who is published."""
    return agreement.status in SIGNED and agreement.partner.published


def require_public(name: str) -> None:
    """Raises `NotFound` for the name of a figure that says what is not public."""
    head, _colon, text = name.partition(":")
    if head.partition(".")[0] not in FAMILIES:
        return
    for part in text.split(","):
        dimension, _equals, value = part.partition("=")
        if value not in ("", NONE, NOT_PUBLISHED) and not _known(dimension, value):
            raise NotFound(_("There is no figure “%(name)s”.") % {"name": name})


def _known(dimension: str, value: str) -> bool:
    if dimension == "partner":
        return Partner.objects.filter(code=value, published=True).exists()
    if dimension == "agreement":
        return Agreement.objects.filter(code=value, status__in=SIGNED, partner__published=True).exists()
    return True
