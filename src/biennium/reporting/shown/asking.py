"""What an address asks of the matrix: which part of the framework, which region and period, as of which day.

Invariant: what is asked for and not known is refused with what there is; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.kernel.periods import Period
from biennium.programme.models import Programme
from biennium.reporting.selectors.columns import WORLD, Column
from biennium.reporting.shown.matrix import period_choices

Parameters = Mapping[str, str]
KEPT = ("period", "as_of", "region")


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of the matrix that is asked for; `as_of` is None for what is known today."""

    level: str
    under: str
    region: str
    period: Period
    periods: tuple[Period, ...]
    as_of: date | None
    page: int

    @property
    def query(self) -> dict[str, str]:
        """The parameters that go on to the page of an indicator."""
        found = {"period": self.period.code} if self.period != self.periods[0] else {}
        return {**found, "as_of": self.as_of.isoformat()} if self.as_of else found


def asked(programme: Programme, parameters: Parameters) -> Asked:
    """What an address asks. Raises `InvalidInput` for a period or a day that is none."""
    periods = period_choices(programme.start, programme.end)
    return Asked(
        level=parameters.get("level", ""),
        under=parameters.get("under", ""),
        region=parameters.get("region", "") or WORLD,
        period=_period(parameters.get("period", ""), periods),
        periods=tuple(periods),
        as_of=_day(parameters.get("as_of", "")),
        page=_page(parameters.get("page", "1")),
    )


def _period(code: str, known: list[Period]) -> Period:
    if not code:
        return known[0]
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise InvalidInput(
            _("There is no period %(code)s.") % {"code": code},
            remedy=_("Periods: %(known)s.") % {"known": ", ".join(one.code for one in known)},
        )
    return found


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InvalidInput(_("“%(day)s” is not a day.") % {"day": written}, remedy=_("Write 2025-06-30.")) from None


def _page(written: str) -> int:
    return max(1, int(written)) if written.isascii() and written.isdigit() and len(written) < 7 else 1


def column(code: str, columns: tuple[Column, ...]) -> Column:
    """The column of a code. Raises `NotFound` naming those there are."""
    found = next((one for one in columns if one.code == code), None)
    if found is None:
        known = {"known": ", ".join(one.code for one in columns)}
        raise NotFound(_("There is no region %(code)s.") % {"code": code}, remedy=_("Regions: %(known)s.") % known)
    return found
