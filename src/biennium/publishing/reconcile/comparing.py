"""The ledger beside what was published: every difference has a name, or is an error.

Invariant: for each standard, fund and year, books − published = Σ of what the rules of scope leave out; a rule's amount
comes from the ledger, never from the difference it explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from biennium.ledger.books.rates import reporting_currency
from biennium.programme.models import Programme
from biennium.publishing.crs.scope import NO_ACTIVITY, NO_RECIPIENT
from biennium.publishing.datacube.models import KnownDifference
from biennium.publishing.iati.gathering.words import told
from biennium.publishing.publications.selectors import IATI
from biennium.publishing.reconcile.books import Books, Cells, less, of_no_country, outside_crs
from biennium.publishing.reconcile.published import ALL, Said, said

DATES = gettext_noop(
    "IATI follows the year of the budget; the others the year in which it was posted, with what was accrued"
)
LEFT_OUT = {
    NO_ACTIVITY: gettext_noop("The CRS leaves out what stands on no country outcome or product"),
    NO_RECIPIENT: gettext_noop("The CRS leaves out what is spent in places that do not receive aid"),
}
GLOBAL = gettext_noop("UN INFO is about countries: what is spent in none is left out")
OF_PROGRAMME = (IATI, "uninfo")
"""What is published programme by programme; the others tell calendar years of the organisation."""
KNOWN = gettext_noop("A difference that was named: %(reason)s")


@dataclass(frozen=True, slots=True)
class Named:
    """A rule of scope and what it leaves out, in minor units; `reason` fills in its words, by language."""

    rule: str
    amount: int
    reason: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """In the reader's language."""
        return _(self.rule) % {"reason": told(self.reason, get_language() or "en")} if self.reason else _(self.rule)

    @staticmethod
    def read(data: Mapping[str, Any]) -> Named:
        """As a report has it; earlier ones have the reason in one language."""
        reason = data["reason"]
        worded = {"en": reason} if isinstance(reason, str) and reason else reason or {}
        return Named(data["rule"], data["amount"], worded)


@dataclass(frozen=True, slots=True)
class Line:
    """One standard, fund (none where it tells no funds apart) and year; minor units."""

    standard: str
    fund: str
    year: int
    books: int
    published: int
    named: tuple[Named, ...] = ()

    @property
    def unexplained(self) -> int:
        """What no rule explains."""
        return self.books - self.published - sum(one.amount for one in self.named)


@dataclass(frozen=True, slots=True)
class Report:
    """All lines of a programme; `missing` are the standards that it was not published in yet."""

    programme: str
    currency: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    @property
    def errors(self) -> list[Line]:
        """The lines that differ without a name."""
        return [line for line in self.lines if line.unexplained]

    @property
    def holds(self) -> bool:
        """Everything was published, and every difference has a name."""
        return not self.errors and not self.missing

    def as_json(self) -> dict[str, Any]:
        """As data that `from_json` reads."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Report:
        """The report of its data."""
        lines = [Line(**{**line, "named": tuple(Named.read(one) for one in line["named"])}) for line in data["lines"]]
        return Report(data["programme"], data["currency"], tuple(lines), tuple(data["missing"]))


def compare(programme: Programme) -> Report:
    """The ledger beside the files that are published now."""
    currency = reporting_currency()
    found, years = said(programme, currency), tuple(programme.years)
    own, whole = Books(years, programme), Books(years)
    of = {name: own if name in OF_PROGRAMME else whole for name in found}
    lines = [line for name, one in found.items() for line in _lines(name, one, of[name])]
    standards = {name.partition(" ")[0] for name in found}
    missing = tuple(name for name in (IATI, "datacube", "crs", "uninfo") if name not in standards)
    return Report(programme.code, currency, tuple(lines), missing)


def _lines(name: str, one: Said, books: Books) -> Iterator[Line]:
    if name.startswith("datacube"):
        yield from _of_cube(name, one, books)
        return
    rules: dict[str, Sequence[tuple[str, Cells]]] = {
        IATI: [(DATES, less(books.by_date, books.by_line))],
        "crs": [(words, books.where(outside_crs(rule))) for rule, words in LEFT_OUT.items()],
        "uninfo": [(GLOBAL, books.where(of_no_country))],
    }
    for fund, year in sorted({*books.by_date, *one.cells}):
        named = [Named(words, cells[fund, year]) for words, cells in rules[name] if cells.get((fund, year))]
        amounts = (books.by_date.get((fund, year), 0), one.cells.get((fund, year), 0))
        yield Line(name, fund, year, *amounts, tuple(named))


def _of_cube(name: str, one: Said, books: Books) -> Iterator[Line]:
    """The cube tells no funds apart, and may have differences that were named."""
    for year in sorted({year for _fund, year in one.cells}):
        whole = sum(amount for (_fund, when), amount in books.by_date.items() if when == year)
        named = [Named(KNOWN, -each.amount, each.reason) for each in _known(name, year)]
        yield Line(name, ALL, year, whole, one.cells[ALL, year], tuple(named))


TABLES = {
    "expenses_sdgs": "sdg",
    "expenses_sub_agency": "function",
    "expenses_by_country_region_sub_agency": "location",
}


def _known(name: str, year: int) -> Iterable[KnownDifference]:
    table = TABLES.get(name.partition(" ")[2], "")
    return KnownDifference.objects.filter(table=table, year=year)
