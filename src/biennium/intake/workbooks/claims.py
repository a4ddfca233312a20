"""Country results as the answers to their criteria need them: which indicators each serves, and its evidence by name.

A piece of evidence is named by its title; those of one result that share a title have their identity behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch

from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide
from biennium.programme.models import Programme
from biennium.reporting.lifecycle import EDITABLE
from biennium.reporting.models import CountryResult, CountryResultIndicator, Evidence
from biennium.reporting.registration import REPORT
from biennium.reporting.selectors.visibility import visible_results


@dataclass(frozen=True, slots=True)
class Claim:
    """A country result, the keys of the indicators it serves, and the evidence it has now."""

    result: CountryResult
    serves: frozenset[int]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def may_change(self, actor: Actor) -> bool:
        """Whether the actor may change it now."""
        return self.result.status in EDITABLE and decide(actor, REPORT, self.result).allowed

    def named(self, proofs: Iterable[Evidence]) -> list[str]:
        """The names of some of its evidence, in order."""
        wanted = {proof.pk for proof in proofs}
        return sorted(name for name, proof in self.evidence.items() if proof.pk in wanted)


def claims(actor: Actor, programme: Programme) -> dict[str, Claim]:
    """The results of a programme the actor may see, by their code."""
    seen = visible_results(actor).filter(programme=programme)
    whole = seen.select_related("programme", "unit", "place", "work_item")
    served = Prefetch("served", queryset=CountryResultIndicator.objects.select_related("indicator"))
    live = Prefetch("evidence", queryset=Evidence.objects.filter(removed_at__isnull=True))
    return {one.code: _claim(one) for one in whole.prefetch_related(served, live)}


def _claim(result: CountryResult) -> Claim:
    serves = frozenset(one.indicator_id for one in result.served.all())
    return Claim(result, serves, by_name(result.evidence.all()))


def by_name(evidence: Iterable[Evidence]) -> dict[str, Evidence]:
    """Pieces of evidence of one result by their names."""
    titled = [(" ".join(one.title.split()), one) for one in evidence]
    times = Counter(title for title, _one in titled)
    return {title if times[title] == 1 else f"{title} ({one.uid})": one for title, one in titled}
