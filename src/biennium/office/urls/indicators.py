"""Indicators."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import indicators

INDICATOR = "p/<str:code>/indicators/<str:indicator>/"

urlpatterns = [
    page("p/<str:code>/results/<str:result>/add-indicator/", indicators.add, "add_indicator"),
    page(INDICATOR, indicators.edit, "indicator"),
    page(f"{INDICATOR}place/", indicators.place, "place_indicator"),
    page(f"{INDICATOR}retire/", indicators.retire, "retire_indicator"),
]
