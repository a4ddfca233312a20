"""People and their roles."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import people

PERSON = "people/<uuid:uid>/"

urlpatterns = [
    page("people/", people.people, "people"),
    page("people/add/", people.add, "add_person"),
    page(PERSON, people.person, "person"),
    page(f"{PERSON}roles/<uuid:assignment>/end/", people.end, "end_role"),
    page(f"{PERSON}close/", people.close, "close_account"),
]
