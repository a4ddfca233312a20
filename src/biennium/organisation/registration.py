"""What this room adds to the foundation: its kinds of object, its actions, and the rule of roles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import POLICIES, register_action
from biennium.foundation.references import register_kind
from biennium.organisation import models
from biennium.organisation.policy import RolePolicy

MANAGE = "organisation.manage"
SEE_OFFICE = "organisation.see_office"


def register() -> None:
    """Called once, when Django is ready."""
    for kind in ("organisation", "unit", "person", "role", "place", "region"):
        register_kind(kind, getattr(models, kind.capitalize()))
    register_kind("role_assignment", models.RoleAssignment)
    register_kind("access_token", models.AccessToken)
    register_action(MANAGE, _("manage people, roles and units"))
    register_action(SEE_OFFICE, _("work in the office"))
    POLICIES.register("roles", RolePolicy())
