"""The shell of every page: base templates, components, languages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Stands before the libraries in `INSTALLED_APPS`, so that its templates win over theirs."""

    name = "biennium.web"
    label = "web"
