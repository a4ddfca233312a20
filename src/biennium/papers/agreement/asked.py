"""What a report to a partner is about: an agreement, and a period of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from biennium.funding.models import Agreement
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.ledger.selectors.statement_figures import read_day

ASKS = ("agreement", "from", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """An agreement and the days of a period, both included."""

    agreement: Agreement
    start: date
    until: date


def asked(subject: Mapping[str, str]) -> Asked:
    """Reads what is asked for. Raises `NotFound` for an agreement there is none of, `InvalidInput` for a wrong day."""
    code = subject["agreement"]
    found = Agreement.objects.select_related("partner", "fund").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no agreement %(code)s.") % {"code": code})
    start, until = read_day(subject["from"]), read_day(subject["until"])
    if until < start:
        raise InvalidInput(_("The period of the report ends before it starts."))
    return Asked(found, start, until)
