"""Typed references name an object of any room; a registry takes a name once and keeps the order."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from biennium.foundation.models import FormDraft
from biennium.foundation.references import KINDS, Ref, kind_of, parse, ref, register_kind, resolve
from biennium.foundation.registry import Registry
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Unit


def test_a_reference_leads_back_to_its_object(db: None) -> None:
    unit = Unit.objects.create(code="LAW", name={"en": "Law"})
    assert str(ref(unit)) == f"unit:{unit.uid}"
    assert resolve(parse(str(ref(unit)))) == unit


def test_a_reference_to_what_is_gone_or_unknown_leads_nowhere(db: None) -> None:
    assert resolve(Ref("unit", uuid4())) is None
    assert resolve(Ref("unicorn", uuid4())) is None


@given(st.uuids())
def test_a_reference_is_written_and_read_without_loss(uid: UUID) -> None:
    assert parse(str(Ref("result", uid))) == Ref("result", uid)


@pytest.mark.parametrize("text", ["", "unit", "unit:", "unit:12", ":", "unit:0190:1", "0190"])
def test_what_is_no_reference_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidInput, match=f"“{text}” is not a reference"):
        parse(text)


def test_a_kind_is_taken_once() -> None:
    with pytest.raises(ValueError, match="“unit” is registered already"):
        register_kind("unit", Unit)


def test_an_object_no_room_registered_has_no_kind() -> None:
    with pytest.raises(KeyError, match="FormDraft"):
        kind_of(FormDraft())


def test_every_kind_has_an_identity_and_every_exchanged_table_a_kind() -> None:
    registered = set(KINDS.values())
    assert [model for model in registered if not hasattr(model, "uid")] == []
    exchanged = {
        model
        for config in apps.get_app_configs()
        if config.name in {"biennium.organisation", "biennium.programme"}
        for model in config.get_models()
        if hasattr(model, "uid")
    }
    assert exchanged - registered == set()


def test_a_registry_keeps_the_order_and_refuses_a_second_entry() -> None:
    registry: Registry[int] = Registry("numbers")
    registry.register("two", 2)
    registry.register("one", 1)
    assert (list(registry), registry.values()) == (["two", "one"], [2, 1])
    assert ("one" in registry, registry["one"], registry.get("three")) == (True, 1, None)
    with pytest.raises(ValueError, match="numbers: “two” is registered already"):
        registry.register("two", 3)
    with pytest.raises(KeyError):
        registry["three"]
