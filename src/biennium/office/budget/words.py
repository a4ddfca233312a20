"""Stages, origins of postings and rules of funds in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.errors import BienniumError
from biennium.web import formatting

STAGES: dict[str, Any] = {
    "source": _("outside the books"),
    "approved": pgettext_lazy("stage of money", "approved"),
    "allotted": pgettext_lazy("stage of money", "allotted"),
    "committed": pgettext_lazy("stage of money", "committed"),
    "spent": pgettext_lazy("stage of money", "spent"),
    "uncovered": pgettext_lazy("stage of money", "uncovered"),
    "accrued": pgettext_lazy("stage of money", "accrued"),
}
ORIGINS: dict[str, Any] = {
    "hand": _("entered here"),
    "import": _("from a file"),
    "adoption": _("from the adoption"),
    "agreement": _("from an agreement"),
    "recovery": _("recovery of support cost"),
    "year_end": _("year end"),
}
TRANSFERS: dict[str, Any] = {
    "free": _("Money of this fund is transferred freely within it."),
    "same_result": _("Money of this fund is transferred within one result only."),
    "same_unit": _("Money of this fund is transferred within one unit only."),
    "none": _("Money of this fund is not transferred."),
}
FUND_KINDS: dict[str, Any] = {
    "assessed": _("assessed contributions"),
    "voluntary": _("voluntary contributions"),
    "other": _("other income"),
}
RELEASES: dict[str, Any] = {
    "adoption": _("Adoption of the programme makes its money available."),
    "signature": _("The signature of an agreement makes its money available."),
    "receipt": _("What was received makes its money available."),
    "nothing": _("Nothing releases it but what it recovers."),
}
YEAR_ENDS: dict[str, Any] = {
    "carry_over": _("What is left is carried over."),
    "lapse": _("What is left lapses."),
    "return": _("What is left goes back to the contributor."),
}
REFUNDS: dict[str, Any] = {
    "allotment": _("A refund restores the allotment."),
    "source": _("A refund leaves the books."),
}
RATES: dict[str, Any] = {
    "budget": _("the rate of the budget"),
    "operational": _("the operational rate of the month"),
    "spot": _("the rate of the day"),
}
RULES: dict[str, Any] = {
    "kind": _("Kind"),
    "currency": _("Currency"),
    "releases": _("What makes it available"),
    "control_dimensions": _("Decisions stop at"),
    "controlled_at": _("Controlled at"),
    "reported_at": _("Reported at"),
    "transfer": _("Transfers"),
    "year_end": _("At the end of a year"),
    "period_end": _("At the end of the programme"),
    "refund": _("Refunds"),
    "support_cost_rate": _("Support cost"),
    "support_cost_fund": _("Support cost goes to"),
    "instruments": _("Financing instruments of the United Nations"),
}
"""The rules of a fund by what they are called."""
STANDARDS: dict[str, Any] = {
    "iati_aid_type": _("IATI aid type"),
    "iati_finance_type": _("IATI finance type"),
    "iati_flow_type": _("IATI flow type"),
    "iati_earmarking": _("IATI earmarking"),
    "crs_channel": _("Channel in the Creditor Reporting System"),
}
"""How a fund is known to the standards."""
PRICE_STEPS: dict[str, Any] = {
    "constant": _("Constant prices"),
    "cost_increase": _("Cost increase"),
    "exchange": _("Exchange"),
    "total": _("Total"),
}
"""The steps of a price, and all of them together."""
AMOUNTS: dict[str, Any] = {
    "approved": _("Approved"),
    "allotted": _("Allotted"),
    "committed": _("Committed"),
    "spent": _("Spent"),
    "uncovered": _("Uncovered"),
}
"""The columns of budget tables."""
LEFT: dict[str, Any] = {
    "approved": _("Only %(left)s is left to allot on %(account)s."),
    "allotted": _("Only %(left)s is available on %(account)s."),
    "committed": _("Only %(left)s is committed on %(account)s."),
}


def refusal(error: BienniumError) -> str:
    """Why a decision was refused, with what is left written as the reader writes money."""
    if not isinstance(error, NothingLeft) or error.left is None:
        return str(error)
    words = LEFT[error.stage] % {"left": formatting.money(error.left), "account": error.account}
    return f"{words} {error.remedy}"
