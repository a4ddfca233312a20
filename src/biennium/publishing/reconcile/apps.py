"""The app of this room."""

from __future__ import annotations

from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    """Reports of reconciliation, kept with their day."""

    name = "biennium.publishing.reconcile"
    label = "reconcile"

    def ready(self) -> None:
        """Registers what lower rooms show of this one."""
        from biennium.foundation.references import register_kind
        from biennium.publishing.reconcile.models import Reconciliation

        register_kind("reconciliation", Reconciliation)
