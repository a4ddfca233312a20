"""What can be chosen for each dimension of a line: codes with their titles, and the row behind a code.

Invariant: what is retired cannot be chosen; a result, a budget item and a work item are of the programme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from biennium.funding.models import Agreement, CostCategory, Fund, Project
from biennium.kernel.trees import below
from biennium.ledger.models import BudgetItem
from biennium.office.forms.common import words
from biennium.organisation.models import Place, Unit
from biennium.organisation.selectors import own_regions
from biennium.programme.models import Programme, Result, WorkItem

Choices = list[tuple[str, str]]
CLOSED = ("concept", "pipeline", "dropped")
LONGEST_LABEL = 90


def rows(dimension: str, programme: Programme) -> QuerySet[Any]:
    """What a line can be of in a dimension."""
    found: dict[str, QuerySet[Any]] = {
        "fund": Fund.objects.filter(retired_at__isnull=True),
        "agreement": Agreement.objects.exclude(status__in=CLOSED),
        "project": Project.objects.filter(retired_at__isnull=True),
        "budget_item": BudgetItem.objects.filter(programme=programme),
        "result": Result.objects.filter(programme=programme, retired_at__isnull=True).order_by("code"),
        "work_item": WorkItem.objects.filter(programme=programme, retired_at__isnull=True).order_by("code"),
        "unit": Unit.objects.filter(retired_at__isnull=True).order_by("code"),
        "place": Place.objects.order_by("code"),
        "cost_category": CostCategory.objects.filter(retired_at__isnull=True),
    }
    return found[dimension]


def listed(
    dimension: str, programme: Programme, *, within: int | None = None, fund: int | None = None
) -> dict[str, tuple[int, str]]:
    """By code: the primary key and the title in the reader's language. `within` keeps what stands below a row, `fund`
    the agreements and projects that it pays for."""
    code = "symbol" if dimension == "project" else "code"
    title = "name" if dimension in ("fund", "unit", "place", "cost_category") else "title"
    parents = {"parent_id"} if within else set()
    of_fund = {"agreement": "fund", "project": "agreements__fund"}.get(dimension) if fund else None
    found = rows(dimension, programme)
    found = found.filter(**{of_fund: fund}).distinct() if of_fund else found
    known = list(found.values_list("pk", code, title, *parents))
    kept = below(within, {row[0]: row[3] for row in known}) if within else None
    return _by_code(row[:3] for row in known if kept is None or row[0] in kept)


def named(found: QuerySet[Any], title: str) -> dict[str, tuple[int, str]]:
    """By code: the primary key and the title, of these rows."""
    return _by_code(found.values_list("pk", "code", title))


def projects_of(agreement: Agreement) -> dict[str, tuple[int, str]]:
    """The projects an agreement pays for."""
    found = agreement.projects.filter(retired_at__isnull=True)
    return _by_code(found.values_list("pk", "symbol", "title"))


def _by_code(rows: Iterable[Sequence[Any]]) -> dict[str, tuple[int, str]]:
    return {code: (pk, titled(text)) for pk, code, text in rows}


def titled(text: dict[str, str] | None) -> str:
    """A title in the reader's language, short enough for a box."""
    return words(text or {}, get_language() or "en")[:LONGEST_LABEL]


def called(value: Any) -> tuple[str, dict[str, str]]:
    """The code of what a dimension names, or the symbol of a project, and what it is called."""
    text = value.title if hasattr(value, "title") else value.name
    return str(getattr(value, "code", None) or value.symbol), text


def as_choices(known: dict[str, tuple[int, str]]) -> Choices:
    """For a box to choose from."""
    return [(code, f"{code} · {title}" if title else code) for code, (_pk, title) in known.items()]


def years(programme: Programme) -> Sequence[int]:
    """The years of a programme."""
    return programme.years


def regions() -> Choices:
    """The regions of the organisation's own map."""
    lang = get_language() or "en"
    return [(one.code, words(one.name, lang)) for one in own_regions()]
