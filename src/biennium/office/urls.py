"""The addresses of the office."""

from __future__ import annotations

from django.urls import URLPattern, path

from biennium.office import resend
from biennium.office.pages import View, office
from biennium.office.views import (
    desk,
    indicators,
    intake,
    people,
    programmes,
    results,
    texts,
    units,
    versions,
    work_items,
)

app_name = "office"
RESULT = "p/<str:code>/results/<str:result>/"
INDICATOR = "p/<str:code>/indicators/<str:indicator_code>/"
SECTION = "p/<str:code>/texts/<str:section>/"


def page(address: str, view: View, name: str) -> URLPattern:
    """A page for people with a role."""
    return path(address, office(view), name=name)


urlpatterns = [
    page("", desk.desk, "desk"),
    page("drafts/", desk.draft, "draft"),
    path("send-again/", resend.send_again, name="send_again"),
    page("events/<uuid:uid>/", desk.event, "event"),
    page("programmes/add/", programmes.create, "create"),
    page("p/<str:code>/", programmes.programme, "programme"),
    page("p/<str:code>/describe/", programmes.describe, "describe"),
    page("p/<str:code>/history/", programmes.history, "history"),
    page("p/<str:code>/retired/", results.retired, "retired"),
    page("p/<str:code>/add-result/", results.add, "add_result"),
    page(RESULT, results.result, "result"),
    page(f"{RESULT}move/", results.move, "move_result"),
    page(f"{RESULT}place/", results.place, "place_result"),
    page(f"{RESULT}retire/", results.retire, "retire_result"),
    page(f"{RESULT}add-indicator/", indicators.add, "add_indicator"),
    page(INDICATOR, indicators.edit, "indicator"),
    page(f"{INDICATOR}place/", indicators.place, "place_indicator"),
    page(f"{INDICATOR}retire/", indicators.retire, "retire_indicator"),
    page("p/<str:code>/texts/", texts.sections, "sections"),
    page("p/<str:code>/add-text/", texts.add, "add_section"),
    page(SECTION, texts.edit, "section"),
    page(f"{SECTION}place/", texts.place, "place_section"),
    page(f"{SECTION}retire/", texts.retire, "retire_section"),
    page("p/<str:code>/work-items/", work_items.work_items, "work_items"),
    page("p/<str:code>/add-work-item/", work_items.add, "add_work_item"),
    page("p/<str:code>/work-items/<str:item>/", work_items.edit, "work_item"),
    page("p/<str:code>/work-items/<str:item>/retire/", work_items.retire, "retire_work_item"),
    page("p/<str:code>/versions/", versions.versions, "versions"),
    page("p/<str:code>/versions/<str:before>/<str:after>/", versions.compare, "compare"),
    page("p/<str:code>/papers/", versions.papers, "papers"),
    page("p/<str:code>/papers/<str:which>/<str:kind>.<str:lang>.<str:file_format>", versions.paper, "paper"),
    page("intake/", intake.intake, "intake"),
    page("intake/<uuid:uid>/", intake.paper_draft, "paper_draft"),
    page("intake/<uuid:uid>/accept/", intake.accept, "accept_paper"),
    page("intake/<uuid:uid>/merge/<str:code>/", intake.merge, "merge_paper"),
    page("intake/<uuid:uid>/discard/", intake.discard, "discard_paper"),
    page("people/", people.people, "people"),
    page("people/add/", people.add, "add_person"),
    page("people/<uuid:uid>/", people.person, "person"),
    page("people/<uuid:uid>/roles/<uuid:assignment>/end/", people.end, "end_role"),
    page("people/<uuid:uid>/close/", people.close, "close_account"),
    page("units/", units.units, "units"),
    page("units/add/", units.add, "add_unit"),
    page("units/<str:code>/", units.unit, "unit"),
    page("units/<str:code>/retire/", units.retire, "retire_unit"),
]
