"""When something was last reported on the work of a country programme: told to the work plan, which detects what
lies dormant."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from biennium.reporting.models import CountryResult


def last_reports() -> dict[int, date]:
    """The day a country result was last handed in for the work of each country programme, by its primary key; in one
    query."""
    within = "work_item__plan__country_programme"
    handed_in = CountryResult.objects.filter(**{f"{within}__isnull": False}, submitted_at__isnull=False)
    rows = handed_in.exclude(status=CountryResult.Status.WITHDRAWN).order_by()
    return {key: timezone.localdate(at) for key, at in rows.values_list(within).annotate(Max("submitted_at"))}
