"""Papers of a programme."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import papers

urlpatterns = [
    page("p/<str:code>/papers/", papers.papers, "papers"),
    page("p/<str:code>/papers/<str:which>/<str:kind>.<str:lang>.<str:file_format>", papers.paper, "paper"),
]
