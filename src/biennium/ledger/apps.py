"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "biennium.ledger"
    label = "ledger"

    def ready(self) -> None:
        from biennium.ledger import registration

        registration.register()
