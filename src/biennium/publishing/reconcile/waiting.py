"""What waits to be published together: of each standard and programme what was written last, if nobody decided yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biennium.programme.models import Programme
from biennium.publishing.publications import selectors
from biennium.publishing.publications.models import Publication, PublicationFile
from biennium.publishing.publications.packages import MAKERS, years_of
from biennium.publishing.publications.selectors import IATI


@dataclass(frozen=True, slots=True)
class Waiting:
    """A standard, the programme (none for IATI, which is of all adopted ones), and what was written last, if anything;
    `blocked_by` errors are in its way."""

    standard: str
    programme: Programme | None
    publication: Publication | None
    blocked_by: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided upon."""
        return self.publication is not None and self.publication.is_open

    @property
    def can_leave(self) -> bool:
        """Whether it waits and nothing is in its way."""
        return self.is_open and not self.blocked_by


def waiting(programmes: Sequence[Programme]) -> list[Waiting]:
    """A row for IATI, and for each programme in which anything was spent one for each standard that is tables."""
    told = [one for one in programmes if years_of(one)]
    keys = [(IATI, None), *((standard, one) for one in told for standard in MAKERS)]
    newest = _newest()
    found = {one.pk: one for one in selectors.history("").filter(pk__in=newest.values())}
    unlisted = selectors.unlisted_in(found)
    rows = []
    for standard, programme in keys:
        one = found.get(newest.get((standard, programme.pk if programme else None), 0))
        errors = one.blocked_by + unlisted[one.pk] if one else 0  # type: ignore[attr-defined]
        rows.append(Waiting(standard, programme, one, errors))
    return rows


def _newest() -> dict[tuple[str, int | None], int]:
    """The publication written last by standard and programme; the organisation's own file has none."""
    rows = PublicationFile.objects.order_by("publication__number", "pk")
    return {
        (standard, programme): publication
        for standard, programme, publication in rows.values_list("publication__standard", "programme", "publication")
    }
