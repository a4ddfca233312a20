"""What upper rooms tell this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from biennium.foundation.registry import Registry

LastReports = Callable[[], Mapping[int, date]]
LAST_REPORTS: Registry[LastReports] = Registry("last reports on country programmes")
"""The day something was last reported on the work of each country programme, by primary key; one query each."""
