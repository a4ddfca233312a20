"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "biennium.intake"
    label = "intake"

    def ready(self) -> None:
        from biennium.intake import registration

        registration.register()
