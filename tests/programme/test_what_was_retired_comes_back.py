"""What was retired comes back with all that was retired with it, where it stood, or is refused with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.models import Person
from biennium.programme.models import Level, Programme, Term
from biennium.programme.selectors.document import document
from biennium.programme.services import comebacks, results
from biennium.programme.services.indicators import retire_indicator
from biennium.programme.services.results import move_result, retire_result
from biennium.programme.services.sections import retire_section
from biennium.programme.services.work_items import retire_work_item

PAGE = "/office/p/2024-25/retired/"
WHY: dict[str, Any] = {"actor": OPERATOR, "reason": "Asked for"}


def retire(programme: Programme, code: str) -> Any:
    row = programme.results.get(code=code)
    retire_result(result=row, **WHY)
    return row


def test_a_result_comes_back_with_all_below_it_where_it_stood(programme: Programme) -> None:
    before = document(programme)
    row = retire(programme, "1")
    assert {one.code for one in document(programme).results} == {"2", "2.1", "2.1.C1", "2.2", "A", "A.1", "A.1.O1"}
    back = comebacks.bring_back_result(result=row, **WHY)
    assert [one.code for one in back] == ["1", "1.1", "1.1.C1", "1.1.C2", "1.1.G1", "1.2"]
    assert document(programme) == before
    told = AuditEvent.objects.filter(verb__endswith="_restored").values_list("verb", "reason")
    assert sorted(told) == [
        ("programme.indicator_restored", "Asked for"),
        *[("programme.result_restored", "Asked for")] * 6,
    ]


def test_what_was_retired_at_another_moment_stays_retired(programme: Programme) -> None:
    bullet, indicator = retire(programme, "1.1.C1"), programme.indicators.get(code="1.1.1")
    retire_indicator(indicator=indicator, **WHY)
    output = retire(programme, "1.1")
    with pytest.raises(InvalidInput, match=r"It stood below 1\.1, which is retired\. Bring that back first"):
        comebacks.bring_back_result(result=bullet, **WHY)
    with pytest.raises(InvalidInput, match=r"below 1\.1, which is retired"):
        comebacks.bring_back_indicator(indicator=indicator, **WHY)
    comebacks.bring_back_result(result=output, **WHY)
    live = programme.results.filter(parent__code="1.1", retired_at=None).values_list("code", flat=True)
    assert list(live) == ["1.1.C2", "1.1.G1"]
    comebacks.bring_back_result(result=bullet, **WHY)
    comebacks.bring_back_indicator(indicator=indicator, **WHY)
    assert list(live.all()) == ["1.1.C1", "1.1.C2", "1.1.G1"]


def test_texts_and_work_items_come_back_the_latter_also_without_their_result(programme: Programme) -> None:
    before = document(programme)
    text, item = programme.sections.get(code="africa"), programme.work_items.get()
    retire_section(section=text, **WHY)
    retire_work_item(item=item, **WHY)
    output = retire(programme, "1.1")
    comebacks.bring_back_work_item(item=item, **WHY)
    assert [(one.code, one.result) for one in document(programme).work_items] == [("KEN101", None)]
    comebacks.bring_back_result(result=output, **WHY)
    comebacks.bring_back_section(section=text, **WHY)
    assert document(programme) == before


def test_a_code_that_was_taken_meanwhile_is_named(programme: Programme) -> None:
    output, other = retire(programme, "1.1"), programme.results.get(code="1.2")
    move_result(result=other, parent=other.parent, position=None, revision=None, code="1.1.C2", **WHY)
    with pytest.raises(InvalidInput, match=r"a result with the code 1\.1\.C2 already\. Give that one another code"):
        comebacks.bring_back_result(result=output, **WHY)


def test_a_level_and_an_entry_that_are_gone_are_named(programme: Programme) -> None:
    output = retire(programme, "2.2")
    results.Reference.objects.create(result=output, scheme="partner", code="UN")
    Term.objects.filter(scheme="partner").delete()
    with pytest.raises(InvalidInput, match=r"2\.2 refers to “UN”, which is not in the list “partner” any more"):
        comebacks.bring_back_result(result=output, **WHY)
    Level.objects.filter(code="output").update(retired_at=timezone.now())
    with pytest.raises(InvalidInput, match=r"2\.2 is of the level “output”, which is not used any more"):
        comebacks.bring_back_result(result=output, **WHY)


def test_it_takes_a_reason_something_retired_and_the_role(programme: Programme, sign_in: Callable[..., Client]) -> None:
    output = programme.results.get(code="2.2")
    with pytest.raises(InvalidInput, match=r"2\.2 is not retired"):
        comebacks.bring_back_result(result=output, **WHY)
    retire(programme, "2.2")
    with pytest.raises(InvalidInput, match="brought back for a reason"):
        comebacks.bring_back_result(actor=OPERATOR, result=output, reason=" ")
    sign_in("budget_officer")
    with pytest.raises(NotPermitted):
        comebacks.bring_back_result(actor=Person.objects.get(name="budget_officer"), result=output, reason="Please")


def test_the_page_of_what_was_retired_brings_it_back(programme: Programme, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    bullet, item = retire(programme, "1.1.C1"), programme.work_items.get()
    output = retire(programme, "1.1")
    retire_work_item(item=item, **WHY)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE).content.decode()
    assert len(asked) <= 20
    assert "3 results and indicators below it were retired with it" in page
    assert "It stood below 1.1, which is retired." in page
    refused = client.post(f"{PAGE}result/{bullet.uid}/", {"reason": "Back"}, follow=True)
    assert refused.redirect_chain[-1][0] == PAGE
    assert "It stood below 1.1, which is retired." in refused.content.decode()
    for kind, row in (("result", output), ("result", bullet), ("work_item", item)):
        shown = client.post(f"{PAGE}{kind}/{row.uid}/", {"reason": "Back"}, follow=True)
        assert f"{row.code} came back." in shown.content.decode()
        assert client.post(f"{PAGE}{kind}/{row.uid}/", {"reason": "Back"}).status_code == 404
    assert "Nothing is retired." in client.get(PAGE).content.decode()


def test_a_closed_unit_is_opened_again_on_its_page(programme: Programme, sign_in: Callable[..., Client]) -> None:
    client, page = sign_in("administrator"), "/office/units/LAW/"
    client.post(f"{page}retire/", {"reason": "Merged"})
    assert "Closed units" in client.get("/office/units/").content.decode()
    assert "It stood below ORG" in client.get(page).content.decode()
    shown = client.post(f"{page}reopen/", {"reason": "Needed"}, follow=True).content.decode()
    assert "Unit LAW was opened again." in shown
    assert "Unit opened again" in shown
    assert "Closed units" not in client.get("/office/units/").content.decode()
