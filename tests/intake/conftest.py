"""An installation with the standard roles and two people: one who may take papers in, one who may only read."""

from __future__ import annotations

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.intake.models import PaperDraft
from biennium.intake.services import read_paper, upload_paper
from biennium.organisation.models import Organisation, Person, Role, Unit
from biennium.organisation.roles import STANDARD_ROLES
from biennium.organisation.services.people import assign_role, define_role, open_account
from intake.reading import file_of


@pytest.fixture
def unit(db: None) -> Unit:
    """The organisation, its top unit, and the roles it begins with."""
    Organisation.objects.create(
        name={"en": "Basin Water Commission"}, acronym={"en": "BWC"}, languages=["en", "fr"], region_map="m49"
    )
    for role in STANDARD_ROLES:
        define_role(actor=OPERATOR, code=role.code, name=role.name, actions=list(role.actions))
    return Unit.objects.create(code="BWC", name={"en": "Secretariat"})


def _person(name: str, role: str, unit: Unit) -> Person:
    person = open_account(
        actor=OPERATOR, email=f"{name}@example.org", name=name.capitalize(), password="a-long-password"
    )
    assign_role(actor=OPERATOR, person=person, role=Role.objects.get(code=role), unit=unit)
    return person


@pytest.fixture
def officer(unit: Unit) -> Person:
    """A programme officer."""
    return _person("ada", "programme_officer", unit)


@pytest.fixture
def reader(unit: Unit) -> Person:
    """Somebody who may see the office and nothing more."""
    return _person("rita", "reader", unit)


@pytest.fixture
def waiting(officer: Person) -> PaperDraft:
    """The invented paper, uploaded and not read yet."""
    return upload_paper(actor=officer, name="paper.txt", content=file_of("en", "txt"))


@pytest.fixture
def ready(waiting: PaperDraft) -> PaperDraft:
    """The invented paper, read."""
    read_paper.func(waiting.pk, "en")
    waiting.refresh_from_db()
    return waiting
