"""A country result that was handed in is news of the country programme its work is in, and is listed with it."""

from __future__ import annotations

from datetime import date

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Place, Unit
from biennium.programme.exchange import models as exchange
from biennium.programme.services.work_items import add_work_item
from biennium.reporting.models import CountryResult
from biennium.reporting.selectors.listing import results_for
from biennium.reporting.services.verification import submit_result, withdraw_result
from biennium.workplan.models import CountryProgramme, CountryProgrammeKind, Plan
from biennium.workplan.registries import LAST_REPORTS
from reporting.world import Clock, World


def country_programme() -> CountryProgramme:
    kind = CountryProgrammeKind.objects.create(code="none", name={"en": "No framework"}, endorsed=False)
    period = {"start": date(2024, 1, 1), "end": date(2025, 12, 31)}
    made = CountryProgramme.objects.create(code="KEN-CP", kind=kind, unit=Unit.objects.all()[0], **period)
    made.places.add(Place.objects.get(code="KEN"))
    return made


def for_work(world: World) -> CountryResult:
    values = exchange.WorkItem(code="KEN101", kind="country_outcome", title={"en": "Law"}, place="KEN", result="1.1")
    item = add_work_item(actor=OPERATOR, programme=world.programme, values=values)
    Plan.objects.create(work_item=item, country_programme=country_programme())
    result = world.proved()
    CountryResult.objects.filter(pk=result.pk).update(work_item=item)
    result.refresh_from_db()
    return result


def test_it_counts_from_the_day_it_is_handed_in_until_it_is_withdrawn(world: World, clock: Clock) -> None:
    last_reports = LAST_REPORTS["reporting"]
    result = for_work(world)
    assert dict(last_reports()) == {}
    clock.set(date(2024, 9, 3))
    submitted = submit_result(actor=result.author, result=result)
    assert dict(last_reports()) == {CountryProgramme.objects.get().pk: date(2024, 9, 3)}
    withdraw_result(actor=world.ken, result=submitted, reason="Repealed")
    assert dict(last_reports()) == {}


def test_results_are_listed_with_the_country_programme_of_their_work_and_country(world: World) -> None:
    result = for_work(world)
    here = CountryProgramme.objects.get()
    assert list(results_for(world.ken, world.programme, here)) == [result]
    other = CountryProgramme.objects.create(
        code="KEN-2", kind=here.kind, unit=here.unit, start=here.start, end=here.end
    )
    other.places.set(here.places.all())
    assert list(results_for(world.ken, world.programme, other)) == []
