"""Which work: a slice names values, and is written `result=3.2,region=africa`.

Invariant: an unknown name or code is refused with those there are; a slice never silently says everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.ledger.selectors.scope import Scope
from biennium.programme.models import Programme

KEYS = ("result", "region", "place", "unit", "country_programme", "kind", "status", "work_item", "year")
OF_LINES = ("result", "year")
"""What every line of the ledger knows as well: money that is given to no work yet often names no place."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Work items with these values; a result and a unit stand for all below them as well, `-` for *not specified*."""

    values: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def parse(text: str) -> Slice:
        """Reads `result=3.2,year=2025`; nothing is all work. Raises `InvalidInput` naming the names there are."""
        values: dict[str, str] = {}
        for part in filter(None, text.split(",")):
            name, equals, value = part.partition("=")
            if name not in KEYS or not equals or not value:
                raise InvalidInput(
                    _("“%(part)s” is no part of a work plan.") % {"part": part},
                    remedy=_("There are: %(known)s.") % {"known": ", ".join(KEYS)},
                )
            values[name] = value
        return Slice(values)

    def within(self, name: str, value: str) -> Slice:
        """The part of it with one more value."""
        return Slice({**self.values, name: value})

    @property
    def year(self) -> int | None:
        """The year, where it is only one. Raises `InvalidInput` for what is no year."""
        value = self.values.get("year", "")
        if value and not value.isdigit():
            raise InvalidInput(
                _("“%(value)s” is no year.") % {"value": value}, remedy=_("Write it in digits, such as 2024.")
            )
        return int(value) if value else None

    def __str__(self) -> str:
        return ",".join(f"{name}={self.values[name]}" for name in KEYS if name in self.values)

    def lines(self, programme: Programme) -> Scope | None:
        """The lines of the ledger within it; None where lines do not tell all of what it names."""
        if set(self.values) - set(OF_LINES):
            return None
        return Scope(programme, dict(self.values))
