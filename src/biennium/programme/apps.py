"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "biennium.programme"
    label = "programme"

    def ready(self) -> None:
        from biennium.programme import registration, sealing
        from biennium.programme.selectors import findings

        registration.register()
        findings.register()
        sealing.register()
