"""A token reads what its person may read, until it ends; the secret is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from api.conftest import Api
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.models import AccessToken, Person, RoleAssignment
from biennium.organisation.services.people import open_account
from biennium.organisation.services.tokens import issue_token, person_of, revoke_token

LINES = "/programmes/2024-25/lines"


def test_lines_and_moves_are_for_the_office(api: Api, office: Api) -> None:
    api.get(LINES, 403)
    answered = office.get(LINES)
    assert answered["Cache-Control"] == "private, no-store"
    (line,) = answered.json()["items"]
    assert (line["approved"], line["spent"], line["currency"]) == ("300.00", "100.00", "USD")
    moves = office.json(f"{LINES}/{line['uid']}/moves")["items"]
    assert ("expense", "Workshop", "100.00") in {(one["kind"], one["text"], one["amount"]) for one in moves}


def test_a_token_that_is_not_valid_is_refused_and_never_taken_for_the_public(api: Api) -> None:
    for given in ("Bearer nonsense", "Bearer ", "Basic dXNlcjpwYXNz", "nonsense"):
        response = api.get("/programmes", 401, Authorization=given)
        assert response["WWW-Authenticate"] == "Bearer"


def test_the_secret_is_not_stored(office: Api) -> None:
    token = AccessToken.objects.get()
    assert office.token not in {token.digest, token.name}
    assert office.token not in str(list(AuditEvent.objects.values_list("before", "after", "object_label")))


def test_a_token_ends_when_it_is_revoked_past_its_day_or_its_account_closed(office: Api, reader: Person) -> None:
    token = AccessToken.objects.get()
    AccessToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    office.get(LINES, 401)
    AccessToken.objects.update(expires_on=timezone.localdate())
    office.get(LINES)
    Person.objects.filter(pk=reader.pk).update(is_active=False)
    office.get(LINES, 401)
    Person.objects.filter(pk=reader.pk).update(is_active=True)
    revoke_token(actor=reader, token=token)
    office.get(LINES, 401)


def test_a_token_reads_what_its_person_may_read_at_that_moment(office: Api) -> None:
    office.get(LINES)
    RoleAssignment.objects.update(ends=timezone.localdate() - timedelta(days=1))
    office.get(LINES, 403)


def test_only_who_works_in_the_office_issues_a_token_and_only_for_a_while(reader: Person) -> None:
    outsider = open_account(actor=OPERATOR, email="out@example.org", name="Out", password="a-long-enough-word-9")
    with pytest.raises(NotPermitted):
        issue_token(actor=outsider, name="Notebook", days=1)
    for wrong, said in (({"name": " "}, "name"), ({"days": 0}, "days"), ({"days": 367}, "days")):
        with pytest.raises(InvalidInput, match=said):
            issue_token(actor=reader, **{"name": "Notebook", "days": 1, **wrong})


def test_nobody_revokes_a_token_of_somebody_else(reader: Person) -> None:
    issued = issue_token(actor=reader, name="Notebook", days=1)
    other = open_account(actor=OPERATOR, email="out@example.org", name="Out", password="a-long-enough-word-9")
    with pytest.raises(NotPermitted):
        revoke_token(actor=other, token=issued.token)
    assert person_of(issued.secret) == reader
    revoke_token(actor=OPERATOR, token=issued.token)
    with pytest.raises(NotPermitted, match="not valid"):
        person_of(issued.secret)
