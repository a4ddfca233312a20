"""An event: who, what, to which object, before and after, why, in which request; readable when all else is gone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from biennium.foundation import audit, context
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.organisation.models import Person, Unit


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(code="LAW", name={"en": "Law"})


def test_an_event_says_who_did_what_to_which_object_when_and_why(unit: Unit) -> None:
    ada = Person.objects.create_user("ada@example.org", "Ada")
    with context.request_context("request-1"):
        written = audit.record(
            actor=ada,
            verb="organisation.unit_renamed",
            target=unit,
            before={"name": {"fr": "Loi"}},
            after={"name": {"fr": "Droit"}},
            reason="Clearer",
            scope=ada,
        )
    event = AuditEvent.objects.get()
    assert event == written
    assert (event.actor, event.actor_label, event.verb) == (ada, "Ada", "organisation.unit_renamed")
    assert (event.object_kind, event.object_uid, event.object_label) == ("unit", unit.uid, "LAW Law")
    assert (event.before, event.after) == ({"name": {"fr": "Loi"}}, {"name": {"fr": "Droit"}})
    assert (event.reason, event.scope_uid, event.request) == ("Clearer", ada.uid, "request-1")
    assert event.at.tzinfo is not None


@pytest.mark.parametrize(
    ("actor", "label"), [(OPERATOR, "Operator (command line)"), (AnonymousUser(), "Anonymous")], ids=str
)
def test_who_has_no_account_is_named_in_words(unit: Unit, actor: object, label: str) -> None:
    event = audit.record(actor=actor, verb="test.happened", target=unit)
    assert (event.actor, event.actor_label) == (None, label)


def test_history_is_that_of_one_object_the_newest_first(unit: Unit) -> None:
    other = Unit.objects.create(code="ICT", name={"en": "Information"})
    for number, target in enumerate((unit, other, unit)):
        audit.record(actor=OPERATOR, verb=f"test.step_{number}", target=target)
    assert [event.verb for event in audit.history(unit.uid)] == ["test.step_2", "test.step_0"]


def test_a_long_name_does_not_stop_the_event(unit: Unit) -> None:
    unit.name = {"en": "x" * 500}
    assert len(audit.record(actor=OPERATOR, verb="test.happened", target=unit).object_label) == 200


def test_a_batch_takes_few_statements(unit: Unit, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    events = [audit.event(actor=OPERATOR, verb="test.happened", target=unit) for _ in range(100)]
    with django_assert_max_num_queries(2):
        audit.record_many(events)
    assert AuditEvent.objects.count() == 100


def test_only_what_differs_is_told() -> None:
    before, after = audit.changes({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5})
    assert (before, after) == ({"b": 2, "c": 3, "d": None}, {"b": 4, "c": None, "d": 5})


def test_text_is_stored_with_readable_characters(unit: Unit) -> None:
    audit.record(actor=OPERATOR, verb="test.happened", target=unit, after={"name": "Été"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(after AS text) FROM foundation_auditevent")
        assert "Été" in cursor.fetchone()[0]


def test_outside_a_request_nothing_is_remembered() -> None:
    answers = iter(range(10))
    assert [context.remembered("key", lambda: next(answers)) for _ in "ab"] == [0, 1]
    with context.request_context("one"):
        assert [context.remembered("key", lambda: next(answers)) for _ in "ab"] == [2, 2]
        context.forget()
        assert context.remembered("key", lambda: next(answers)) == 3
        assert context.request_id() == "one"
    assert (context.remembered("key", lambda: next(answers)), context.request_id()) == (4, "")
