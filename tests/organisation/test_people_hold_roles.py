"""Accounts and roles: opened and closed, given and ended; what changes is seen by the next verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from biennium.foundation import context
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import decide
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.organisation.services.people import (
    assign_role,
    close_account,
    define_role,
    end_assignment,
    open_account,
)

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def ada() -> Person:
    return open_account(actor=OPERATOR, email="Ada@Example.org", name="Ada", password=PASSWORD)


@pytest.fixture
def law() -> Unit:
    return Unit.objects.create(code="LAW", name={"en": "Law"})


@pytest.fixture
def administrator() -> Role:
    return define_role(
        actor=OPERATOR, code="administrator", name={"en": "Administrator"}, actions=["organisation.manage"]
    )


def test_who_has_an_account_can_sign_in_whatever_the_case_of_the_address(ada: Person) -> None:
    assert ada.email == "ada@example.org"
    assert Client().login(email="ADA@example.org", password=PASSWORD)
    assert authenticate(email="ada@example.org", password="wrong") is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nonsense"}, "valid email address"),
        ({"email": ""}, "valid email address"),
        ({"name": "  "}, "needs the person's name"),
        ({"name": "x" * 151}, "name: Ensure this value has at most 150 characters"),
        ({"password": "short"}, "too short"),
        ({"password": "ada.lovelace@example.org"}, "too similar"),
        ({"email": "ADA@example.org"}, "There is an account for ADA@example.org already"),
        ({"language": "x" * 11}, "language: Ensure"),
    ],
)
def test_an_account_that_cannot_be_is_refused(ada: Person, changes: dict[str, str], words: str) -> None:
    facts = {"email": "ada.lovelace@example.org", "name": "Ada Lovelace", "password": PASSWORD, **changes}
    with pytest.raises(InvalidInput, match=words):
        open_account(actor=OPERATOR, **facts)
    assert Person.objects.count() == 1


def test_no_event_holds_a_password(ada: Person) -> None:
    assert PASSWORD not in str(list(AuditEvent.objects.values()))


def test_a_closed_account_cannot_sign_in_and_stays_on_record(ada: Person) -> None:
    client = Client()
    assert client.login(email="ada@example.org", password=PASSWORD)
    close_account(actor=OPERATOR, person=ada, reason="Retired")
    assert not Client().login(email="ada@example.org", password=PASSWORD)
    assert client.get("/office/").status_code == 302
    assert Person.objects.filter(email="ada@example.org").exists()
    with pytest.raises(InvalidInput, match="closed already"):
        close_account(actor=OPERATOR, person=ada, reason="Again")


def test_nobody_closes_the_account_they_use(ada: Person, law: Unit, administrator: Role) -> None:
    assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law)
    with pytest.raises(NotPermitted, match="Your own account cannot be closed by yourself"):
        close_account(actor=ada, person=ada, reason="")


def test_a_role_is_defined_and_changed(administrator: Role) -> None:
    define_role(actor=OPERATOR, code="administrator", name={"en": "Chief"}, actions=["organisation.manage"])
    administrator.refresh_from_db()
    assert (administrator.name, administrator.revision) == ({"en": "Chief"}, 2)
    define_role(actor=OPERATOR, code="administrator", name={"en": "Chief"}, actions=["organisation.manage"] * 2)
    administrator.refresh_from_db()
    assert administrator.revision == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"actions": ["programme.burn"]}, r"no action programme\.burn\. Known actions: .*programme\.seal"),
        ({"name": {}}, "needs a name"),
        ({"code": ""}, "code: This field cannot be blank"),
        ({"code": "x" * 41}, "code: Ensure this value has at most 40 characters"),
    ],
)
def test_a_role_that_cannot_be_is_refused(changes: dict[str, object], words: str) -> None:
    facts = {"code": "x", "name": {"en": "X"}, "actions": [], **changes}
    with pytest.raises(InvalidInput, match=words):
        define_role(actor=OPERATOR, **facts)  # type: ignore[arg-type]


def test_a_verdict_follows_the_role_within_one_request(ada: Person, law: Unit, administrator: Role) -> None:
    with context.request_context("one"):
        answers = [decide(ada, "organisation.manage").allowed]
        yesterday = timezone.localdate() - timedelta(1)
        held = assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law, starts=yesterday)
        answers.append(decide(ada, "organisation.manage").allowed)
        define_role(actor=OPERATOR, code="administrator", name={"en": "A"}, actions=[])
        answers.append(decide(ada, "organisation.manage").allowed)
        define_role(actor=OPERATOR, code="administrator", name={"en": "A"}, actions=["organisation.manage"])
        end_assignment(actor=OPERATOR, assignment=held, ends=yesterday, reason="Moved")
        answers.append(decide(ada, "organisation.manage").allowed)
    assert answers == [False, True, False, False]


def test_a_role_is_held_from_today_when_nothing_else_is_said(ada: Person, law: Unit, administrator: Role) -> None:
    held = assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law)
    assert (held.starts, held.ends) == (timezone.localdate(), None)
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.verb, event.scope_uid, event.after["unit"]) == ("organisation.role_assigned", ada.uid, "LAW")


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (("2026-01-01", None), ("2026-06-01", None), True),
        (("2026-01-01", "2026-03-31"), ("2026-03-31", None), True),
        (("2026-01-01", "2026-03-31"), ("2026-04-01", None), False),
        (("2027-01-01", None), ("2026-01-01", "2026-12-31"), False),
        (("2027-01-01", None), ("2026-01-01", "2027-01-01"), True),
    ],
)
def test_a_role_is_not_held_twice_at_a_time(
    ada: Person,
    law: Unit,
    administrator: Role,
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    refused: bool,
) -> None:
    def give(period: tuple[str, str | None]) -> None:
        starts, ends = (date.fromisoformat(day) if day else None for day in period)
        assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law, starts=starts, ends=ends)

    give(first)
    if refused:
        with pytest.raises(InvalidInput, match="Ada holds this role for LAW already"):
            give(second)
    else:
        give(second)
    assert RoleAssignment.objects.count() == (1 if refused else 2)


def test_an_assignment_that_cannot_be_is_refused(ada: Person, law: Unit, administrator: Role) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidInput, match="end before it starts"):
        assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law, starts=today, ends=today - timedelta(1))
    held = assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law, starts=today)
    with pytest.raises(InvalidInput, match="end before it starts"):
        end_assignment(actor=OPERATOR, assignment=held, ends=today - timedelta(1), reason="")
    close_account(actor=OPERATOR, person=ada, reason="")
    other = Unit.objects.create(code="ICT", name={"en": "Information"})
    with pytest.raises(InvalidInput, match="The account of Ada is closed"):
        assign_role(actor=OPERATOR, person=ada, role=administrator, unit=other)
    law.retired_at = timezone.now()
    law.save()
    with pytest.raises(InvalidInput, match=r"LAW is closed\. Choose an open unit"):
        assign_role(actor=OPERATOR, person=Person(name="Bob"), role=administrator, unit=law)


def test_the_database_refuses_a_role_that_ends_before_it_starts(ada: Person, law: Unit, administrator: Role) -> None:
    held = assign_role(actor=OPERATOR, person=ada, role=administrator, unit=law)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.filter(pk=held.pk).update(ends=held.starts - timedelta(1))
