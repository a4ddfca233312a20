"""Typed references: `kind:uid`, how a row names an object of any room, also of one that stands above.

Invariant: a kind is registered once with its model; a reference to an object that is gone stays readable text.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from biennium.foundation.registry import Registry
from biennium.kernel.errors import InvalidInput

KINDS: Registry[type[models.Model]] = Registry("kinds of object")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to one object."""

    kind: str
    uid: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.uid}"


def register_kind(kind: str, model: type[models.Model]) -> None:
    """Makes a model referable under a kind; the model has a `uid`."""
    KINDS.register(kind, model)


def kind_of(target: models.Model) -> str:
    """The kind of an object. Raises `KeyError` for an object no room registered: a bug."""
    for kind in KINDS:
        if isinstance(target, KINDS[kind]):
            return kind
    raise KeyError(type(target).__name__)


def ref(target: models.Model) -> Ref:
    """The reference to an object."""
    return Ref(kind_of(target), target.uid)  # type: ignore[attr-defined]


def parse(text: str) -> Ref:
    """Reads `kind:uid`. Raises `InvalidInput` for anything else."""
    kind, _colon, uid = text.partition(":")
    try:
        return Ref(kind, UUID(uid))
    except ValueError:
        raise InvalidInput(_("“%(text)s” is not a reference such as result:0190….") % {"text": text}) from None


def resolve(reference: Ref) -> models.Model | None:
    """The object, or None when there is none (any more)."""
    model = KINDS.get(reference.kind)
    return None if model is None else model._default_manager.filter(uid=reference.uid).first()
