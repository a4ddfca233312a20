"""A draft of a form: one a person and form, the last one wins, gone when it was saved."""

from __future__ import annotations

import pytest

from biennium.foundation import drafts
from biennium.foundation.models import FormDraft
from biennium.organisation.models import Person


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("ada@example.org", "Ada")


def test_what_was_typed_is_found_again(person: Person) -> None:
    drafts.keep(person=person, form="result:1.1", fields={"title_fr": ["Ratification été"], "links": ["1", "2"]})
    found = drafts.find(person=person, form="result:1.1")
    assert found is not None
    assert found.fields == {"title_fr": ["Ratification été"], "links": ["1", "2"]}


def test_the_last_one_wins(person: Person) -> None:
    for word in ("first", "second"):
        drafts.keep(person=person, form="result:1.1", fields={"title_en": [word]})
    assert [draft.fields for draft in FormDraft.objects.all()] == [{"title_en": ["second"]}]


def test_a_draft_is_its_authors_only(person: Person) -> None:
    other = Person.objects.create_user("bob@example.org", "Bob")
    drafts.keep(person=person, form="result:1.1", fields={})
    assert drafts.find(person=other, form="result:1.1") is None
    assert list(drafts.of(other)) == []


def test_what_was_saved_is_forgotten_and_the_rest_listed_the_latest_first(person: Person) -> None:
    for form in ("result:1.1", "result:1.2", "result:1.3"):
        drafts.keep(person=person, form=form, fields={})
    drafts.discard(person=person, form="result:1.2")
    assert [draft.form for draft in drafts.of(person)] == ["result:1.3", "result:1.1"]
