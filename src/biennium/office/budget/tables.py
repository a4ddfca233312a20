"""The tables of money as they are shown, sorted, filtered and saved."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.kernel.books.stages import AUTHORITY
from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.models import Line
from biennium.ledger.selectors.scope import KEYS
from biennium.office.forms.common import words
from biennium.programme.models import Programme
from biennium.web.tables import Column, Table, by_field

STANDINGS = tuple(stage.value for stage in AUTHORITY)


def source(programme: Programme) -> list[str]:
    """Where figures come from, for files and captions."""
    found = [_("Books of programme %(code)s, as they stand now") % {"code": programme.code}]
    if programme.is_demonstration:
        found.append(_("Demonstration: the split over funds and outputs is modelled"))
    return found


def lines(programme: Programme) -> Table[Line]:
    """The lines of a programme with what stands on each, in the reporting currency."""
    currency = reporting_currency()
    labels = {
        "approved": _("Left to allot"),
        "allotted": _("Available"),
        "committed": _("Committed"),
        "spent": _("Spent"),
        "uncovered": _("Uncovered"),
    }

    def standing(stage: str) -> Column[Line]:
        return Column(
            stage,
            labels[stage],
            lambda line: Money(size(stage, getattr(line.balance, f"{stage}_reporting")), currency),
            url=lambda line: line_url(line, programme) if getattr(line.balance, f"{stage}_reporting") else "",
            sorting=by_field(f"balance__{stage}_reporting", "id"),
            numeric=True,
            unit=currency,
            mark=is_uncovered if stage == "uncovered" else None,
        )

    named = Column[Line]("line", _("Line"), lambda line: line.words, url=lambda line: line_url(line, programme))
    return Table(
        name=f"lines-{programme.code}",
        caption=_("Lines"),
        columns=[named, *map(standing, STANDINGS)],
        kept=KEYS,
        source=source(programme),
        per_page=50,
    )


def size(stage: str, amount: int) -> int:
    """What is uncovered stands below zero in the books; people speak of how much it is."""
    return -amount if stage == "uncovered" else amount


def is_uncovered(line: Line) -> tuple[str, str] | None:
    """The mark of a line on which more was spent than it had."""
    return ("late", _("uncovered")) if line.balance.uncovered else None


def line_url(line: Line, programme: Programme) -> str:
    """The page of a line."""
    return reverse("office:line", args=[programme.code, line.uid])


def title(text: dict[str, str]) -> str:
    """A text in the reader's language."""
    return words(text or {}, get_language() or "en")


def standing_sums(rows: Any) -> dict[str, Any]:
    """What stands on the lines together, in the reporting currency, and how many of them are uncovered."""
    currency = reporting_currency()
    sums = {stage: Sum(f"balance__{stage}_reporting", default=0) for stage in STANDINGS}
    found = rows.order_by().aggregate(**sums, lines=Count("pk"), short=Count("pk", filter=Q(balance__uncovered__lt=0)))
    amounts = {stage: Money(size(stage, found[stage]), currency) for stage in STANDINGS}
    return {**amounts, "lines": found["lines"], "short": found["short"]}
