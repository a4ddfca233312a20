"""The organisation and its units: described, opened, renamed, closed; in words when something is wrong."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from biennium.foundation import context
from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.organisation import selectors
from biennium.organisation.models import Organisation, Unit
from biennium.organisation.services.units import change_unit, describe_organisation, open_unit, reopen_unit, retire_unit

pytestmark = pytest.mark.django_db


def describe(**changes: object) -> Organisation:
    facts = {"name": {"en": "The organisation"}, "acronym": {"en": "ORG"}, "languages": ["en", "fr"], "iati": "XM-1"}
    return describe_organisation(actor=OPERATOR, **{**facts, **changes})  # type: ignore[arg-type]


def rename(unit: Unit, name: dict[str, str], revision: int | None = None) -> Unit:
    return change_unit(actor=OPERATOR, unit=unit, name=name, parent=unit.parent, revision=revision)


def move(unit: Unit, parent: Unit | None) -> Unit:
    return change_unit(actor=OPERATOR, unit=unit, name=unit.name, parent=parent, revision=None)


def test_the_organisation_is_described_once_and_then_changed() -> None:
    first = describe()
    again = describe(iati=" XM-DAC-41302 ")
    assert (again.pk, again.iati, again.revision) == (first.pk, "XM-DAC-41302", 2)
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.before, event.after) == ({"iati": "XM-1"}, {"iati": "XM-DAC-41302"})


def test_describing_it_the_same_way_changes_nothing() -> None:
    describe()
    assert describe().revision == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": {"en": "  "}}, "needs a name"),
        ({"languages": []}, "at least one language"),
        ({"languages": ["en", "EN"]}, "“EN” is not a language tag"),
        ({"languages": ["en", "fr", "en"]}, "listed twice"),
        ({"iati": "x" * 61}, "iati: Ensure this value has at most 60 characters"),
        ({"name": {"english": ""}}, "“english” is not a language tag"),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        describe(**changes)
    assert not Organisation.objects.exists()


def test_the_database_holds_one_organisation_only() -> None:
    describe()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name={"en": "Another"}, singleton=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name={"en": "Another"}, singleton=False)


def test_a_unit_stands_at_the_top_or_below_another() -> None:
    office = open_unit(actor=OPERATOR, code="OFFICE", name={"en": "Office"})
    law = open_unit(actor=OPERATOR, code="LAW", name={"fr": "Droit"}, parent=office)
    assert (office.parent, law.parent) == (None, office)
    assert str(law) == "LAW Droit"


@pytest.mark.parametrize("code", ["", "A B", "A/B", "..", "x" * 65])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match=r"is no code\. Use up to 64 letters"):
        open_unit(actor=OPERATOR, code=code, name={"en": "Office"})


def test_a_code_is_taken_once() -> None:
    open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
    with pytest.raises(InvalidInput, match=r"a unit with the code LAW already\. Choose another"):
        open_unit(actor=OPERATOR, code="LAW", name={"en": "Lawn"})


def test_a_unit_needs_a_name() -> None:
    with pytest.raises(InvalidInput, match="needs a name"):
        open_unit(actor=OPERATOR, code="LAW", name={"en": ""})
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
    with pytest.raises(InvalidInput, match="needs a name"):
        rename(law, {})


def test_renaming_keeps_code_and_identity_and_counts() -> None:
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
    renamed = rename(law, {"en": "Law", "fr": "Droit"})
    assert (renamed.uid, renamed.code, renamed.revision) == (law.uid, "LAW", 2)
    rename(renamed, {"fr": "Droit", "en": "Law"})
    assert Unit.objects.get().revision == 2


def test_who_saves_second_is_told() -> None:
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
    rename(law, {"en": "Rules"}, revision=1)
    with pytest.raises(Conflict, match=r"Somebody else changed LAW .* while you were editing it"):
        rename(law, {"en": "Justice"}, revision=1)
    assert Unit.objects.get().name == {"en": "Rules"}


def test_a_unit_is_moved_with_all_below_it_but_never_below_itself() -> None:
    office = open_unit(actor=OPERATOR, code="OFFICE", name={"en": "Office"})
    field = open_unit(actor=OPERATOR, code="FIELD", name={"en": "Field"})
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"}, parent=office)
    team = open_unit(actor=OPERATOR, code="TEAM", name={"en": "Team"}, parent=law)
    assert move(law, field).parent == field
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.verb, event.before, event.after) == (
        "organisation.unit_changed",
        {"parent": "OFFICE"},
        {"parent": "FIELD"},
    )
    for parent in (law, team):
        with pytest.raises(InvalidInput, match="LAW cannot stand below itself"):
            move(law, parent)
    retire_unit(actor=OPERATOR, unit=office, reason="")
    with pytest.raises(InvalidInput, match="OFFICE is closed"):
        move(law, office)


def test_a_closed_unit_stays_in_the_books_and_can_no_longer_be_chosen() -> None:
    office = open_unit(actor=OPERATOR, code="OFFICE", name={"en": "Office"})
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"}, parent=office)
    with pytest.raises(InvalidInput, match=r"OFFICE still has open units below it\. Close or move those first"):
        retire_unit(actor=OPERATOR, unit=office, reason="Moved")
    retire_unit(actor=OPERATOR, unit=law, reason=" Merged into another ")
    assert (set(selectors.open_units()), Unit.objects.count()) == ({office}, 2)
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.verb, event.reason) == ("organisation.unit_retired", "Merged into another")
    with pytest.raises(InvalidInput, match="LAW is closed already"):
        retire_unit(actor=OPERATOR, unit=law, reason="Again")
    with pytest.raises(InvalidInput, match=r"LAW is closed\. Choose an open unit"):
        open_unit(actor=OPERATOR, code="LAW1", name={"en": "Law 1"}, parent=law)


def test_a_closed_unit_is_opened_again_where_it_stood_once_the_one_above_it_is_open() -> None:
    office = open_unit(actor=OPERATOR, code="OFFICE", name={"en": "Office"})
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"}, parent=office)
    with pytest.raises(InvalidInput, match="LAW is open already"):
        reopen_unit(actor=OPERATOR, unit=law, reason="")
    for unit in (law, office):
        retire_unit(actor=OPERATOR, unit=unit, reason="Merged")
    with pytest.raises(InvalidInput, match=r"It stood below OFFICE, which is closed\. Open that one again first"):
        reopen_unit(actor=OPERATOR, unit=law, reason="Needed")
    assert list(selectors.closed_units()) == [office, law]
    for unit in (office, law):
        reopen_unit(actor=OPERATOR, unit=unit, reason=" Needed after all ")
    assert {unit.code: unit.parent for unit in selectors.open_units()} == {"OFFICE": None, "LAW": office}
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.verb, event.reason) == ("organisation.unit_reopened", "Needed after all")


def test_the_database_refuses_a_unit_above_itself() -> None:
    law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=law.pk).update(parent=law)


def test_what_a_request_remembers_is_forgotten_when_it_changes() -> None:
    with context.request_context("one"):
        assert (selectors.organisation(), selectors.all_units()) == (None, [])
        describe()
        law = open_unit(actor=OPERATOR, code="LAW", name={"en": "Law"})
        assert (selectors.organisation(), selectors.all_units()) == (Organisation.objects.get(), [law])
        rename(law, {"en": "Rules"})
        assert selectors.all_units()[0].name == {"en": "Rules"}


def test_an_organisation_that_is_described_anew_is_read_anew() -> None:
    with context.remembering():
        for name in ("Office", "Bureau"):
            describe_organisation(actor=OPERATOR, name={"en": name}, acronym={}, languages=["en"])
            assert str(selectors.organisation()) == name
