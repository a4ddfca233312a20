"""Workbooks that are taken along and handed in."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import workbooks

WORKBOOKS = "programmes/<str:code>/workbooks/"
WORKBOOK = f"{WORKBOOKS}<uuid:uid>/"

urlpatterns = [
    page(WORKBOOKS, workbooks.workbooks, "workbooks"),
    page(f"{WORKBOOKS}file/", workbooks.workbook_file, "workbook_file"),
    page(f"{WORKBOOKS}everything/", workbooks.everything_file, "everything_file"),
    page(WORKBOOK, workbooks.workbook, "workbook"),
    page(f"{WORKBOOK}save/", workbooks.save, "save_workbook"),
    page(f"{WORKBOOK}discard/", workbooks.discard, "discard_workbook"),
]
