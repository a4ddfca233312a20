"""What a validation depends on besides the file and the tables: the clock, who is known, how far to go.

Invariant: nothing else; the same file under the same setting has the same findings, today and in ten years.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from biennium.standards.iati import tables


def _known() -> frozenset[str]:
    return tables.publishers()


def _agencies() -> frozenset[str]:
    return tables.codes("OrganisationRegistrationAgency")


@dataclass(frozen=True, slots=True)
class Setting:
    """`now` is the moment after which a date is in the future.

    `publishers` are organisation identifiers registered with IATI (rules on the form of identifiers spare them);
    `agencies` the registration agencies an identifier may begin with; `activities` identifiers of activities known
    to be published elsewhere. `strict` adds what the official validator declares and its own engine never reaches.
    """

    now: datetime
    publishers: frozenset[str] = field(default_factory=_known)
    agencies: frozenset[str] = field(default_factory=_agencies)
    activities: frozenset[str] = frozenset()
    strict: bool = False

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("The clock of a validation names its time zone.")
