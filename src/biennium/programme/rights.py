"""Who keeps a work item: whoever edits its primary output, the programme office where there is none, and whom a room
above lets keep it as well."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import Verdict, decide
from biennium.foundation.registry import Registry
from biennium.programme.models import WorkItem
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT

Right = Callable[[Actor, WorkItem], bool]
WORK_ITEM_RIGHTS: Registry[Right] = Registry("further rights to keep a work item")


def may_keep(actor: Actor, item: WorkItem) -> Verdict:
    """Whether the actor may add a work item (one without a primary key), change or retire it: the primary output is
    only named by it, and does not change."""
    editing = (EDIT_RESULT, item.result) if item.result else (EDIT_PROGRAMME, item.programme)
    verdict = decide(actor, *editing)
    if not verdict.allowed and any(right(actor, item) for right in WORK_ITEM_RIGHTS.values()):
        return Verdict(allowed=True, rule=_("The office that is responsible for the work may keep it."))
    return verdict
