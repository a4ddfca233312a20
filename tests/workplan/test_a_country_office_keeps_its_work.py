"""A country office adds, changes and retires the work of its country, whoever edits the outputs it is for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from biennium.kernel.errors import NotPermitted
from biennium.programme.exchange import models as exchange
from biennium.programme.models import WorkItem
from biennium.programme.selectors import live
from biennium.programme.services.work_items import add_work_item, change_work_item, retire_work_item
from workplan.world import World

HERE = "/office/p/2024-25"


def values(code: str = "KEN103", place: str | None = "KEN", result: str | None = "1.1", **more: Any) -> Any:
    said = {"code": code, "kind": "country_outcome" if place else "product", "title": {"en": code}}
    return exchange.WorkItem.model_validate({**said, "place": place, "result": result, **more})


def add(world: World, by: str = "ken", **more: Any) -> WorkItem:
    return add_work_item(actor=world.people[by], programme=world.programme, values=values(**more))


def change(world: World, item: WorkItem, **more: Any) -> WorkItem:
    fresh, said = live.work_item(world.programme, item.code)
    changed = said.model_copy(update=more)
    return change_work_item(actor=world.people["ken"], item=fresh, values=changed, revision=None)


def test_the_office_of_a_country_programme_adds_work_in_its_country_and_nowhere_else(world: World) -> None:
    with pytest.raises(NotPermitted):
        add(world)
    world.country_programme()
    assert add(world).result == world.programme.results.get(code="1.1")
    for other in ({"by": "per"}, {"place": "PER"}, {"place": None}, {"by": "reader"}):
        with pytest.raises(NotPermitted):
            add(world, **{"code": "X1", **other})


def test_it_changes_and_retires_what_it_added_until_another_unit_leads_the_work(world: World) -> None:
    world.country_programme()
    item = add(world)
    assert change(world, item, title={"en": "Safer work"}, result="2.1").title == {"en": "Safer work"}
    with pytest.raises(NotPermitted):
        change(world, item, place="PER")
    world.plan("KEN103", by="ken")
    change(world, item, title={"en": "Still ours"})
    other = add(world, code="KEN104")
    world.plan("KEN104", unit="LIM")
    with pytest.raises(NotPermitted):
        change(world, other, title={"en": "Ours?"})
    with pytest.raises(NotPermitted):
        retire_work_item(actor=world.people["ken"], item=other, reason="Not ours")
    retired = retire_work_item(actor=world.people["ken"], item=world.item("KEN103"), reason="Done elsewhere")
    assert retired.retired_at


def test_the_page_offers_its_countries_and_every_output(world: World) -> None:
    client = Client()
    client.force_login(world.people["ken"])
    assert client.get(f"{HERE}/add-work-item/").status_code == 403
    world.country_programme()
    assert "add-work-item" in client.get(f"{HERE}/work-items/").content.decode()
    form = client.get(f"{HERE}/add-work-item/").context["form"]
    assert [code for code, _words in form.fields["place"].choices] == ["", "KEN"]
    assert {"1.1", "2.1"} <= {code for code, _words in form.fields["result"].choices}
    typed = {"code": "KEN103", "kind": "country_outcome", "title_en": "Safer work", "place": "KEN", "result": "1.1"}
    assert client.post(f"{HERE}/add-work-item/", typed).status_code == 302
    page = client.get(f"{HERE}/work-items/KEN103/").content.decode()
    assert "No role of yours" not in page
    assert world.item("KEN103").place.code == "KEN"
