"""Starting a publication from a page: a small one is made at once, a large one by the worker.

Invariant: what would stop it is said at once, next to the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from biennium.foundation import jobs
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.organisation.models import Person
from biennium.programme.models import Programme, WorkItem
from biennium.publishing.publications import selectors
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import Publication
from biennium.publishing.publications.services import prepare, refuse_day

AT_ONCE = 200


def start(*, actor: Actor, codes: Sequence[str], day: date) -> Publication | None:
    """Writes and checks the files of some programmes (all without a code); None when the worker does it."""
    require(actor, PUBLISH)
    refuse_day(day)
    programmes = selectors.chosen(codes)
    selectors.reporter(selectors.profile())
    if is_small(programmes):
        return prepare(actor=actor, programmes=programmes, as_of=day)
    jobs.enqueue(make, person=actor.pk, codes=[one.code for one in programmes], day=day.isoformat())
    return None


def is_small(programmes: Sequence[Programme]) -> bool:
    """Whether a reader waits for the files of these programmes."""
    return WorkItem.objects.filter(programme__in=programmes).count() <= AT_ONCE


@jobs.job
def make(person: int, codes: list[str], day: str) -> None:
    """Done twice, it makes a second publication, which is checked like the first."""
    actor = Person.objects.get(pk=person)
    prepare(actor=actor, programmes=selectors.chosen(codes), as_of=date.fromisoformat(day))
