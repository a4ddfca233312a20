"""Audit events and sealed versions: the database itself refuses to change, delete, replace or truncate them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from biennium.foundation import audit
from biennium.foundation.actors import OPERATOR
from biennium.foundation.database import AppendOnly, append_only_tables, unprotected
from biennium.foundation.models import AuditEvent
from biennium.organisation.models import Unit

TABLES = ["foundation_auditevent", "programme_version"]


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def event(db: None) -> AuditEvent:
    unit = Unit.objects.create(code="LAW", name={"en": "Law"})
    return audit.record(actor=OPERATOR, verb="test.happened", target=unit, after={"name": "Loi"})


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_known_as_append_only(table: str) -> None:
    assert table in append_only_tables()


def test_after_all_migrations_every_append_only_table_has_its_triggers(db: None) -> None:
    assert unprotected() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE foundation_auditevent SET actor_label = 'nobody'",
        "UPDATE foundation_auditevent SET id = id + 1",
        "DELETE FROM foundation_auditevent",
        "DELETE FROM foundation_auditevent WHERE id > 0",
    ],
)
def test_the_database_refuses_to_change_and_to_delete(event: AuditEvent, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)
    assert AuditEvent.objects.get().actor_label == event.actor_label


def test_the_database_refuses_to_empty_or_replace(event: AuditEvent) -> None:
    columns = [field.column for field in AuditEvent._meta.local_fields]
    listed = ", ".join(columns)
    others = ", ".join("'nobody'" if column == "actor_label" else column for column in columns)
    statements = {
        "sqlite": [
            f"INSERT OR REPLACE INTO foundation_auditevent ({listed}) SELECT {others} FROM foundation_auditevent",
            f"REPLACE INTO foundation_auditevent ({listed[4:]}) SELECT {others[4:]} FROM foundation_auditevent",
        ],
        "postgresql": ["TRUNCATE foundation_auditevent", "TRUNCATE organisation_person CASCADE"],
    }
    connection.check_constraints()  # PostgreSQL truncates no table with checks that are still to be made
    for statement in statements[connection.vendor]:
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement)
    assert AuditEvent.objects.get().actor_label == event.actor_label


def test_the_orm_cannot_change_or_delete_either(event: AuditEvent) -> None:
    event.reason = "because"
    for change in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_further_events_can_be_written(event: AuditEvent) -> None:
    audit.record_many([audit.event(actor=OPERATOR, verb="test.happened", target=Unit.objects.get()) for _ in "ab"])
    assert AuditEvent.objects.count() == 3


def test_a_table_that_lost_a_trigger_is_named(db: None) -> None:
    suffix = " ON programme_version" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER programme_version_no_delete{suffix}")
    assert unprotected() == ["programme_version"]


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_tables_empty_and_guarded() -> None:
    unit = Unit.objects.create(code="LAW", name={"en": "Law"})
    audit.record(actor=OPERATOR, verb="test.happened", target=unit)
    assert unprotected() == []


@pytest.mark.django_db(transaction=True)
def test_the_operation_can_be_taken_back_and_repeated() -> None:
    state = MigrationLoader(connection).project_state()
    operation = AppendOnly("Version")
    with connection.schema_editor() as editor:
        operation.database_backwards("programme", editor, state, state)
    assert unprotected() == ["programme_version"]
    with connection.schema_editor() as editor:
        operation.database_forwards("programme", editor, state, state)
    assert unprotected() == []
