"""Naming a difference between published tables, and taking the name back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.publishing import expenses
from biennium.publishing.datacube.checks import GOALS
from biennium.publishing.datacube.models import KnownDifference
from biennium.publishing.locations import GLOBAL
from biennium.standards.places import by_alpha3
from biennium.standards.un_finance import codes

NAME_DIFFERENCE = "datacube.name_difference"


@transaction.atomic
def name_difference(
    *, actor: Actor, table: str, year: int, code: str, amount: int, reason: Mapping[str, str]
) -> KnownDifference:
    """Names what a table of a year has more than the books, in minor units, with its reason by language; an earlier one
    of the same code gives way.

    Raises `InvalidInput` for an unknown table, a year in which nothing was spent, a code that the table does not have,
    an amount of nothing and a missing reason.
    """
    require(actor, NAME_DIFFERENCE)
    if table not in KnownDifference.Table.values:
        known = ", ".join(KnownDifference.Table.values)
        raise InvalidInput(_("“%(table)s” is no table.") % {"table": table}, remedy=known, field="table")
    if year not in (spent := expenses.years()):
        known = ", ".join(map(str, spent)) or _("no year yet")
        raise InvalidInput(
            _("Nothing was spent in %(year)s.") % {"year": year},
            remedy=_("Years with expense: %(years)s.") % {"years": known},
            field="year",
        )
    if code not in _codes(table):
        raise InvalidInput(
            _("“%(code)s” is no code of the table %(table)s.") % {"code": code, "table": table},
            remedy=_("Goals go by number, functions by code, places by their ISO 3166-1 alpha-3 code."),
            field="code",
        )
    if not amount:
        raise InvalidInput(_("A difference of nothing needs no name."), field="amount")
    if not (said := texts.clean(reason)):
        raise InvalidInput(_("A known difference needs its reason."), field="reason")
    values = {"amount": amount, "reason": said}
    found = KnownDifference.objects.filter(table=table, year=year, code=code).first()
    before = {"amount": found.amount, "reason": found.reason} if found else None
    named, _made = KnownDifference.objects.update_or_create(table=table, year=year, code=code, defaults=values)
    audit.record(actor=actor, verb="datacube.difference_named", target=named, before=before, after=values)
    return named


def _codes(table: str) -> Collection[str]:
    """What the rows of a table go by."""
    if table == KnownDifference.Table.LOCATION:
        return {*by_alpha3(), GLOBAL}
    return codes("function") if table == KnownDifference.Table.FUNCTION else GOALS


@transaction.atomic
def forget_difference(*, actor: Actor, difference: KnownDifference, reason: str) -> None:
    """Takes a name back: the difference, if it is still there, fails the check again."""
    require(actor, NAME_DIFFERENCE)
    before = {"amount": difference.amount, "reason": difference.reason}
    audit.record(actor=actor, verb="datacube.difference_forgotten", target=difference, before=before, reason=reason)
    difference.delete()
