"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "biennium.reporting"
    label = "reporting"

    def ready(self) -> None:
        from biennium.reporting import registration

        registration.register()
