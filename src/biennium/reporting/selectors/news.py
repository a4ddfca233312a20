"""When something was last reported on the work of a country programme: told to the work plan, which detects what
lies dormant."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate

from biennium.reporting.models import CountryResult


def last_reports() -> QuerySet[Any, Any]:
    """The key of each country programme, and the day a country result was last handed in for its work."""
    within = "work_item__plan__country_programme"
    handed_in = CountryResult.objects.filter(**{f"{within}__isnull": False}, submitted_at__isnull=False)
    rows = handed_in.exclude(status=CountryResult.Status.WITHDRAWN).order_by()
    return rows.values_list(within).annotate(day=Max(TruncDate("submitted_at")))
