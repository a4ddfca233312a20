"""Papers on their way into a programme."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import intake

DRAFT = "intake/<uuid:uid>/"

urlpatterns = [
    page("intake/", intake.intake, "intake"),
    page(DRAFT, intake.paper_draft, "paper_draft"),
    page(f"{DRAFT}merge/<str:code>/", intake.merge, "merge_paper"),
    page(f"{DRAFT}discard/", intake.discard, "discard_paper"),
]
