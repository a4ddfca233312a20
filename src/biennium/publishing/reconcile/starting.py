"""Writing all standards from a page: small programmes at once, large ones by the worker.

Invariant: what would stop it is said at once, next to the button.
"""

from __future__ import annotations

from biennium.foundation import jobs
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.organisation.models import Person
from biennium.publishing.publications import selectors
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.starting import is_small
from biennium.publishing.reconcile.together import prepare_all, told_in_full


def start_all(*, actor: Actor) -> list[Publication] | None:
    """Writes and checks all adopted programmes in all standards; None when the worker does it."""
    require(actor, PUBLISH)
    programmes = selectors.chosen([])
    told_in_full(programmes)
    selectors.reporter(selectors.profile())
    if is_small(programmes):
        return prepare_all(actor=actor, programmes=programmes)
    jobs.enqueue(make_all, person=actor.pk)
    return None


@jobs.job
def make_all(person: int) -> None:
    """Done twice, it makes second publications, which are checked like the first."""
    prepare_all(actor=Person.objects.get(pk=person), programmes=selectors.chosen([]))
