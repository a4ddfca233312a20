"""Work items."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import work_items

ITEM = "p/<str:code>/work-items/<str:item>/"

urlpatterns = [
    page("p/<str:code>/work-items/", work_items.work_items, "work_items"),
    page("p/<str:code>/add-work-item/", work_items.add, "add_work_item"),
    page(ITEM, work_items.edit, "work_item"),
    page(f"{ITEM}retire/", work_items.retire, "retire_work_item"),
]
