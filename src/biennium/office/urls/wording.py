"""The words of a programme."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import wording

WORDING = "p/<str:code>/wording/"

urlpatterns = [
    page(WORDING, wording.wording, "wording"),
    page(f"{WORDING}cover/", wording.cover, "cover"),
    page(f"{WORDING}levels/", wording.levels, "levels"),
    page(f"{WORDING}add-list/", wording.add_vocabulary, "add_vocabulary"),
    page(f"{WORDING}lists/<str:scheme>/", wording.vocabulary, "vocabulary"),
]
