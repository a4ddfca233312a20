"""The app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class DatacubeConfig(AppConfig):
    """Differences that are known, and who may name them."""

    name = "biennium.publishing.datacube"
    label = "datacube"

    def ready(self) -> None:
        """Registers what lower rooms show of this one."""
        from biennium.publishing.datacube.registration import register

        register()
