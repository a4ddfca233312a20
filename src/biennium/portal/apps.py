"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "biennium.portal"
    label = "portal"
