"""Who acts: a signed-in person, nobody in particular, or the operator at the command line.

The operator has the files and the database in hand anyway; what the operator does is allowed and is written down.
"""

from __future__ import annotations

from typing import Any, Final, Protocol


class Actor(Protocol):
    """A person (signed in or not) or the operator."""

    @property
    def pk(self) -> Any: ...

    @property
    def is_authenticated(self) -> Any: ...


class Operator:
    """Whoever has a shell on the machine of the installation."""

    pk: None = None
    is_authenticated = True

    def __str__(self) -> str:
        return "Operator (command line)"


OPERATOR: Final = Operator()


def label(actor: Actor) -> str:
    """How the actor is named in the audit log, also after the account is gone."""
    return str(actor) if actor.is_authenticated else "Anonymous"
