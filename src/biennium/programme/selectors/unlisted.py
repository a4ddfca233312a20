"""References of results to lists of the programme that do not have the entry."""

from __future__ import annotations

from collections.abc import Iterable

from biennium.programme.models import Programme, Reference, Result
from biennium.standards.references import SCHEMES


def unlisted(programme: Programme, results: Iterable[Result]) -> set[tuple[str, str, str]]:
    """What these results refer to and no list of the programme has: result, list, entry. Two queries."""
    listed = set(programme.terms.values_list("scheme", "code"))
    references = Reference.objects.filter(result__in=results).exclude(scheme__in=SCHEMES)
    return {
        (result, scheme, entry)
        for result, scheme, entry in references.values_list("result__code", "scheme", "code")
        if (scheme, entry) not in listed
    }
