"""Errors a user may read.

Every refusal Biennium makes on purpose is a `BienniumError`: one sentence that says what is wrong,
where it is, and the way out. Anything else that is raised is a bug.
"""

from __future__ import annotations

from biennium.kernel.wording import phrase


class BienniumError(Exception):
    """A refusal in words for the user.

    `message` says what is wrong, `where` names the place (file, row, field), `remedy` the way out; `field` is the
    name of the value at fault, so that a form can show the error beside it.
    """

    def __init__(self, message: str, *, where: str = "", remedy: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy
        self.field = field

    def __str__(self) -> str:
        said = phrase("%(where)s: %(message)s", where=self.where, message=self.message) if self.where else self.message
        return f"{said} {self.remedy}" if self.remedy else said


class InvalidInput(BienniumError):
    """What was handed over cannot be accepted as it is."""


class NotPermitted(BienniumError):
    """A rule forbids this actor this action."""


class Conflict(BienniumError):
    """Somebody else changed the object since it was read."""


class NotFound(BienniumError):
    """There is no such object, or the asker may not see it."""


class Sealed(BienniumError):
    """A sealed thing was about to be changed."""


class CurrencyMismatch(InvalidInput):
    """Amounts of different currencies were combined."""
