"""What the API answers: sealed versions, money in digits, cells with their state; and how it refuses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.conftest import Api
from biennium.foundation.actors import OPERATOR
from biennium.programme.models import Programme, Result
from biennium.programme.services.importing import import_programme
from ledger.world import World
from programme import samples

CODE = "2024-25"
P = f"/programmes/{CODE}"
ADDRESSES = (
    "/programmes",
    P,
    f"{P}/versions",
    f"{P}/document",
    f"{P}/results",
    f"{P}/results/1.1",
    f"{P}/indicators",
    f"{P}/work-items",
    f"{P}/framework",
    f"{P}/money",
    f"{P}/figure?name=level.output",
    "/income",
    "/funds",
    "/publications",
    "/places",
    "/regions",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_takes_few_queries_and_has_an_etag(api: Api, address: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = api.get(address)
    assert len(asked) <= 20
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = api.get(address, 304, **{"If-None-Match": response["ETag"]})
    assert again.content == b""


def test_a_programme_without_a_sealed_version_is_not_there(api: Api) -> None:
    hidden = samples.programme()
    hidden.code = "2026-27"
    for one in (hidden, *hidden.results, *hidden.indicators, *hidden.work_items, *hidden.sections):
        one.uid = None
    import_programme(actor=OPERATOR, values=hidden)
    assert Programme.objects.count() == 2
    assert api.json("/programmes")["count"] == 1
    refused = api.json("/programmes/2026-27", 404)
    assert refused["remedy"] == "Published: 2024-25."


def test_what_is_edited_shows_once_it_is_sealed(api: Api, world: World) -> None:
    before = api.json(f"{P}/results/1.1")["title"]
    Result.objects.filter(programme=world.programme, code="1.1").update(title={"en": "Being written"})
    assert api.json(f"{P}/results/1.1")["title"] == before


def test_a_list_comes_in_parts_that_lead_to_each_other(api: Api) -> None:
    whole = api.json(f"{P}/results")["items"]
    found, address = [], f"{P}/results?limit=2"
    while address:
        answered = api.json(address)
        assert answered["count"] == len(whole)
        found += answered["items"]
        address = answered["next"] and answered["next"].partition("/api/v1")[2]
    assert found == whole
    last = api.json(f"{P}/results?limit=2&offset=2")
    assert "offset=0" in last["previous"]


def test_results_are_those_of_a_level_or_under_a_result(api: Api) -> None:
    outputs = api.json(f"{P}/results?level=output&under=1")["items"]
    assert outputs
    assert {one["level"] for one in outputs} == {"output"}
    assert all(one["code"].startswith("1.") for one in outputs)


def test_amounts_are_digits_and_money_says_its_currency(api: Api) -> None:
    table = api.json(f"{P}/money?by=result,place&fund=RB")
    (row,) = [one for one in table["items"] if one["key"] == {"result": "1.1", "place": "KEN"}]
    assert (table["currency"], row["approved"], row["spent"]) == ("USD", "300.00", "100.00")
    assert table["total"]["spent"] == table["consolidated"] == "100.00"
    assert table["modelled"] is False


def test_a_cell_without_a_value_says_why(api: Api) -> None:
    rows = api.json(f"{P}/framework")["items"]
    cells = [cell for row in rows for cell in row["cells"]]
    assert cells
    assert all((cell["value"] is None) == (cell["state"] != "value") for cell in cells)
    assert {cell["unverified"] for cell in cells} == {None}


def test_a_figure_opens_into_figures_that_open(api: Api) -> None:
    asked = api.json(f"{P}/figure?name=money.spent:fund=RB")
    assert (asked["value"], asked["unit"]) == ("100.00", "USD")
    part = next(one for one in asked["inputs"] if one["type"] == "figure")
    assert api.json(f"{P}/figure?name={part['identity']}")["value"] == part["value"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/programmes?colour=red", 400, "Known here: limit, offset."),
        (f"{P}?limit=1", 400, "Known here: none."),
        ("/programmes?limit=1&limit=2", 400, "more than once"),
        ("/programmes?limit=0", 400, "“0” is nothing that “limit” takes. Expected: 1 or more."),
        ("/programmes?limit=501", 400, "Expected: 500 or less."),
        ("/programmes?limit=x", 400, "Expected: a whole number."),
        (f"{P}/results?level=cloud", 404, "Levels: "),
        (f"{P}/results?under=9.9", 404, "no result 9.9"),
        (f"{P}/results/9.9", 404, "no result 9.9"),
        (f"{P}/results?version=99", 404, "Versions: "),
        (f"{P}/indicators?kind=guess", 400, "Expected: one of country_count, count, "),
        (f"{P}/work-items?place=KE", 400, "alpha-3 code, e.g. KEN."),
        (f"{P}/framework?level=cloud", 404, "Levels: "),
        (f"{P}/framework?as_of=yesterday", 400, "Expected: a day such as 2024-12-31."),
        (f"{P}/money?fund=XX", 400, "no fund XX"),
        (f"{P}/money?by=colour", 400, "Dimensions: "),
        (f"{P}/money?year=20x4", 400, "“20x4” is nothing that “year” takes. Expected: a calendar year such as 2024."),
        (f"{P}/money?staff=perhaps", 400, "Expected: one of yes, no."),
        (f"{P}/figure", 400, "“name” is not given."),
        (f"{P}/figure?name=level.cloud", 404, "no figure"),
        (f"{P}/figure?name=nothing", 404, "money.approved, money.allotted"),
        (f"{P}/figure?name=money.spent:colour=red", 400, "no part of a scope"),
        (f"{P}/results?version=%00", 400, "no text has"),
        ("/programmes/%00/money", 400, "no text has"),
        ("/programmes/nowhere/money", 404, "Published: 2024-25."),
        ("/publications/last", 400, "“last” is nothing that “number” takes. Expected: a whole number."),
        ("/nowhere", 404, "nothing at this address. All addresses: /api/"),
        ("", 404, "nothing at this address"),
        ("/", 404, "nothing at this address"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_is_known(api: Api, address: str, status: int, said: str) -> None:
    response = api.get(address, status)
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert said in f"{problem['detail']} {problem['remedy']}"


def test_a_refusal_is_in_the_language_that_was_asked_for(api: Api) -> None:
    french = api.get("/programmes?colour=red", 400, **{"Accept-Language": "fr"}).json()
    assert "colour" in french["detail"]
    assert french["detail"] != api.json("/programmes?colour=red", 400)["detail"]


def test_nothing_can_be_written(api: Api) -> None:
    for method in ("post", "put", "patch", "delete", "options"):
        response = getattr(api.client, method)(f"/api/v1{P}")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert response["Content-Type"] == "application/problem+json"
        assert method.upper() in response.json()["detail"]


@pytest.mark.parametrize(("address", "status"), [(P, 200), (f"{P}/archive.zip", 200), ("/nowhere", 404)])
def test_head_answers_as_get_does_without_the_content(api: Api, address: str, status: int) -> None:
    whole, head = api.get(address, status), api.client.head(f"/api/v1{address}")
    assert (head.status_code, head.content) == (status, b"")
    unlike = {"X-Request-ID"}
    assert {name: value for name, value in head.items() if name not in unlike} == {
        name: value for name, value in whole.items() if name not in unlike
    }
    if status == 200:
        assert api.client.head(f"/api/v1{address}", headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_a_place_that_is_known_and_has_no_work_is_an_empty_list(api: Api) -> None:
    assert api.json(f"{P}/work-items?place=NPL") == {"count": 0, "next": None, "previous": None, "items": []}


@pytest.mark.parametrize("address", ["/p/2024-25/?version=%00", "/p/%00/", "/p/2024-25/results/%00/"])
def test_a_page_refuses_what_no_text_has(api: Api, address: str) -> None:
    assert api.client.get(address).status_code == 400


def test_a_request_for_another_host_is_refused_with_a_page(api: Api) -> None:
    assert api.client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
