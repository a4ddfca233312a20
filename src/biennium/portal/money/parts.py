"""What pages show of the money of a scope.

Invariant: on the page of a result, what its parts have and what stands on it itself sum to what it has.
"""

from __future__ import annotations

from typing import Any

from biennium.kernel.money import Money
from biennium.ledger.books.rates import reporting_currency
from biennium.ledger.selectors import tables as ledger
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import Scope
from biennium.portal.money import answers
from biennium.portal.money.naming import naming_of
from biennium.portal.money.source import source
from biennium.portal.money.tables import BELOW, CUTS, TITLES, Cut, stages
from biennium.portal.pages import Page
from biennium.programme.exchange import models as exchange


def money_parts(page: Page, scope: Scope, cut: Cut) -> dict[str, Any]:
    """What every page of money shows of its scope: the answer, key figures, stages, a table, and the other cuts."""
    total, currency = cut.total, cut.found.currency
    return {
        "answer": answers.answer(page, scope, total, currency),
        "figures": answers.key_figures(page, scope, total, currency),
        "stages": stages(total, currency, lambda name: page.url("explain", name_of(scope, name))),
        "currency": currency,
        "shown": cut.shown(),
        "cuts": other_cuts(cut),
        "consolidated": consolidated(page, scope, cut),
        "source": " · ".join(source(page)[1:2]),
    }


def consolidated(page: Page, scope: Scope, cut: Cut) -> dict[str, Any] | None:
    """What is spent when support cost between funds counts once; None where there is none."""
    if not cut.found.internal:
        return None
    spent = Money(cut.found.consolidated, cut.found.currency)
    return {"value": spent, "url": page.url("explain", name_of(scope, "consolidated"))}


def other_cuts(cut: Cut) -> list[dict[str, str]]:
    """The addresses of a scope divided otherwise."""
    others = [Cut(cut.naming, cut.scope, name, cut.found) for name in CUTS if name != BELOW]
    return [{"label": str(TITLES[one.name]), "url": one.url} for one in others]


def of_programme(page: Page) -> dict[str, Any]:
    """The money of the programme at a glance."""
    scope = Scope(page.programme)
    return _in_short(page, scope, ledger.totals(scope))


def of_result(page: Page, result: exchange.Result) -> dict[str, Any] | None:
    """The money of a result: by fund, and by what stands below it. None where the books do not know the result."""
    naming = naming_of(page)
    code = naming.code_of(result)
    if code is None:
        return None
    scope = Scope(page.programme, {"result": code})
    cut = Cut.of(naming, scope, "fund")
    divided = any(page.level(child).counted for child in page.book.children.get(result.code, []))
    parts = Cut.of(naming, scope, BELOW) if divided else None
    return {
        **_in_short(page, scope, cut.total),
        "shown": cut.shown(),
        "below": parts.shown() if parts and len(parts.rows) > 1 else None,
        "cuts": other_cuts(cut),
    }


def _in_short(page: Page, scope: Scope, amounts: ledger.Amounts) -> dict[str, Any]:
    currency = reporting_currency()
    return {
        "any": amounts.approved or amounts.spent,
        "answer": answers.answer(page, scope, amounts, currency),
        "stages": stages(amounts, currency, lambda name: page.url("explain", name_of(scope, name))),
        "currency": currency,
    }
