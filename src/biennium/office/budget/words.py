"""Stages, kinds of posting and rules of funds in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.errors import BienniumError
from biennium.web import formatting

DIMENSIONS: dict[str, Any] = {
    "fund": _("Fund"),
    "partner": _("Partner"),
    "agreement": _("Agreement"),
    "project": _("Project"),
    "budget_item": _("Budget item"),
    "result": _("Result"),
    "outcome": _("Outcome or enabler"),
    "work_item": _("Work item"),
    "unit": _("Unit"),
    "region": _("Region"),
    "place": _("Country or territory"),
    "cost_category": _("Cost category"),
    "un_category": _("UN cost category"),
    "staff": _("Staff or non-staff"),
    "year": _("Year"),
}
STAGES: dict[str, Any] = {
    "source": _("outside the books"),
    "approved": pgettext_lazy("stage of money", "approved"),
    "allotted": pgettext_lazy("stage of money", "allotted"),
    "committed": pgettext_lazy("stage of money", "committed"),
    "spent": pgettext_lazy("stage of money", "spent"),
    "uncovered": pgettext_lazy("stage of money", "uncovered"),
    "accrued": pgettext_lazy("stage of money", "accrued"),
}
KINDS: dict[str, Any] = {
    "appropriation": _("Appropriation"),
    "authority": _("Authority"),
    "allotment": _("Allotment"),
    "withdrawal": _("Withdrawal"),
    "transfer": _("Transfer"),
    "commitment": _("Commitment"),
    "release": _("Release"),
    "expense": _("Expense"),
    "refund": _("Refund"),
    "cover": _("Cover"),
    "recovery": _("Support cost"),
    "accrual": _("Accrual"),
    "reversal": _("Reversal"),
    "revaluation": _("Revaluation"),
    "carry_over": _("Carry-over"),
    "lapse": _("Lapse"),
    "return": _("Return"),
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
LEFT: dict[str, Any] = {
    "approved": _("Only %(left)s is left to allot on %(account)s."),
    "allotted": _("Only %(left)s is available on %(account)s."),
    "committed": _("Only %(left)s is committed on %(account)s."),
}


def refusal(error: BienniumError) -> str:
    """Why a decision was refused, in the reader's language where the rule is one of the arithmetic."""
    if not isinstance(error, NothingLeft):
        return str(error)
    if error.left is None:
        return gettext("Only what is uncovered on %(account)s can be covered.") % {"account": error.account}
    words = LEFT[error.stage] % {"left": formatting.money(error.left), "account": error.account}
    remedy = gettext("Ask for less, or bring more to it first.")
    return f"{words} {remedy}"
