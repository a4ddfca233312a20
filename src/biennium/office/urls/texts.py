"""The texts around the results."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import texts

SECTION = "p/<str:code>/texts/<str:section>/"

urlpatterns = [
    page("p/<str:code>/texts/", texts.sections, "sections"),
    page("p/<str:code>/add-text/", texts.add, "add_section"),
    page(SECTION, texts.edit, "section"),
    page(f"{SECTION}place/", texts.place, "place_section"),
    page(f"{SECTION}retire/", texts.retire, "retire_section"),
]
