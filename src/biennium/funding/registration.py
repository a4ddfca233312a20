"""What this room adds to the rooms below: its kinds of object and its actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.funding import models

MANAGE_FUNDS = "funding.manage_funds"
MANAGE_AGREEMENTS = "funding.manage_agreements"
MANAGE_PROJECTS = "funding.manage_projects"


def register() -> None:
    """Called once, when Django is ready."""
    for kind in ("fund", "partner", "agreement", "project"):
        register_kind(kind, getattr(models, kind.capitalize()))
    register_kind("cost_category", models.CostCategory)
    register_action(MANAGE_FUNDS, _("manage funds and cost categories"))
    register_action(MANAGE_AGREEMENTS, _("manage partners and agreements"))
    register_action(MANAGE_PROJECTS, _("manage projects"), unit_path="unit")
