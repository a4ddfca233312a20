"""Money: lines and the decisions about them."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import lines

PROGRAMME = "programmes/<str:code>/"
LINE = f"{PROGRAMME}lines/<uuid:uid>/"

urlpatterns = [
    page(f"{PROGRAMME}lines/", lines.lines, "lines"),
    page(f"{PROGRAMME}lines.<str:file_format>", lines.lines_file, "lines_file"),
    page(LINE, lines.line, "line"),
    page(f"{LINE}<slug:name>/", lines.decide, "decide"),
    page(f"{PROGRAMME}postings/<uuid:batch>/<int:number>/<slug:name>/", lines.correct, "correct"),
]
