"""Who verifies what, beside the rule of roles: a result that serves only outputs one answers for.

Country offices report, and headquarters verifies: an output lead, whose role covers no country office, may verify a
result when the role covers the units that answer for every indicator it serves.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import Action, Verdict
from biennium.organisation.policy import scope_of
from biennium.reporting.models import CountryResult, CountryResultIndicator

M = TypeVar("M", bound=models.Model)
VERIFY = "reporting.verify"
LEAD = "indicator__result__responsible_unit"


class LeadPolicy:
    """See the module."""

    def decide(self, actor: Actor, action: Action, target: Any, amount: Any, at: date) -> Verdict:
        refused = Verdict(False, _("You do not answer for every output this result serves."))
        if action.code != VERIFY or not isinstance(target, CountryResult) or not _signed_in(actor):
            return refused
        leads = {unit for (unit,) in target.served.values_list(LEAD)}
        if leads and leads <= scope_of(actor, at).units(VERIFY):
            return Verdict(True, _("You answer for every output this result serves."))
        return refused

    def limit(self, actor: Actor, action: Action, queryset: QuerySet[M], at: date) -> QuerySet[M]:
        if action.code != VERIFY or queryset.model is not CountryResult or not _signed_in(actor):
            return queryset.none()
        served = CountryResultIndicator.objects.filter(result=OuterRef("pk"))
        beyond = served.filter(
            Q(**{f"{LEAD}__isnull": True}) | ~Q(**{f"{LEAD}__in": scope_of(actor, at).units(VERIFY)})
        )
        return queryset.filter(Exists(served), ~Exists(beyond))


def _signed_in(actor: Actor) -> bool:
    return bool(actor.is_authenticated and getattr(actor, "is_active", True))
