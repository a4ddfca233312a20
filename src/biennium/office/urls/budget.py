"""Money: the budget, what the programme costs, lines and the decisions about them."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import budget, lines

PROGRAMME = "programmes/<str:code>/"
LINE = f"{PROGRAMME}lines/<uuid:uid>/"

urlpatterns = [
    page(f"{PROGRAMME}budget/", budget.budget, "budget"),
    page(f"{PROGRAMME}budget.<str:file_format>", budget.budget_file, "budget_file"),
    page(f"{PROGRAMME}money/<slug:column>/", budget.explain, "explain_money"),
    page(f"{PROGRAMME}money/<slug:column>.<str:file_format>", budget.explain_file, "explain_money_file"),
    page(f"{PROGRAMME}strategic-budget/", budget.strategic, "strategic"),
    page(f"{PROGRAMME}strategic-budget.<str:file_format>", budget.strategic_file, "strategic_file"),
    page(f"{PROGRAMME}programme-before.<str:file_format>", budget.before_file, "before_file"),
    page(f"{PROGRAMME}lines/", lines.lines, "lines"),
    page(f"{PROGRAMME}lines.<str:file_format>", lines.lines_file, "lines_file"),
    page(LINE, lines.line, "line"),
    page(f"{LINE}<slug:name>/", lines.decide, "decide"),
    page(f"{PROGRAMME}postings/<uuid:batch>/<int:number>/<slug:name>/", lines.correct, "correct"),
]
