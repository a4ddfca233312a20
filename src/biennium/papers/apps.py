"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "biennium.papers"
    label = "papers"

    def ready(self) -> None:
        from biennium.papers import registration

        registration.register()
