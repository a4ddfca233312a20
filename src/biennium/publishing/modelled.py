"""What is said with data that are modelled, wherever they go."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from biennium.programme.models import Programme


def source(programmes: Iterable[Programme]) -> tuple[str, ...]:
    """A line for data of a demonstration, none for others."""
    if not any(one.is_demonstration for one in programmes):
        return ()
    return (
        _("Demonstration: totals as published for the year, the split over outputs, funds and work items is modelled."),
    )
