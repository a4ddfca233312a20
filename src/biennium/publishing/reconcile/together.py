"""Publishing in all standards at once: written and checked together, and published together or not at all.

Invariant: nothing of it is published while anything blocks one of them, or while the files, read back, differ from the
books without a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.programme.models import Programme
from biennium.publishing.iati.writing.files import MOST_BYTES
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import Publication, PublicationFile
from biennium.publishing.publications.packages import MAKERS, prepare_packages, years_of
from biennium.publishing.publications.services import Progress, prepare, release
from biennium.publishing.reconcile.comparing import Report
from biennium.publishing.reconcile.services import reconcile


@transaction.atomic
def prepare_all(
    *,
    actor: Actor,
    programmes: Sequence[Programme],
    most_bytes: int = MOST_BYTES,
    progress: Progress = lambda _done, _total: None,
) -> list[Publication]:
    """Writes and checks, as of today, the IATI files of some programmes, and the tables of the other standards of each
    in which anything was spent. Raises `InvalidInput` when nothing was spent in any."""
    require(actor, PUBLISH)
    spent = told_in_full(programmes)
    made = [prepare(actor=actor, programmes=programmes, most_bytes=most_bytes, progress=progress)]
    for programme in spent:
        made.extend(prepare_packages(actor=actor, standard=name, programme=programme) for name in MAKERS)
    return made


def told_in_full(programmes: Sequence[Programme]) -> list[Programme]:
    """Those in which anything was spent. Raises `InvalidInput` when there is none."""
    spent = [one for one in programmes if years_of(one)]
    if not spent:
        raise InvalidInput(
            _("Nothing was spent yet that could be published."),
            where=", ".join(one.code for one in programmes),
            remedy=_("Load or post expense first."),
        )
    return spent


@transaction.atomic
def release_all(*, actor: Actor, publications: Sequence[Publication], keep: bool = True) -> list[Report]:
    """Publishes all of them and keeps the reconciliation of each programme; none where a report does not hold, or where
    nothing is to be kept. Raises `Conflict` while anything blocks one."""
    require(actor, PUBLISH)
    with transaction.atomic():
        for one in publications:
            release(actor=actor, publication=one)
        kept = [reconcile(actor=actor, programme=programme) for programme in _published_in_full(publications)]
        if not keep or not all(one.holds for one in kept):
            transaction.set_rollback(True)
    return [Report.from_json(one.report) for one in kept]


def _published_in_full(publications: Sequence[Publication]) -> list[Programme]:
    """The programmes that are published in the other standards too."""
    tables = PublicationFile.objects.filter(publication__in=publications, publication__standard__in=MAKERS)
    return list(Programme.objects.filter(pk__in=tables.values("programme")))
