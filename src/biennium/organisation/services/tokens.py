"""Tokens with which programs read on behalf of a person.

Invariant: the secret is told once and never stored; a token reads what its person may read at that moment, no longer
than its last day, and not at all once it is revoked or the account is closed.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.rows import checked
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.models import AccessToken, Person
from biennium.organisation.registration import MANAGE, SEE_OFFICE

LONGEST_DAYS = 366
PREFIX = "bnm_"


@dataclass(frozen=True, slots=True)
class Issued:
    """A token and its secret, which is told now and never again."""

    token: AccessToken
    secret: str


@transaction.atomic
def issue_token(*, actor: Person, name: str, days: int) -> Issued:
    """Issues a token to whoever asks, for some days. Raises `InvalidInput` without a name or for more than a year."""
    require(actor, SEE_OFFICE)
    if not name.strip():
        raise InvalidInput(_("A token needs a name."), remedy=_("Say which program will use it."), field="name")
    if not 1 <= days <= LONGEST_DAYS:
        words = _("A token lasts from 1 to %(days)s days.") % {"days": LONGEST_DAYS}
        raise InvalidInput(words, field="days")
    secret = PREFIX + secrets.token_urlsafe(32)
    until = timezone.localdate() + timedelta(days=days)
    token = checked(AccessToken(person=actor, name=name.strip(), digest=digest_of(secret), expires_on=until))
    token.save()
    after = {"name": token.name, "expires_on": until.isoformat()}
    audit.record(actor=actor, verb="organisation.token_issued", target=token, after=after)
    return Issued(token, secret)


@transaction.atomic
def revoke_token(*, actor: Actor, token: AccessToken) -> AccessToken:
    """Ends a token at once: its own person, or whoever manages people."""
    if actor.pk != token.person_id:
        require(actor, MANAGE)
    locked = AccessToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save()
        audit.record(actor=actor, verb="organisation.token_revoked", target=locked)
    return locked


def person_of(secret: str) -> Person:
    """Whose token it is. Raises `NotPermitted` for one unknown, revoked, past its day, or of a closed account."""
    rows = AccessToken.objects.filter(digest=digest_of(secret), revoked_at__isnull=True, person__is_active=True)
    found = rows.filter(expires_on__gte=timezone.localdate()).select_related("person").first()
    if found is None:
        raise NotPermitted(_("This access token is not valid."), remedy=_("Issue a new one in the office."))
    return found.person


def digest_of(secret: str) -> str:
    """The hash under which a secret is known; secrets are long and random, so that they need no salt."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
