"""All stored fields as one workbook."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.intake.workbooks.everything import TABLES, everything, exports
from reporting.world import World as Reporting
from workbooks.filling import sheets_of
from workplan.world import World as Planning

OWN_ROOMS = ("workplan", "reporting")
LEFT_OUT = {
    "workplan.countryprogrammekind": "is a list to choose from, not work",
    "workplan.marker": "is a list to choose from, not work",
    "workplan.markerscore": "is a list to choose from, not work",
    "reporting.indicatoraggregate": "is what the reports amount to, and counted again from them",
}
MOST_QUERIES = len(TABLES) + 8
"""One for each table and each relation of many to many, and who asks in which currency."""


def table(content: bytes, title: str) -> list[dict[str, str]]:
    """The rows of a sheet by column."""
    found = next(one for one in sheets_of(content) if one.name == title)
    head, *rows = [row.values for row in found.rows]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_field_of_every_table_has_a_column(reporting: Reporting) -> None:
    """A field that is added to a table is in the workbook; a table that is added is here, or has its reason."""
    listed = {table.model.lower() for table in TABLES}
    rooms = {model._meta.label_lower for room in OWN_ROOMS for model in apps.get_app_config(room).get_models()}
    assert rooms - listed == set(LEFT_OUT)
    for declared, made in zip(TABLES, exports(OPERATOR, reporting.programme), strict=True):
        heads = {head.label.partition(".")[0] for head in made.heads}
        meta = apps.get_model(declared.model)._meta
        assert heads == {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}


def test_plans_are_written_with_what_they_stand_for(planning: Planning) -> None:
    planning.plan("KEN101", situation={"en": "=1+1"}, due=date(2025, 6, 30), sdg={"8.5": 10_000}, government=True)
    planning.need("KEN101", y2024=123_456, months=150)
    content = everything(actor=planning.people["reader"], programme=planning.programme)
    plan = table(content, "Plans")[0]
    assert (plan["work_item"], plan["situation.en"], plan["due"]) == ("KEN101", "=1+1", "2025-06-30")
    assert (plan["sdg"], plan["government"], plan["lead_person"]) == ('{"8.5": 10000}', "yes", "not set")
    assert table(content, "Outputs of plans")[0]["share"] == "100"
    assert (table(content, "Requirements")[0]["amount"], table(content, "Staff months")[0]["months"]) == (
        "1234.56",
        "1.50",
    )


def test_reports_are_written_and_drafts_of_other_offices_are_not(reporting: Reporting) -> None:
    reporting.observe("1.i", value="4.5")
    reporting.draft("KEN", statement="Not yet said")
    reporting.verified("TUN")
    seen = {name: everything(actor=person, programme=reporting.programme) for name, person in reporting.people.items()}
    assert table(seen["per"], "Reported values")[0]["value"] == "4.5"
    assert [row["code"] for row in table(seen["ken"], "Country results")] == ["KEN-R1", "TUN-R1"]
    for title in ("Country results", "Indicators served", "Steps of results", "Evidence"):
        assert "KEN-R1" not in {value for row in table(seen["per"], title) for value in row.values()}
    assert table(seen["per"], "Evidence")[0]["url"] == "https://example.org/law"


def test_it_asks_no_more_for_more_rows(reporting: Reporting) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            everything(actor=reporting.planner, programme=reporting.programme)
        return len(queries)

    reporting.verified("KEN")
    reporting.observe("1.i", value="4.5")
    before = asked()
    for place in ("TUN", "MAR", "GHA"):
        reporting.verified(place)
        reporting.observe("1.1.5", place=place, value="4")
    assert asked() == before <= MOST_QUERIES
