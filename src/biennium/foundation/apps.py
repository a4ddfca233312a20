"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "biennium.foundation"
    label = "foundation"
