"""The scene that the tests of money start from is the same whether it is built or set again."""

from __future__ import annotations

import pytest
from django.db import transaction

from biennium.organisation.models import Organisation
from biennium.programme.models import Programme
from ledger import world as worlds
from running import scenes


@pytest.mark.django_db
def test_the_rows_are_the_same_and_the_next_key_is_free() -> None:
    def rows_of(build: object) -> object:
        point = transaction.savepoint()
        built = build()  # type: ignore[operator]
        found = scenes._everything()
        worlds.fund("NEXT")
        transaction.savepoint_rollback(point)
        return built.programme.code, {table: len(rows) for table, rows in found.items()}

    first, again = rows_of(worlds.build), rows_of(worlds.build)
    assert first == again == rows_of(worlds.build.__wrapped__)


@pytest.mark.django_db
def test_a_scene_that_changes_what_was_there_is_no_scene() -> None:
    Organisation.objects.create(name={"en": "One"}, acronym={"en": "O"}, languages=["en"])

    def build() -> None:
        Organisation.objects.update(languages=["fr"])

    with pytest.raises(AssertionError, match="organisation_organisation"):
        scenes.built_once(build)()


@pytest.mark.django_db
def test_what_a_scene_gave_is_a_copy() -> None:
    point = transaction.savepoint()
    worlds.build().programme.code = "changed"
    transaction.savepoint_rollback(point)
    assert worlds.build().programme.code == Programme.objects.get().code
