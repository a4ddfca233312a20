"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "biennium.organisation"
    label = "organisation"

    def ready(self) -> None:
        from biennium.organisation import registration

        registration.register()
