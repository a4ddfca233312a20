"""What this room adds to the rooms below: kinds of object, actions, and figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import register_action
from biennium.foundation.references import register_kind
from biennium.programme.figures import FAMILIES, Family
from biennium.workplan import actions, amounts, models


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("country_programme", models.CountryProgramme)
    register_kind("plan", models.Plan)
    register_kind("milestone", models.Milestone)
    register_kind("activity", models.Activity)
    register_action(actions.PLAN, _("plan work"), unit_path="lead_unit")
    register_action(actions.COUNTRY_PROGRAMME, _("keep country programmes"), unit_path="unit")
    register_action(actions.CAPACITY, _("say how many staff there are"), unit_path="unit")
    register_action(actions.STANDARDS, _("set standard costs and markers"))
    register_action(actions.EXPECT, _("match expected money with work"))
    _register_reads()


def _register_reads() -> None:
    """Imported here, because these read what is registered above."""
    from biennium.programme.rights import WORK_ITEM_RIGHTS
    from biennium.workplan import figures, rights
    from biennium.workplan.selectors import findings

    WORK_ITEM_RIGHTS.register("office", rights.keeps)
    findings.register()
    FAMILIES.register(figures.FAMILY, Family(figures.figure, tuple(amounts.COLUMNS)))
