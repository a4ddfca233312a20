"""The page of data quality: a score for each office, every finding with the way to where it is mended, and files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from biennium.foundation.actors import OPERATOR
from biennium.foundation.assessment import assess
from biennium.funding.models import Agreement
from biennium.ledger.services.rates import record_rate
from biennium.workplan.models import Expectation
from biennium.workplan.services.milestones import MilestoneValues, add_milestone
from workplan.world import World

HERE = "/office/programmes/2024-25"
MOST_QUERIES = 20


@pytest.fixture
def reader(world: World) -> Client:
    """Two offices have plans; the one of Nairobi does not say where it starts from."""
    world.plan("KEN101")
    world.plan("PER101", unit="LIM", situation={"en": "No law"})
    client = Client()
    client.force_login(world.people["reader"])
    return client


def read(client: Client, address: str = "", status: int = 200) -> str:
    answer = client.get(f"{HERE}/{address}")
    assert answer.status_code == status
    return answer.content.decode()


def test_each_office_has_a_score_and_the_lowest_stands_first(world: World, reader: Client) -> None:
    offices = {one.unit: one for one in assess(world.programme).offices}
    assert (offices["NBO"].warned, offices["NBO"].score) == (1, 50)
    page = read(reader, "quality/")
    assert page.index("?unit=NBO#findings") < page.index("?unit=LIM#findings")
    assert "no office" in page


def test_a_finding_leads_to_its_object_with_how_it_is_mended(reader: Client) -> None:
    page = read(reader, "quality/?unit=NBO")
    assert f'href="{HERE}/planned-work/KEN101/"' in page
    assert "Describe it in its plan" in page
    assert f'href="{HERE}/planned-work/NPL101/"' not in page


def test_findings_of_one_rule_or_of_nobody_are_shown_alone(reader: Client) -> None:
    assert f'href="{HERE}/planned-work/NPL101/"' in read(reader, "quality/?unit=-&rule=no-plan")
    assert "It has no plan." not in read(reader, "quality/?rule=no-situation")
    assert "no-such-rule" in read(reader, "quality/?rule=no-such-rule", 400)


@pytest.mark.parametrize("name", ["offices", "findings"])
def test_scores_and_findings_are_saved_as_files(reader: Client, name: str) -> None:
    answer = reader.get(f"{HERE}/quality-{name}.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert any("NBO" in line for line in lines)
    assert reader.get(f"{HERE}/quality-{name}.xlsx").status_code == 200


def test_it_is_read_in_a_number_of_queries_that_does_not_grow(world: World, reader: Client) -> None:
    """With money that is expected in another currency, which asks for rates as well."""
    francs = world.expected()
    Agreement.objects.filter(pk=francs.pk).update(currency="CHF")
    Expectation.objects.create(work_item=world.item(), agreement=francs, share=5_000)
    rate: dict[str, Any] = {
        "kind": "operational",
        "base": "CHF",
        "quote": "USD",
        "text": "1.10",
        "valid_from": date(2024, 1, 1),
    }
    record_rate(actor=OPERATOR, **rate)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(reader, "quality/")
        return len(captured)

    before = asked()
    plan = world.plan("GLO101", unit="LAW")
    for day in (1, 2):
        add_milestone(actor=OPERATOR, plan=plan, values=MilestoneValues({"en": "Tabled"}, date(2024, 1, day)))
    world.need("GLO101", y2024=100, months=10)
    assert asked() == before <= MOST_QUERIES


@pytest.mark.parametrize(("lang", "words"), [("fr", "Qualité des données"), ("es", "Calidad de los datos")])
def test_it_is_read_in_other_languages(reader: Client, lang: str, words: str) -> None:
    with translation.override(lang):
        reader.cookies["django_language"] = lang
        assert words in read(reader, "quality/")
