"""What the services of this room share."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.kernel.errors import Conflict, InvalidInput
from biennium.organisation.models import Place
from biennium.programme.models import Indicator, Programme, Version, WorkItem
from biennium.programme.selectors.versions import latest


def pinned(programme: Programme) -> Version | None:
    """The version a report is made against: the one sealed last."""
    return latest(programme)


def refuse_foreign(programme: Programme, *indicators: Indicator) -> None:
    """Raises `InvalidInput` for an indicator of another programme or one that was retired."""
    for indicator in indicators:
        if indicator.programme_id != programme.pk:
            raise InvalidInput(
                _("Indicator %(indicator)s belongs to another programme than %(programme)s.")
                % {"indicator": indicator.code, "programme": programme.code}
            )
        if indicator.retired_at:
            raise InvalidInput(
                _("Indicator %(indicator)s is retired: nothing is reported on it any more.")
                % {"indicator": indicator.code}
            )


def refuse_elsewhere(item: WorkItem | None, place: Place | None) -> None:
    """Raises `InvalidInput` where what is reported of a place is tied to work for another."""
    if item and item.place and place and item.place_id != place.pk:
        words = {"code": item.code, "its": str(item.place), "place": str(place)}
        raise InvalidInput(
            _("%(code)s is work for %(its)s, not for %(place)s.") % words,
            remedy=_("Name work for the same place, or none."),
            field="work_item",
        )


def refuse_stale(current: int, seen: int | None, what: str) -> None:
    """Raises `Conflict` when what is there is not at the revision the writer has seen."""
    if seen is not None and current != seen:
        raise Conflict(
            _("Somebody else changed %(object)s while you were editing it.") % {"object": what},
            remedy=_("Read it again, and save again."),
        )


def require_reason(reason: str, words: str) -> str:
    """The reason, cleaned. Raises `InvalidInput` in these words when there is none."""
    if not (cleaned := reason.strip()):
        raise InvalidInput(words)
    return cleaned
