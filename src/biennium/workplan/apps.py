"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WorkplanConfig(AppConfig):
    name = "biennium.workplan"
    label = "workplan"

    def ready(self) -> None:
        from biennium.workplan import registration

        registration.register()
