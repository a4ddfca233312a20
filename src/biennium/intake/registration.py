"""What this room adds to the foundation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.intake.models import PaperDraft, Workbook

USE = "intake.use"


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("paper_draft", PaperDraft)
    register_kind("workbook", Workbook)
    register_action(USE, _("read papers into the programme"))
