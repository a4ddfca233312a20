"""The addresses of the office, a module a noun; a room's pages are added by a line here and one in `navigation`."""

from __future__ import annotations

from biennium.office.urls import (
    budget,
    desk,
    funding,
    imports,
    indicators,
    intake,
    papers,
    people,
    plans,
    programmes,
    publications,
    quality,
    reporting,
    results,
    texts,
    tokens,
    units,
    versions,
    wording,
    work_items,
    workbooks,
    years,
)

app_name = "office"
urlpatterns = [
    *desk.urlpatterns,
    *programmes.urlpatterns,
    *wording.urlpatterns,
    *results.urlpatterns,
    *indicators.urlpatterns,
    *texts.urlpatterns,
    *work_items.urlpatterns,
    *versions.urlpatterns,
    *papers.urlpatterns,
    *intake.urlpatterns,
    *workbooks.urlpatterns,
    *people.urlpatterns,
    *units.urlpatterns,
    *tokens.urlpatterns,
    *plans.urlpatterns,
    *budget.urlpatterns,
    *funding.urlpatterns,
    *imports.urlpatterns,
    *years.urlpatterns,
    *reporting.urlpatterns,
    *publications.urlpatterns,
    *quality.urlpatterns,
]
