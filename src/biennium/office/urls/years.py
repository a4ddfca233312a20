"""The end of a year, and the proof of the books."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import years

YEARS = "programmes/<str:code>/years/"

urlpatterns = [
    page(YEARS, years.years, "years"),
    page(f"{YEARS}<str:fund>/<int:year>/close/", years.close, "close_year"),
    page("books/", years.books, "books"),
    page("books/checkpoint/", years.checkpoint, "checkpoint"),
]
