"""An installation without the demonstration: its organisation and its first account, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Person, Unit
from biennium.organisation.services.facts import load_facts
from biennium.site.command import main

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
ASKED = Callable[..., tuple[int, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> ASKED:
    """Runs a command with a password piped in: its status, and what it said."""
    load_facts(actor=OPERATOR)

    def run(*words: str, password: str = PASSWORD) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
        status = main(words)
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def test_the_first_administrator_signs_in_and_manages_people(asked: ASKED) -> None:
    described = asked("organisation", "describe", "WHO", "--name", "World Office", "--lang", "en", "--lang", "fr")
    assert described == (0, "WHO: World Office (en, fr; USD)\n")
    opened = asked("account", "open", "ada@example.org", "--name", "Ada")
    assert opened == (0, "ada@example.org: administrator (WHO)\n")
    client = Client()
    assert client.login(email="ada@example.org", password=PASSWORD)
    assert client.get("/office/people/").status_code == 200


def test_described_again_it_keeps_what_is_not_said(asked: ASKED) -> None:
    asked("organisation", "describe", "ORG", "--name", "Organisation", "--acronym", "ORG", "--currency", "CHF")
    asked("organisation", "describe", "ORG", "--name", "The Organisation")
    row = Organisation.objects.get()
    assert (row.name, row.acronym, row.currency) == ({"en": "The Organisation"}, {"en": "ORG"}, "CHF")
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "password", "said"),
    [
        (["--role", "king"], PASSWORD, "There is no role king. Roles: administrator,"),
        (["--unit", "NOWHERE"], PASSWORD, "There is no unit NOWHERE."),
        ([], "short", "This password is too short."),
        ([], "", "This password is too short."),
    ],
)
def test_what_is_wrong_is_said_and_no_account_is_opened(
    asked: ASKED, more: list[str], password: str, said: str
) -> None:
    asked("organisation", "describe", "ORG", "--name", "Organisation")
    status, told = asked("account", "open", "ada@example.org", "--name", "Ada", *more, password=password)
    assert (status, told.count("\n")) == (2, 1)
    assert said in told
    assert not Person.objects.exists()


def test_without_an_organisation_the_command_says_what_comes_first(asked: ASKED) -> None:
    status, told = asked("account", "open", "ada@example.org", "--name", "Ada")
    assert status == 2
    assert "There is no unit yet. Describe it with biennium organisation describe" in told


def test_an_unknown_currency_or_language_is_refused(asked: ASKED) -> None:
    for wrong in (["--currency", "ZZZ"], ["--lang", "not a language"]):
        status, told = asked("organisation", "describe", "ORG", "--name", "Organisation", *wrong)
        assert (status, told.count("\n")) == (2, 1)
    assert not Organisation.objects.exists()
