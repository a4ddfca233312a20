"""A programme as a whole, and a new one."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import comebacks, programmes

urlpatterns = [
    page("programmes/add/", programmes.create, "create"),
    page("p/<str:code>/", programmes.programme, "programme"),
    page("p/<str:code>/describe/", programmes.describe, "describe"),
    page("p/<str:code>/history/", programmes.history, "history"),
    page("p/<str:code>/retired/", comebacks.retired, "retired"),
    page("p/<str:code>/retired/<str:kind>/<uuid:uid>/", comebacks.bring_back, "bring_back"),
]
