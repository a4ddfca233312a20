"""Results."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import results

RESULT = "p/<str:code>/results/<str:result>/"

urlpatterns = [
    page("p/<str:code>/add-result/", results.add, "add_result"),
    page(RESULT, results.result, "result"),
    page(f"{RESULT}move/", results.move, "move_result"),
    page(f"{RESULT}place/", results.place, "place_result"),
    page(f"{RESULT}retire/", results.retire, "retire_result"),
]
