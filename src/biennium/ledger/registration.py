"""What this room adds to the rooms below: kinds of object, actions, the section of estimates in every version, and the
appropriation that an adoption makes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.funding.services.agreements import RELEASED
from biennium.funding.services.common import HELD
from biennium.funding.services.funds import IN_USE
from biennium.funding.services.projects import SPENT
from biennium.ledger import actions, models, sealing
from biennium.ledger.guards import keep_the_currency_of_money
from biennium.ledger.selectors import contributions, figures, findings, income, lines, statement_figures
from biennium.ledger.services.authority import released
from biennium.programme.figures import FAMILIES, Family
from biennium.programme.sealing import SECTIONS
from biennium.programme.selectors.comparison import SECTION_NODES
from biennium.programme.services.programmes import CHANGE_GUARDS
from biennium.programme.services.versions import AFTER_SEALING


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("batch", models.Batch)
    register_kind("line", models.Line)
    register_kind("rate", models.Rate)
    register_kind("budget_item", models.BudgetItem)
    register_kind("closed_year", models.ClosedYear)
    register_kind("import_run", models.ImportRun)
    register_action(actions.APPROPRIATE, _("release authority and set rates"))
    register_action(actions.ALLOT, _("allot money"), unit_path="unit")
    register_action(actions.TRANSFER, _("transfer money"), unit_path="unit")
    register_action(actions.COMMIT, _("commit money"), unit_path="unit")
    register_action(actions.LOAD, _("load expenditure"))
    register_action(actions.CLOSE_YEAR, _("close a year"))
    register_action(actions.ESTIMATE, _("price the programme"))
    register_action(actions.INCOME, _("record income"))
    SECTIONS.register(sealing.SECTION, sealing.estimates)
    SECTION_NODES.register(sealing.SECTION, sealing.nodes)
    CHANGE_GUARDS.register("ledger", keep_the_currency_of_money)
    AFTER_SEALING.register("appropriation", sealing.follow)
    FAMILIES.register(figures.FAMILY, Family(figures.figure, (*figures.INTO, *figures.MADE_OF)))
    FAMILIES.register(contributions.FAMILY, Family(contributions.figure, income.STEPS))
    FAMILIES.register(statement_figures.FAMILY, Family(statement_figures.figure, tuple(statement_figures.COLUMNS)))
    IN_USE.register("ledger", lambda fund: models.Line.objects.filter(fund=fund).exists())
    findings.register()
    RELEASED.register("ledger", released)
    HELD.register("ledger", lines.hold)
    SPENT.register(
        "ledger", lambda project, agreement: models.Line.objects.filter(project=project, agreement=agreement).exists()
    )
