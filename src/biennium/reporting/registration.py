"""What this room adds to the rooms below: its kinds of object, its actions, and who may verify what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import POLICIES, register_action
from biennium.foundation.references import register_kind
from biennium.programme.figures import FAMILIES, Family
from biennium.programme.services.indicators import CHANGE_GUARDS
from biennium.reporting import models
from biennium.reporting.guards import keep_what_was_reported
from biennium.reporting.policy import LeadPolicy
from biennium.workplan.registries import LAST_REPORTS

REPORT = "reporting.report"
VERIFY = "reporting.verify"
MANAGE_ROUNDS = "reporting.manage_rounds"


def register() -> None:
    """Called once, when Django is ready."""
    register_kind("round", models.Round)
    register_kind("observation", models.Observation)
    register_kind("country_result", models.CountryResult)
    register_kind("evidence", models.Evidence)
    register_action(REPORT, _("report results and observations"), unit_path="unit")
    register_action(VERIFY, _("verify country results"), unit_path="unit")
    register_action(MANAGE_ROUNDS, _("open and close rounds, and publish results"))
    POLICIES.register("reporting.leads", LeadPolicy())
    CHANGE_GUARDS.register("reporting", keep_what_was_reported)
    _register_reads()


def _register_reads() -> None:
    """Imported here, because what a figure shows is asked by the actions above."""
    from biennium.reporting import figures
    from biennium.reporting.selectors import findings, news

    findings.register()
    LAST_REPORTS.register("reporting", news.last_reports)
    FAMILIES.register(figures.FAMILY, Family(figures.public_figure, tuple(figures.FIGURES)))
