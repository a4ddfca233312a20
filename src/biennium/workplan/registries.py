"""What upper rooms tell this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from biennium.foundation.registry import Registry

LastReports = Callable[[], QuerySet[Any, Any]]
LAST_REPORTS: Registry[LastReports] = Registry("last reports on country programmes")
"""Rows of the key of a country programme and the day something was last reported on its work; they join one query."""
