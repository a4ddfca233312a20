"""The steps of a country result as buttons: each with the rule that stands in its way, and who can lift it.

Invariant: the buttons ask the life cycle that the services ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.actors import Actor
from biennium.foundation.permission import Verdict
from biennium.kernel.lifecycle import Refusal
from biennium.reporting.lifecycle import steps
from biennium.reporting.models import CountryResult
from biennium.reporting.services import verification

LABELS: Mapping[str, Any] = {
    "submit": _lazy("Submit to be verified"),
    "verify": _lazy("Verify"),
    "return": _lazy("Return with a reason"),
    "publish": _lazy("Publish"),
    "withdraw": _lazy("Withdraw"),
    "annul": _lazy("Withdraw"),
}
SAID: Mapping[str, Any] = {
    "submit": _lazy("%(code)s was submitted."),
    "verify": _lazy("%(code)s was verified."),
    "return": _lazy("%(code)s was returned."),
    "publish": _lazy("%(code)s was published."),
    "withdraw": _lazy("%(code)s was withdrawn."),
    "annul": _lazy("%(code)s was withdrawn."),
}
REASONED = frozenset({"return", "withdraw", "annul"})
TAKE_BACK = frozenset({"withdraw", "annul"})


@dataclass(frozen=True, slots=True)
class Button:
    """A step, what its button says, and whether it can be pressed."""

    name: str
    label: Any
    verdict: Verdict
    reasoned: bool


def buttons(result: CountryResult, actor: Actor) -> list[Button]:
    """The steps from where a result stands. Taking it back is offered only to whoever may."""
    found = [
        Button(name, LABELS[name], _verdict(name, refusal), name in REASONED)
        for name, refusal in steps(result, actor).items()
    ]
    return [one for one in found if one.verdict.allowed or one.name not in TAKE_BACK]


def _verdict(name: str, refusal: Refusal | None) -> Verdict:
    if refusal is None:
        return Verdict(True, "")
    return Verdict(False, refusal.rule, refusal.lifted_by if refusal.permission else _way_out(name))


def _way_out(name: str) -> str:
    if name == "submit":
        return _("Add it, then the result can be submitted.")
    return _("Anybody else who may verify this result can.")


SERVICES: Mapping[str, Callable[..., CountryResult]] = {
    "submit": verification.submit_result,
    "verify": verification.verify_result,
    "return": verification.return_result,
    "publish": verification.publish_result,
    "withdraw": verification.withdraw_result,
    "annul": verification.withdraw_result,
}


def take(name: str, result: CountryResult, actor: Actor, reason: str, revision: int | None) -> CountryResult:
    """Takes a step with what was read at a revision."""
    more = {"reason": reason} if name in REASONED else {}
    return SERVICES[name](actor=actor, result=result, revision=revision, **more)
