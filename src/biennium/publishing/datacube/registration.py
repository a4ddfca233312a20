"""What this room adds to the rooms below: a kind of object and an action."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.programme.figures import FAMILIES, Family
from biennium.publishing.datacube import figures, models
from biennium.publishing.datacube.services import NAME_DIFFERENCE


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("known_difference", models.KnownDifference)
    register_action(NAME_DIFFERENCE, _("name a difference between published tables"))
    FAMILIES.register(figures.FAMILY, Family(figures.figure, tuple(models.KnownDifference.Table.values)))
