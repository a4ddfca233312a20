"""The rules of a fund in words."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from biennium.funding.models import Fund
from biennium.ledger.words import DIMENSIONS
from biennium.portal.pages import Page
from biennium.web import formatting

HUNDREDTHS = 10_000


def rules(page: Page, fund: Fund) -> list[tuple[str, str]]:
    """Each rule with what it is called."""
    found = [
        (_("Kind"), kind_words(fund.kind)),
        (_("Money becomes available"), _releases(fund.releases)),
        (_("Decisions stop at"), _control(fund)),
        (_("Left at the end of a year"), _left(fund.year_end)),
        (_("Left at the end of the programme"), _left(fund.period_end)),
        (_("Transfers"), _transfers(fund.transfer)),
        (_("Currency"), fund.currency),
    ]
    if fund.support_cost_rate and fund.support_cost_fund:
        rate = formatting.percent(Fraction(fund.support_cost_rate, HUNDREDTHS))
        words = _("%(rate)s of expense, unless an agreement says otherwise, into %(fund)s")
        found.append((_("Support cost"), words % {"rate": rate, "fund": page.words(fund.support_cost_fund.name)}))
    return found


def kind_words(kind: str) -> str:
    """Who pays into a fund, and why."""
    words = {
        "assessed": _("Assessed: every member pays its share"),
        "voluntary": _("Voluntary: partners decide to pay"),
        "other": _("Other: earned by the organisation"),
    }
    return words.get(kind, kind)


def _releases(when: str) -> str:
    words = {
        "adoption": _("when the programme is adopted"),
        "signature": _("when an agreement is signed"),
        "receipt": _("when a payment is received"),
        "nothing": _("when other funds pay into it"),
    }
    return words.get(when, when)


def _control(fund: Fund) -> str:
    names = [str(DIMENSIONS[name]).lower() for name in fund.control_dimensions]
    if fund.control_by_year:
        names.append(_("year"))
    return ", ".join(names) or _("the whole fund")


def _left(rule: str) -> str:
    words = {"carry_over": _("carried over"), "lapse": _("lapses"), "return": _("goes back to the contributors")}
    return words.get(rule, rule)


def _transfers(rule: str) -> str:
    words = {
        "free": _("free within the fund"),
        "same_result": _("within one result"),
        "same_unit": _("within one unit"),
        "none": _("none"),
    }
    return words.get(rule, rule)
