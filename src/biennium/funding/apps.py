"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "biennium.funding"
    label = "funding"

    def ready(self) -> None:
        from biennium.funding import registration

        registration.register()
