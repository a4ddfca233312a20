"""Days and moments: what “as of a day” means."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def end_of(day: date) -> datetime:
    """The moment a day is over, in the time zone of the installation."""
    return timezone.make_aware(datetime.combine(day + timedelta(1), time.min))
