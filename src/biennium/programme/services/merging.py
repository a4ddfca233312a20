"""Bringing an existing programme towards another document: a proposal of changes, of which a person accepts some.

Invariant: accepting every change of a proposal gives the proposed document; what is not accepted stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.coherence import refuse_incoherent
from biennium.programme.models import Programme
from biennium.programme.selectors.comparison import compare_documents
from biennium.programme.selectors.document import document
from biennium.programme.selectors.matching import matched
from biennium.programme.selectors.overlay import overlaid
from biennium.programme.selectors.unlisted import unlisted
from biennium.programme.services.acceptance import Acceptance, Proposal


def propose_changes(current: exchange.Programme, values: exchange.Programme, *, partial: bool = False) -> Proposal:
    """What would change. `partial`: the values are a paper, silent on what it cannot say (see `selectors.overlay`)."""
    draft = matched(current, values)
    proposed = overlaid(current, draft) if partial else draft
    return Proposal(current, proposed, compare_documents(current, proposed))


@transaction.atomic
def bring_to(*, actor: Actor, programme: Programme, values: exchange.Programme, reason: str) -> int:
    """Brings a programme to the state of a document. Returns how many changes that took.

    Identities, where the document has any, tell what is what; units and the organisation stay as they are. Raises
    `InvalidInput`, with the path, for a document that does not hang together.
    """
    refuse_incoherent(values)
    proposal = propose_changes(document(programme), values)
    keys = [change.key for change in proposal.changes]
    return accept_changes(actor=actor, programme=programme, proposal=proposal, keys=keys, reason=reason)


@transaction.atomic
def accept_changes(
    *, actor: Actor, programme: Programme, proposal: Proposal, keys: Collection[str], reason: str
) -> int:
    """Carries out the changes with these keys, each through the service that owns it. Returns how many.

    Raises `InvalidInput` where a result would refer to an entry of a list that the changes leave out or take off.
    """
    wanted, before = set(keys), _unlisted(programme)
    accepted = [change for change in proposal.changes if change.key in wanted]
    Acceptance(actor, programme, proposal, reason).carry_out(accepted)
    _refuse_unlisted(_unlisted(programme) - before, proposal)
    return len(accepted)


def _unlisted(programme: Programme) -> set[tuple[str, str, str]]:
    return unlisted(programme, programme.results.filter(retired_at__isnull=True))


def _refuse_unlisted(unlisted: Collection[tuple[str, str, str]], proposal: Proposal) -> None:
    """What is accepted takes along the entries it refers to, and takes off none that is referred to."""
    known = {(one.scheme, one.code) for side in (proposal.current, proposal.proposed) for one in side.terms}
    for result, scheme, code in sorted(unlisted):
        if (scheme, code) in known:
            raise InvalidInput(
                _("%(result)s would refer to “%(entry)s”, which the list “%(list)s” would not have.")
                % {"result": result, "entry": code, "list": scheme},
                remedy=_("Accept both changes, or neither."),
            )
