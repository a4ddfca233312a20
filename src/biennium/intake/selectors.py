"""Reads of this room."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import limit
from biennium.intake.models import PaperDraft, Workbook
from biennium.intake.registration import USE
from biennium.kernel.errors import NotFound
from biennium.programme.models import Programme


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


def workbooks(actor: Actor, programme: Programme) -> QuerySet[Workbook]:
    """The workbooks the asker handed in, without what was found in them: what others try is theirs."""
    return Workbook.objects.filter(programme=programme, uploaded_by_id=actor.pk).defer("report")


def workbook(actor: Actor, programme: Programme, uid: UUID) -> Workbook:
    """One workbook of the asker. Raises `NotFound`, also for that of somebody else."""
    listed = Workbook.objects.filter(programme=programme, uploaded_by_id=actor.pk).select_related("file", "programme")
    found = listed.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("There is no such workbook."))
    return found
