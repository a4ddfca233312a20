"""What this room adds to the rooms below: its kinds of object and its actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.programme import models

CREATE = "programme.create"
EDIT_PROGRAMME = "programme.edit_programme"
EDIT_RESULT = "programme.edit_result"
EDIT_INDICATOR = "programme.edit_indicator"
SHAPE = "programme.shape"
SEAL = "programme.seal"


def register() -> None:
    """Called once, when Django is ready."""
    for kind in ("programme", "result", "indicator", "section", "version"):
        register_kind(kind, getattr(models, kind.capitalize()))
    register_kind("work_item", models.WorkItem)
    register_action(CREATE, _("create a programme"))
    register_action(EDIT_PROGRAMME, _("edit the texts of the programme"))
    register_action(EDIT_RESULT, _("edit results"), unit_path="responsible_unit")
    register_action(EDIT_INDICATOR, _("edit indicators"), unit_path="result__responsible_unit")
    register_action(SHAPE, _("add, move and retire results"), unit_path="responsible_unit")
    register_action(SEAL, _("seal versions"))
