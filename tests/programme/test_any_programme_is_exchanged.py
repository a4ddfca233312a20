"""Whatever a programme is made of: it goes out and comes in unchanged, and one programme is brought to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Region
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import from_text, to_bytes, to_text
from biennium.programme.selectors.document import document
from biennium.programme.services.importing import import_programme
from biennium.programme.services.merging import bring_to
from programme.arbitrary import programmes

# Rows take their time, and shrinking a whole programme takes minutes: a failure is read as it was found.
a_few = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


@contextmanager
def elsewhere() -> Iterator[None]:
    """An installation that is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported(values: exchange.Programme) -> exchange.Programme:
    """The programme as an installation that has read it in gives it out."""
    with elsewhere():
        return document(import_programme(actor=OPERATOR, values=values))


def _differing(one: exchange.Programme, other: exchange.Programme) -> list[str]:
    """The lines in which two programmes differ."""
    return list(unified_diff(to_text(one).splitlines(), to_text(other).splitlines(), lineterm="", n=4))


def _forget_the_organisation() -> None:
    """As when the tables have just been made: nobody has said whose installation it is, and regions are M49's."""
    Organisation.objects.all().delete()
    Region.objects.update(map="m49")


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.usefixtures("world")
@a_few
@given(programmes())
def test_export_import_export_gives_the_same_bytes_in_an_installation_that_was_empty(
    values: exchange.Programme,
) -> None:
    with elsewhere():
        _forget_the_organisation()
        first = document(import_programme(actor=OPERATOR, values=values))
        assert first.organisation == values.organisation
    with elsewhere():
        _forget_the_organisation()
        again = document(import_programme(actor=OPERATOR, values=from_text(to_text(first))))
    assert to_bytes(again) == to_bytes(first)


@pytest.mark.usefixtures("world")
@a_few
@given(programmes(), programmes())
def test_one_programme_is_brought_to_another_and_back_again(one: exchange.Programme, other: exchange.Programme) -> None:
    wanted = exported(other)
    with elsewhere():
        programme = import_programme(actor=OPERATOR, values=one)
        before = document(programme)
        for goal in (wanted, before):
            bring_to(actor=OPERATOR, programme=programme, values=goal, reason="Test")
            programme.refresh_from_db()
            assert _differing(document(programme), goal) == []
            written = rows()
            assert bring_to(actor=OPERATOR, programme=programme, values=goal, reason="Test") == 0
            assert rows() == written
