"""What this room adds to the rooms below: kinds of object and an action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.publishing.publications import models
from biennium.publishing.publications.actions import PUBLISH


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("publication", models.Publication)
    register_kind("publisher", models.Publisher)
    register_action(PUBLISH, _("publish to the standards"))
