"""The app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """It has no tables; its texts are translated."""

    name = "biennium.api"
