"""Agreements, partners, projects."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import funding

AGREEMENT = "agreements/<str:code>/"

urlpatterns = [
    page("agreements/", funding.agreements, "agreements"),
    page("agreements.<str:file_format>", funding.agreements_file, "agreements_file"),
    page("partners/", funding.partners, "partners"),
    page("partners.<str:file_format>", funding.partners_file, "partners_file"),
    page("projects/", funding.projects, "projects"),
    page("projects.<str:file_format>", funding.projects_file, "projects_file"),
    page(AGREEMENT, funding.agreement, "agreement"),
    page(f"{AGREEMENT}steps/<slug:step>/", funding.move, "move_agreement"),
    page(f"{AGREEMENT}instalments/<int:pk>/", funding.receive, "receive_instalment"),
]
