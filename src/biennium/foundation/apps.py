"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext

from biennium.kernel.wording import translated_by


class FoundationConfig(AppConfig):
    name = "biennium.foundation"
    label = "foundation"

    def ready(self) -> None:
        """The kernel's sentences are said in the language of the reader."""
        translated_by(gettext)
