"""Dimensions of money and kinds of posting in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

DIMENSIONS: dict[str, Any] = {
    "fund": _("Fund"),
    "contributor": _("Type of contributor"),
    "partner": _("Partner"),
    "agreement": _("Agreement"),
    "project": _("Project"),
    "part": _("Part of the budget"),
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
