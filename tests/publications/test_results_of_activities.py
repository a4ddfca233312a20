"""What activities say of results: those of the programme with what they cover, and their own once published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Place, Region, Unit
from biennium.programme.models import Baseline, Indicator, Reference, Result, Target, WorkItem
from biennium.programme.services.versions import seal_version
from biennium.publishing.iati.content import Activity, Measure, PeriodOf
from biennium.publishing.iati.content import Indicator as Published
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.selectors import chosen, severities
from biennium.publishing.publications.services import prepare
from biennium.reporting.measures import Reported
from biennium.reporting.models import CountryResult
from biennium.reporting.services.observations import record_observation
from biennium.reporting.services.verification import publish_result
from publications.world import activities, text
from reporting.world import Clock, World, build

CLOCK = date(2025, 3, 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def world(db: None, clock: Clock) -> World:
    """Reports of 2024 can be made; the programme is adopted."""
    made = build()
    Organisation.objects.update(iati="XM-DAC-41302")
    Place.objects.filter(code="KEN").update(alpha2="KE", name={"en": "Kenya"})
    for code, result in (("KEN101", "1.1"), ("KEN102", "1.2")):
        WorkItem.objects.create(
            programme=made.programme,
            code=code,
            kind="country_outcome",
            title={"en": code},
            place=Place.objects.get(code="KEN"),
            result=Result.objects.get(code=result),
        )
    made.round("2024")
    clock.set(CLOCK)
    return made


def publish(world: World) -> Publication:
    """Sealed as it is now, and written."""
    for stage in ("preliminary", "proposed", "adopted"):
        seal_version(actor=OPERATOR, programme=world.programme, stage=stage)
    made = prepare(actor=OPERATOR, programmes=chosen([]))
    assert set(severities(made).values()) == {0}
    return made


def indicator(one: Activity, code: str) -> Published:
    found = [row for result in one.results for row in result.indicators if ("99", code) in row.references]
    return found[0]


def only(one: Activity, code: str) -> PeriodOf:
    (period,) = indicator(one, code).periods
    return period


def own(period: PeriodOf) -> list[Measure]:
    return [row for row in period.actuals if ("coverage", "activity") in row.dimensions]


def for_item(result: CountryResult, code: str = "KEN101") -> CountryResult:
    CountryResult.objects.filter(pk=result.pk).update(work_item=WorkItem.objects.get(code=code))
    result.refresh_from_db()
    return result


def test_an_activity_has_the_results_it_serves_from_its_own_level_upwards(world: World, tmp_path: Path) -> None:
    one = activities(publish(world), tmp_path)["KEN101"]
    assert [(row.type, row.title["en"], row.aggregates) for row in one.results] == [
        ("1", "Ratification", False),
        ("2", "Strong rules", False),
    ]


@pytest.mark.parametrize("step", ["draft", "submitted", "verified"])
def test_a_result_that_is_not_published_leaves_nothing(world: World, tmp_path: Path, step: str) -> None:
    result = {"draft": world.draft, "submitted": world.submitted, "verified": world.verified}[step]
    for_item(result("KEN", statement="A law nobody knows of"))
    made = publish(world)
    assert "nobody knows" not in text(made)
    assert "example.org/law" not in text(made)
    assert own(only(activities(made, tmp_path)["KEN101"], "1.1.1")) == []


def test_a_published_result_counts_with_its_place_its_words_and_its_proof(world: World, tmp_path: Path) -> None:
    result = for_item(world.verified("KEN", statement="Kenya ratified the Convention"))
    publish_result(actor=OPERATOR, result=result)
    period = only(activities(publish(world), tmp_path)["KEN101"], "1.1.1")
    (counted,) = own(period)
    assert (counted.value, counted.locations, counted.comment["en"]) == (
        "1",
        ("KEN",),
        "Kenya ratified the Convention",
    )
    assert [one.url for one in counted.documents] == ["https://example.org/law"]
    assert [(row.value, row.dimensions) for row in period.targets] == [("24", (("coverage", "world"),))]


def test_a_country_with_several_results_counts_once(world: World, tmp_path: Path) -> None:
    for statement in ("First", "Second"):
        publish_result(actor=OPERATOR, result=for_item(world.verified("KEN", statement=statement)))
    (counted,) = own(only(activities(publish(world), tmp_path)["KEN101"], "1.1.1"))
    assert counted.value == "1"


def test_a_result_of_other_work_is_not_claimed(world: World, tmp_path: Path) -> None:
    publish_result(actor=OPERATOR, result=for_item(world.verified("KEN"), "KEN102"))
    assert own(only(activities(publish(world), tmp_path)["KEN101"], "1.1.1")) == []


def test_an_observation_has_its_parts_by_dimension(world: World, tmp_path: Path) -> None:
    record_observation(
        actor=world.ken,
        indicator=world.indicator("1.1.2"),
        round=world.round("2024"),
        unit=Unit.objects.get(code="NBO"),
        place=Place.objects.get(code="KEN"),
        work_item=WorkItem.objects.get(code="KEN101"),
        reported=Reported(value="64", cells={"sex": {"female": "40", "male": "24"}}),
    )
    periods = indicator(activities(publish(world), tmp_path)["KEN101"], "1.1.2").periods
    first = next(one for one in periods if one.start.year == 2024)
    assert [(row.value, row.dimensions[1:], row.locations) for row in own(first)] == [
        ("64", (), ("KEN",)),
        ("40", (("sex", "female"),), ("KEN",)),
        ("24", (("sex", "male"),), ("KEN",)),
    ]


def test_targets_and_baselines_of_its_region_stand_beside_those_of_the_world(world: World, tmp_path: Path) -> None:
    africa = Region.objects.get(code="africa")
    counted = Indicator.objects.get(code="1.2.1")
    Baseline.objects.create(indicator=counted, region=africa, value=1, as_of="2022-12-31")
    one = indicator(activities(publish(world), tmp_path)["KEN102"], "1.2.1")
    assert [(row.value, row.dimensions[0][1]) for row in one.periods[0].targets] == [("5", "world"), ("3", "africa")]
    assert [(row.year, row.day, row.measure.value) for row in one.baselines] == [(2022, date(2022, 12, 31), "1")]


def test_measures_follow_the_kind_of_the_indicator(world: World, tmp_path: Path) -> None:
    one = activities(publish(world), tmp_path)["KEN101"]
    kinds = {"1.1.1": "1", "1.1.2": "1", "1.1.3": "2", "1.1.5": "1", "1.1.6": "3", "1.1.7": "5"}
    assert {code: indicator(one, code).measure for code in kinds} == kinds
    assert indicator(one, "1.1.3").ascending is False
    assert [row.measure.value for row in indicator(one, "1.1.3").baselines] == ["30.0"]


def test_an_sdg_indicator_is_referred_to_where_the_text_names_it(world: World, tmp_path: Path) -> None:
    output = Result.objects.get(code="1.1")
    for code in ("8.8.2", "8.5.1"):
        Reference.objects.create(result=output, scheme="sdg", code=code)
    Indicator.objects.filter(code="1.1.1").update(title={"en": "Countries that improved (SDG 8.8.2)"})
    one = activities(publish(world), tmp_path)["KEN101"]
    assert indicator(one, "1.1.1").references == (("99", "1.1.1"), ("9", "8.8.2"))
    assert [(tag.vocabulary, tag.code) for tag in one.tags] == [("2", "8"), ("3", "8.5"), ("3", "8.8")]


def test_more_indicators_and_targets_take_no_more_queries(world: World) -> None:
    publish(world)
    with CaptureQueriesContext(connection) as few:
        prepare(actor=OPERATOR, programmes=chosen([]))
    africa = Region.objects.get(code="africa")
    for number in range(10):
        made = Indicator.objects.create(
            programme=world.programme,
            result=Result.objects.get(code="1.1"),
            code=f"1.1.9{number}",
            position=20 + number,
            title={"en": "One more"},
            kind="count",
            unit={"en": "units"},
        )
        Target.objects.create(indicator=made, region=africa, start="2024-01-01", end="2025-12-31", value=3)
    with CaptureQueriesContext(connection) as many:
        prepare(actor=OPERATOR, programmes=chosen([]))
    assert len(many) < len(few) + 10
