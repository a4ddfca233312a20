"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "biennium.demo"
    label = "demo"
