"""What this room adds to others: its kinds of paper, and the figures its charts show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from biennium.papers import framework, programme
from biennium.papers.agreement import report as agreement
from biennium.papers.agreement.asked import ASKS
from biennium.papers.deliverables import SCOPES, figure_of, rows_of
from biennium.papers.implementation import report as implementation
from biennium.papers.kinds import KINDS, PaperKind
from biennium.programme.figures import FIGURES


def register() -> None:
    """Called once, when Django is ready."""
    KINDS.register("programme", PaperKind(_("Programme paper"), programme.build))
    KINDS.register("framework", PaperKind(_("Results framework"), framework.build))
    KINDS.register("implementation", PaperKind(_("Implementation report"), implementation.build, reports=True))
    KINDS.register("agreement", PaperKind(_("Report to a partner"), agreement.build, reports=True, asks=ASKS))
    for scope in SCOPES:
        FIGURES.register(figure_of(scope), rows_of(scope))
