"""What this room adds to the rooms below: kinds of object, actions, the section of estimates in every version, and the
appropriation that an adoption makes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.ledger import models

APPROPRIATE = "ledger.appropriate"
ALLOT = "ledger.allot"
TRANSFER = "ledger.transfer"
COMMIT = "ledger.commit"
LOAD = "ledger.load"
CLOSE_YEAR = "ledger.close_year"
ESTIMATE = "ledger.estimate"
INCOME = "ledger.income"


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("batch", models.Batch)
    register_kind("line", models.Line)
    register_kind("rate", models.Rate)
    register_kind("budget_item", models.BudgetItem)
    register_kind("closed_year", models.ClosedYear)
    register_action(APPROPRIATE, _("release authority and set rates"))
    register_action(ALLOT, _("allot money"), unit_path="unit")
    register_action(TRANSFER, _("transfer money"), unit_path="unit")
    register_action(COMMIT, _("commit money"), unit_path="unit")
    register_action(LOAD, _("load expenditure"))
    register_action(CLOSE_YEAR, _("close a year"))
    register_action(ESTIMATE, _("price the programme"))
    register_action(INCOME, _("record income"))
