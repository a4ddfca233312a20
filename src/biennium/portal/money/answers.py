"""The answer of a page of money in a sentence, and its key figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.figures import Figure
from biennium.kernel.money import Money
from biennium.ledger.selectors.contributions import Income, income
from biennium.ledger.selectors.figures import name_of
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import Amounts
from biennium.portal.money.tables import is_late
from biennium.portal.pages import Page
from biennium.web import formatting, shapes

MILLIONS = 6


def answer(page: Page, scope: Scope, amounts: Amounts, currency: str) -> str:
    """“Of USD 1.8 billion approved for 2024–2025, USD 899.4 million is spent: 58.5 % of what is allotted.”"""
    words = {
        "approved": formatting.compact(Money(amounts.approved, currency)),
        "allotted": formatting.compact(Money(amounts.allotted, currency)),
        "spent": formatting.compact(Money(amounts.spent, currency)),
        "start": page.programme.start.year,
        "end": page.programme.end.year,
    }
    if not amounts.approved and not amounts.spent:
        return _("No money stands in the books yet.")
    if is_late(scope):
        return _("%(spent)s is spent.") % words
    if not amounts.allotted:
        return _("%(approved)s is approved for %(start)s–%(end)s; none of it is allotted yet.") % words
    share = formatting.figure(amounts.delivery("delivery", currency))
    return _(
        "Of %(approved)s approved for %(start)s–%(end)s, %(spent)s is spent: %(share)s %% of the %(allotted)s allotted."
    ) % {**words, "share": share}


def key_figures(page: Page, scope: Scope, amounts: Amounts, currency: str) -> list[dict[str, Any]]:
    """Approved, spent and delivery of a scope."""
    unit = formatting.scale_words(currency, MILLIONS)
    entries = [
        entry(page, name_of(scope, name), shapes.stage_words(name), Money(getattr(amounts, name), currency), unit)
        for name in (("committed", "spent") if is_late(scope) else ("approved", "spent"))
    ]
    if is_late(scope):
        return entries
    delivery = amounts.delivery("delivery", currency)
    url = page.url("explain", name_of(scope, "delivery"))
    return [
        *entries,
        {"label": _("Delivery"), "figure": delivery, "url": url, "unit": "%", "note": _("spent of allotted")},
    ]


def income_figure(page: Page, scope: Income) -> dict[str, Any]:
    """What was recognised as income."""
    found = income(scope, "recognised")
    unit = formatting.scale_words(found.unit, MILLIONS)
    url = page.url("explain", found.key)
    return {"label": _("Income recognised"), "figure": found, "url": url, "unit": unit, "scale": MILLIONS}


def entry(page: Page, name: str, label: str, value: Money, unit: str) -> dict[str, Any]:
    """A key figure of money, in millions."""
    figure = Figure.known(name, value)
    return {"label": label, "figure": figure, "url": page.url("explain", name), "unit": unit, "scale": MILLIONS}
