"""Who pays and who is paid in the demonstration's books besides contributors and staff: invented, and named so.

Transfers and grants go to a partner organisation, and so does some of what is committed of voluntary money. What
contributors signed for the first year is received in full on a day of it: nobody is left owing anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from biennium.demo.money import seeds
from biennium.demo.money.assignment import Assigned
from biennium.demo.money.rows import GLOBAL, NOT_PUBLISHED, AgreementRow, ExpenseCell
from biennium.funding.models import Agreement, Fund, Partner
from biennium.kernel.money import Money
from biennium.ledger.services.income import Income

TRANSFERS = "transfers"
VOLUNTARY = ("XBDC", "RBSA")
COMMITTED_ONE_IN = 4
ORGANISATIONS = 3
"""How many of them work in a place."""
RECEIVED = "Received in full within the year (modelled)"


def paid_to(row: ExpenseCell, places: Mapping[str, str]) -> str:
    """The organisation an expense was paid to, empty for none; `places` are their names by code."""
    return _organisation(row.place, places, row.work_item) if row.cost_category == TRANSFERS else ""


def committed_to(part: Assigned, places: Mapping[str, str]) -> str:
    """The organisation a commitment is to, empty for none."""
    work = part.work_item or ""
    if part.row.fund not in VOLUNTARY or not work or seeds.scatter(COMMITTED_ONE_IN, "committed to", work):
        return ""
    return _organisation(part.place, places, work)


def _organisation(place: str, places: Mapping[str, str], work: str) -> str:
    number = 1 + seeds.scatter(ORGANISATIONS, "organisation", work)
    where = "worldwide" if place == GLOBAL else places.get(place, place)
    return f"Illustrative partner organisation {number}, {where}"


def due(row: AgreementRow) -> date:
    """The day on which an agreement is to be paid."""
    return date(row.year, 1 + seeds.scatter(12, "received", row.code), 15)


def receipts(
    rows: Iterable[AgreementRow],
    currency: str,
    agreements: Mapping[str, Agreement],
    partners: Mapping[str, Partner],
    funds: Mapping[str, Fund],
) -> Iterator[Income]:
    """What came of the agreements of the first year."""
    for row in rows:
        if row.status == "active":
            yield Income(
                step="received",
                instrument=row.instrument,
                year=row.year,
                day=due(row),
                amount=Money(row.amount, currency),
                partner=partners[row.contributor] if row.contributor != NOT_PUBLISHED else None,
                fund=funds[row.fund],
                agreement=agreements[row.code],
                text=RECEIVED,
            )
