"""The sheets of a workbook, in the order in which they are read and saved: what is named stands before who names it."""

from __future__ import annotations

from biennium.intake.workbooks.sheets.answers import Answers
from biennium.intake.workbooks.sheets.common import Sheet
from biennium.intake.workbooks.sheets.needs import Money, Staff
from biennium.intake.workbooks.sheets.plans import Languages, Markers
from biennium.intake.workbooks.sheets.results import Results
from biennium.intake.workbooks.sheets.steps import Activities, Milestones
from biennium.intake.workbooks.sheets.values import Values
from biennium.intake.workbooks.sheets.work import Work

PLANS: tuple[Sheet, ...] = (Work(), Markers(), Languages(), Milestones(), Activities(), Money(), Staff())
REPORTS: tuple[Sheet, ...] = (Values(), Results(), Answers())
SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in (*PLANS, *REPORTS)}

__all__ = ["SHEETS", "Sheet"]
