"""What is wrong in a form of the programme editor is told at its field or row, in the words of the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from biennium.programme.models import Programme, Result
from programme.forms import send, shown

RESULT, INDICATOR = "/office/p/2024-25/results/1.2/", "/office/p/2024-25/indicators/1.1.1/"

SignIn = Callable[..., Client]


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in()


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ({"targets-1-end": "2023-01-01"}, "Until, row 2", "A target&#x27;s period ends before it starts."),
        ({"targets-0-value": "12.5"}, "Target, row 1", "“12.5” is not a number with at most 0 decimals."),
        ({"baselines-0-value": "1.5"}, "Baseline, row 1", "“1.5” is not a number with at most 0 decimals."),
        ({"criteria-1-code": "a"}, "Code, row 2", "Two criteria have the same code."),
        ({"targets-2-region": "africa"}, "From, row 3", "Two targets are for the same period and region."),
        ({"targets-0-DELETE": "on", "targets-2-value": "0.5"}, "Target, row 3", "“0.5” is not a number"),
    ],
)
def test_an_error_of_an_indicator_names_its_row(officer: Client, typed: dict[str, str], place: str, words: str) -> None:
    page = send(officer, INDICATOR, typed, status=400)
    assert place in page
    assert words in page
    assert "indicator 1.1.1:" not in page
    assert "targets[" not in page


def test_an_error_of_a_result_names_its_field(officer: Client) -> None:
    page = send(officer, RESULT, {"links": "1.2"}, status=400)
    assert "A result cannot be linked to itself." in page
    assert "result 1.2:" not in page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("partner: nobody here", "“nobody here” is not in the list “partner”. Its entries: UN; others are added under"),
        ("partners: UN", "The programme has no list “partners”. Its lists: action-programme, partner; others"),
    ],
)
def test_a_reference_to_nothing_is_refused(officer: Client, programme: Programme, line: str, words: str) -> None:
    assert words in send(officer, RESULT, {"terms": line}, status=400)
    assert not programme.results.get(code="1.2").references.exists()


def test_what_a_result_refers_to_stays_when_its_list_is_gone(officer: Client, programme: Programme) -> None:
    result = programme.results.get(code="1.2")
    result.references.create(scheme="partner", code="gone", score=2)
    send(officer, RESULT, {"title_en": "Applied", "terms": "partner: gone = 1\npartner: UN"})
    assert sorted(result.references.values_list("code", "score")) == [("UN", None), ("gone", 1)]


def test_a_level_that_is_not_there_adds_nothing_and_names_those_that_are(officer: Client) -> None:
    answer = officer.get("/office/p/2024-25/add-result/?level=nolevel&below=1")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no level with the code “nolevel” here." in page
    assert "What can stand here: Output (output)." in page
    assert officer.get("/office/p/2024-25/add-result/?below=1").status_code == 200


@pytest.mark.parametrize("page", ["", "move/"])
def test_what_is_sent_after_the_code_changed_meets_the_same_result(
    officer: Client, programme: Programme, page: str
) -> None:
    """Both texts are shown, though the address is of a code that nothing has any more, or that another result has."""
    row = programme.results.get(code="1.2")
    opened = {**shown(officer, f"{RESULT}{page}"), "reason": "Typed in the meantime"}
    programme.results.filter(pk=row.pk).update(code="1.9", revision=row.revision + 1)
    assert officer.get(f"{RESULT}{page}").status_code == 404
    told = officer.post(f"{RESULT}{page}", opened)
    assert told.status_code == 409
    assert "Typed in the meantime" in told.content.decode()
    programme.results.filter(code="1.1").update(code="1.2")
    assert officer.post(f"{RESULT}{page}", {**opened, "revision": row.revision + 1, "code": "1.10"}).status_code == 302
    assert Result.objects.get(pk=row.pk).code == "1.10"


def test_an_identity_that_is_none_is_not_looked_for(officer: Client) -> None:
    assert officer.post(f"{RESULT}move/", {"uid": "no identity"}).status_code == 400
