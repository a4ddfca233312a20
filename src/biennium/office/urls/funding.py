"""Funds, partners, agreements, projects. Agreements may have slashes in their codes, so their pages come last."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import agreements, funds, partner_reports, partners, projects

AGREEMENT = "agreements/<path:code>/"

urlpatterns = [
    page("funds/", funds.funds, "funds"),
    page("funds.<str:file_format>", funds.funds_file, "funds_file"),
    page("funds/add/", funds.add, "add_fund"),
    page("funds/<str:code>/", funds.fund, "fund"),
    page("funds/<str:code>/retire/", funds.retire, "retire_fund"),
    page("funds/<str:code>/bring-back/", funds.bring_back, "bring_back_fund"),
    page("partners/", partners.partners, "partners"),
    page("partners.<str:file_format>", partners.partners_file, "partners_file"),
    page("partners/add/", partners.add, "add_partner"),
    page("partners/<str:code>/", partners.partner, "partner"),
    page("partners/<str:code>/retire/", partners.retire, "retire_partner"),
    page("partners/<str:code>/bring-back/", partners.bring_back, "bring_back_partner"),
    page("projects/", projects.projects, "projects"),
    page("projects.<str:file_format>", projects.projects_file, "projects_file"),
    page("projects/add/", projects.add, "add_project"),
    page("projects/<uuid:uid>/", projects.project, "project"),
    page("projects/<uuid:uid>/edit/", projects.edit, "edit_project"),
    page("projects/<uuid:uid>/retire/", projects.retire, "retire_project"),
    page("projects/<uuid:uid>/bring-back/", projects.bring_back, "bring_back_project"),
    page("agreements/", agreements.agreements, "agreements"),
    page("agreements.<str:file_format>", agreements.agreements_file, "agreements_file"),
    page("agreements/add/", agreements.add, "add_agreement"),
    page(f"{AGREEMENT}edit/", agreements.edit, "edit_agreement"),
    page(f"{AGREEMENT}steps/<slug:step>/", agreements.move, "move_agreement"),
    page(f"{AGREEMENT}instalments/<int:pk>/", agreements.receive, "receive_instalment"),
    page(f"{AGREEMENT}report/", partner_reports.partner_report, "partner_report"),
    page(f"{AGREEMENT}report/<slug:column>/", partner_reports.explain, "explain_agreement"),
    page(f"{AGREEMENT}report/<slug:column>.<str:file_format>", partner_reports.explain_file, "explain_agreement_file"),
    page(AGREEMENT, agreements.agreement, "agreement"),
    page("programmes/<str:code>/release/<path:agreement>/", agreements.release, "release_authority"),
]
