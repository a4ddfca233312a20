"""The words a programme speaks in: its levels, and the vocabularies of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from biennium.kernel.errors import NotFound
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Level, Programme, Reference
from biennium.programme.selectors.document import live_levels, term_values


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of the programme: how many entries it has, and how often live results refer to one."""

    scheme: str
    entries: int
    referred: int


def used_levels(programme: Programme) -> list[tuple[Level, int]]:
    """The levels from the top down, each with the number of its live results."""
    standing = Count("results", filter=Q(results__retired_at__isnull=True))
    return [(level, level.standing) for level in live_levels(programme).annotate(standing=standing)]


def vocabularies(programme: Programme) -> list[Vocabulary]:
    """The lists of the programme, by code."""
    entries = Counter(programme.terms.order_by().values_list("scheme", flat=True))
    live = Reference.objects.filter(result__programme=programme, result__retired_at__isnull=True)
    referred = Counter(live.order_by().values_list("scheme", flat=True))
    return [Vocabulary(scheme, count, referred[scheme]) for scheme, count in sorted(entries.items())]


def vocabulary(programme: Programme, scheme: str) -> list[exchange.Term]:
    """The entries of one list. Raises `NotFound` when it has none."""
    found = [term for term in term_values(programme) if term.scheme == scheme]
    if not found:
        raise NotFound(
            _("The programme has no list %(scheme)s.") % {"scheme": scheme},
            remedy=_("Its lists: %(lists)s.")
            % {"lists": ", ".join(one.scheme for one in vocabularies(programme)) or "–"},
        )
    return found
