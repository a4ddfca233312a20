"""When something was last reported on a piece of work: told to the work plan, which detects what lies dormant."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils import timezone

from biennium.reporting.models import CountryResult


def last_reports() -> dict[int, date]:
    """The day a country result was last handed in, by the primary key of the work item it is for; in one query."""
    handed_in = CountryResult.objects.filter(work_item__isnull=False, submitted_at__isnull=False)
    rows = handed_in.exclude(status=CountryResult.Status.WITHDRAWN).order_by()
    return {
        item: timezone.localdate(at)
        for item, at in rows.values_list("work_item").annotate(Max("submitted_at"))
        if item is not None
    }
