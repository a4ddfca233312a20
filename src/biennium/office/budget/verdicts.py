"""What can be decided on a line, and what stands in the way: a role, a closed year, a rule of the fund, an empty stage.

Invariant: an action that is shown as possible is one the service asks nothing more of than an amount and a reason that
fit; one that is not says which rule forbids it and who can lift it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import Verdict, limit
from biennium.funding.models import Agreement, Fund
from biennium.ledger import actions
from biennium.ledger.models import ClosedYear, Line
from biennium.office.budget.words import TRANSFERS
from biennium.office.pages import may

ROLES = {
    "allot": actions.ALLOT,
    "withdraw": actions.ALLOT,
    "transfer": actions.TRANSFER,
    "cover": actions.TRANSFER,
    "commit": actions.COMMIT,
}
LABELS: dict[str, Any] = {
    "allot": _lazy("Allot"),
    "withdraw": _lazy("Withdraw"),
    "transfer": _lazy("Transfer"),
    "cover": _lazy("Cover"),
    "commit": _lazy("Commit"),
}
DRAWS_ON = {
    "allot": ("approved",),
    "withdraw": ("allotted",),
    "transfer": ("allotted", "approved"),
    "cover": ("uncovered",),
    "commit": ("allotted",),
}
"""The stages of the account from which each takes."""


@dataclass(frozen=True, slots=True)
class Possible:
    """An action on a line, where it begins and whether it may."""

    name: str
    label: Any
    url: str
    verdict: Verdict


def on_line(request: HttpRequest, line: Line) -> list[Possible]:
    """Every action on a line; only those that draw on what stands there are offered."""
    closed = ClosedYear.objects.filter(fund=line.fund_id, year=line.year).exists()
    code = line.programme.code
    return [
        Possible(
            name, label, reverse("office:decide", args=[code, line.uid, name]), verdict(request, line, name, closed)
        )
        for name, label in LABELS.items()
        if name != "cover" or line.balance.uncovered
    ]


def verdict(request: HttpRequest, line: Line, name: str, closed: bool) -> Verdict:
    """Whether an action may begin on a line."""
    asked = role(request, ROLES[name], line)
    if not asked.allowed:
        return asked
    if closed:
        words = {"year": line.year, "fund": line.fund.code}
        return Verdict(False, _("%(year)s of %(fund)s is closed.") % words, _("Use a line of an open year."))
    if name in ("allot", "commit") and line.agreement and line.agreement.status == Agreement.Status.CLOSED:
        words = {"agreement": line.agreement.code}
        return Verdict(False, _("%(agreement)s is closed.") % words, _("Use money of an agreement that is active."))
    if name == "transfer" and line.fund.transfer == Fund.Transfer.NONE:
        return Verdict(False, str(TRANSFERS["none"]), _("Whoever manages funds can change its rule."))
    if not any(getattr(line.account, stage) for stage in DRAWS_ON[name]):
        return Verdict(False, *_nothing(name))
    return asked


def role(request: HttpRequest, action: str, line: Line) -> Verdict:
    """The verdict of roles. On a line of no unit, money can go to a line of any unit that one answers for."""
    asked = may(request, action, line)
    if not asked.allowed and line.unit_id is None and limit(request.user, action, Line.objects.all()).exists():
        return Verdict(True, _("It may go to lines of your unit."))
    return asked


def _nothing(name: str) -> tuple[str, str]:
    if name == "allot":
        return _("Nothing is left to allot where this line is controlled."), _(
            "Authority comes with an adoption or an agreement."
        )
    return _("Nothing is available where this line is controlled."), _("Money is allotted to it, or transferred.")
