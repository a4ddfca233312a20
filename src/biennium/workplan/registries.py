"""What upper rooms tell this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from biennium.foundation.registry import Registry

LastReports = Callable[[], Mapping[int, date]]
LAST_REPORTS: Registry[LastReports] = Registry("last reports of work items")
"""The day something was last reported on each work item, by primary key; one query each, whatever the number."""
