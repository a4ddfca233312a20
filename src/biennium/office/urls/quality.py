"""Data quality."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import quality

HERE = "programmes/<str:code>/"

urlpatterns = [
    page(f"{HERE}quality/", quality.quality, "quality"),
    page(f"{HERE}quality-offices.<str:file_format>", quality.offices_file, "quality_offices_file"),
    page(f"{HERE}quality-findings.<str:file_format>", quality.findings_file, "quality_findings_file"),
]
