"""Figures of money opened: what they are called, and what each row they rest on is called in public.

Invariant: a row is told in the reader's language, by what everybody may know of it; free text of the office is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from biennium.kernel.figures import Figure
from biennium.ledger.models import IncomeEntry, Line, Posting
from biennium.ledger.selectors import public
from biennium.ledger.selectors.contributions import Income
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED, Scope
from biennium.ledger.words import KINDS
from biennium.portal.money.naming import Naming, naming_of
from biennium.portal.pages import Page
from biennium.publishing.datacube.figures import ALONE
from biennium.publishing.datacube.models import KnownDifference
from biennium.web import formatting, shapes

Labels = dict[tuple[str, str], str]


def column_words(column: str) -> str:
    """What a figure of money tells."""
    if column.endswith(ALONE):
        return _("%(table)s: named differences") % {"table": column_words(column.removesuffix(ALONE))}
    words = {
        "delivery": _("Delivery"),
        "internal": _("Support cost between funds"),
        "consolidated": _("Spent, support cost counted once"),
        "accrued": _("Accrued"),
        "due": _("Income due"),
        "recognised": _("Income recognised"),
        "received": _("Income received"),
        "function": _("Expense by UN function"),
        "sdg": _("Expense by Sustainable Development Goal"),
        "location": _("Expense by location"),
    }
    return words.get(column) or shapes.stage_words(column)


def title(page: Page, name: str) -> str:
    """“Spent · Regular budget · 3 Full and productive employment”."""
    head, _colon, text = name.partition(":")
    family, _point, column = head.partition(".")
    naming = naming_of(page)
    words = _income_words(naming, text) if family == "income" else naming.scope_words(Scope.parse(page.programme, text))
    return " · ".join(one for one in (column_words(column), words) if one)


def _income_words(naming: Naming, text: str) -> str:
    values = Income.parse(naming.page.programme, text).values
    return " · ".join(_giver(naming, name, value) for name, value in values.items())


def _giver(naming: Naming, name: str, value: str) -> str:
    if name == "partner" and value == NONE:
        return _("No contributor: other revenue")
    return naming.words("partner" if value == NOT_PUBLISHED else name, value)


def labels(page: Page, figure: Figure) -> Labels:
    """What the rows of a figure of money are called, by kind and identity; in a constant number of queries."""
    naming, found = naming_of(page), {}
    for kind, reader in READERS.items():
        names = [row.name[1] for row in figure.inputs if row.name[0] == kind]
        if names:
            found.update({(kind, identity): words for identity, words in reader(naming, names, figure.key).items()})
    return found


def _figures(naming: Naming, names: Sequence[str], key: str) -> dict[str, str]:
    """Another column by its name, a line by its dimensions, a part by the value that it has more."""
    parsed = {name: _values(naming.page, name) for name in names}
    lines = _lines(naming, [values["line"] for values in parsed.values() if "line" in values])
    found = {}
    for name, values in parsed.items():
        if name.partition(":")[0] != key.partition(":")[0]:
            found[name] = column_words(name.partition(":")[0].partition(".")[2])
        elif "line" in values:
            found[name] = lines[values["line"]]
        else:
            last = _added(values, parsed)
            found[name] = _giver(naming, last, values[last])
    return found


def _values(page: Page, name: str) -> dict[str, str]:
    head, _colon, text = name.partition(":")
    if head.startswith("income."):
        return dict(Income.parse(page.programme, text).values)
    return dict(Scope.parse(page.programme, text).values)


def _added(values: dict[str, str], parsed: dict[str, dict[str, str]]) -> str:
    """The dimension in which a part differs from its like."""
    for dimension in values:
        if len({one.get(dimension) for one in parsed.values()}) > 1:
            return dimension
    return "fund" if "fund" in values else next(reversed(values))


def _lines(naming: Naming, uids: Sequence[str]) -> dict[str, str]:
    rows = Line.objects.filter(uid__in=uids).select_related(*public.NAMED)
    return {str(row.uid): naming.line_words(row) for row in rows}


def _postings(_naming: Naming, keys: Sequence[str], _key: str) -> dict[str, str]:
    rows = Posting.objects.filter(pk__in=[int(key) for key in keys])
    return {str(row.pk): posting_words(row) for row in rows}


def posting_words(posting: Posting) -> str:
    """“Expense · 31 Dec 2024 · ERP-2024-00001”: kind, day and document, not the text of the office."""
    kind = str(KINDS.get(posting.kind, posting.kind))
    return " · ".join(one for one in (kind, formatting.day(posting.date, "medium"), posting.document) if one)


def _income(naming: Naming, keys: Sequence[str], _key: str) -> dict[str, str]:
    rows = IncomeEntry.objects.filter(pk__in=[int(key) for key in keys]).select_related("partner", "fund")
    return {str(row.pk): _entry_words(naming, row) for row in rows}


def _entry_words(naming: Naming, row: IncomeEntry) -> str:
    if row.partner and row.partner.published:
        who = naming.words("partner", row.partner.code)
    else:
        who = _giver(naming, "partner", NONE if row.fund is None and row.partner is None else NOT_PUBLISHED)
    return " · ".join((who, naming.words("instrument", row.instrument), formatting.day(row.date, "medium")))


def _differences(naming: Naming, keys: Sequence[str], _key: str) -> dict[str, str]:
    return {str(one.uid): difference_words(naming.page, one) for one in KnownDifference.objects.filter(uid__in=keys)}


def difference_words(page: Page, one: KnownDifference) -> str:
    """“Named difference, 2024, 8: expense by goal against expense by function”."""
    words = {"year": one.year, "code": one.code, "reason": page.words(one.reason)}
    return _("Named difference, %(year)s, %(code)s: %(reason)s") % words


READERS: dict[str, Callable[[Naming, Sequence[str], str], dict[str, str]]] = {
    "figure": _figures,
    "posting": _postings,
    "income": _income,
    "difference": _differences,
}


def above(page: Page, name: str) -> list[tuple[str, str]]:
    """The figures a figure is part of, from the total down, with what each is called."""
    head, _colon, text = name.partition(":")
    values = list(_values(page, name).items())
    if not text:
        return []
    naming, found = naming_of(page), [(head, column_words(head.partition(".")[2]))]
    for place, (dimension, value) in enumerate(values[:-1], start=1):
        part = ",".join(f"{one}={other}" for one, other in values[:place])
        found.append((f"{head}:{part}", _giver(naming, dimension, value)))
    return found
