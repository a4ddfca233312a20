"""Versions and what changed between them."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import versions

urlpatterns = [
    page("p/<str:code>/versions/", versions.versions, "versions"),
    page("p/<str:code>/versions/compare/", versions.choose, "choose_versions"),
    page("p/<str:code>/versions/<str:before>/<str:after>/", versions.compare, "compare"),
]
