"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Publications and their history."""

    name = "biennium.publishing.publications"
    label = "publications"

    def ready(self) -> None:
        """Registers what lower rooms show of this one."""
        from biennium.publishing.publications import registration

        registration.register()
