"""Reads of this room."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from biennium.foundation.actors import Actor
from biennium.foundation.permission import limit
from biennium.intake.models import PaperDraft
from biennium.intake.registration import USE
from biennium.kernel.errors import NotFound


def drafts(actor: Actor) -> QuerySet[PaperDraft]:
    """The papers that were read, without what was read in them."""
    listed = PaperDraft.objects.defer("document", "repairs", "unrecognised").select_related("uploaded_by", "programme")
    return limit(actor, USE, listed)


def draft(actor: Actor, uid: UUID) -> PaperDraft:
    """One paper that was read. Raises `NotFound`, also when the asker may not see it."""
    found = limit(actor, USE, PaperDraft.objects.select_related("file", "programme")).filter(uid=uid).first()
    if found is None:
        raise NotFound("There is no such paper.")
    return found
