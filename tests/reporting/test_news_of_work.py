"""A country result that was handed in is news of the work it is for."""

from __future__ import annotations

from datetime import date

from biennium.foundation.actors import OPERATOR
from biennium.programme.exchange import models as exchange
from biennium.programme.services.work_items import add_work_item
from biennium.reporting.models import CountryResult
from biennium.reporting.services.verification import submit_result, withdraw_result
from biennium.workplan.registries import LAST_REPORTS
from reporting.world import Clock, World


def for_work(world: World) -> CountryResult:
    values = exchange.WorkItem(code="KEN101", kind="country_outcome", title={"en": "Law"}, place="KEN", result="1.1")
    item = add_work_item(actor=OPERATOR, programme=world.programme, values=values)
    result = world.proved()
    CountryResult.objects.filter(pk=result.pk).update(work_item=item)
    result.refresh_from_db()
    return result


def test_it_counts_from_the_day_it_is_handed_in_until_it_is_withdrawn(world: World, clock: Clock) -> None:
    last_reports = LAST_REPORTS["reporting"]
    result = for_work(world)
    assert last_reports() == {}
    clock.set(date(2024, 9, 3))
    submitted = submit_result(actor=result.author, result=result)
    assert last_reports() == {result.work_item_id: date(2024, 9, 3)}
    withdraw_result(actor=world.ken, result=submitted, reason="Repealed")
    assert last_reports() == {}
