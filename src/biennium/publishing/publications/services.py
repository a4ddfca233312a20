"""Preparing a publication, waiving an error, publishing, discarding.

Invariants: nothing is published while an error is not waived or anything is critical; what is published is what was
checked; a publication that another one has overtaken is not published any more.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.organisation.models import Organisation
from biennium.organisation.selectors import organisation
from biennium.organisation.services.units import describe_organisation
from biennium.programme.models import Programme
from biennium.programme.selectors.comparison import compare_books
from biennium.programme.selectors.versions import latest, live, opened
from biennium.publishing.iati.findings import CRITICAL
from biennium.publishing.iati.gathering.activities import Stream
from biennium.publishing.iati.gathering.organisation import organisation_file
from biennium.publishing.iati.profile import Profile
from biennium.publishing.iati.writing.files import MOST_BYTES, Written, stamp, write_activities, write_organisation
from biennium.publishing.publications import selectors
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.checking import Gate
from biennium.publishing.publications.models import BlockingFinding, Publication, PublicationFile, Publisher, Waiver
from biennium.publishing.publications.register import Register
from biennium.standards.iati import tables

Progress = Callable[[int, int], None]
IDENTIFIER = re.compile(r"[A-Za-z]+-[A-Za-z_0-9]+-[^\s/&|?]+")
DRAFT_DIFFERS = "draft"
ORGANISATION = "organisation"


@transaction.atomic
def describe_publisher(*, actor: Actor, values: Mapping[str, Any], revision: int | None = None) -> Publisher:
    """Says how the organisation publishes. Raises `InvalidInput` for what is no profile."""
    require(actor, PUBLISH)
    Profile.read(values)
    known = Publisher.objects.first()
    current = locked(known, revision) if known else Publisher(revision=0)
    before, after = audit.changes(current.profile, values)
    if not after and not before:
        return current
    current.profile, current.revision = dict(values), current.revision + 1
    current.save()
    audit.record(actor=actor, verb="publishing.publisher_described", target=current, before=before, after=after)
    return current


@transaction.atomic
def identify(*, actor: Actor, identifier: str) -> Organisation:
    """Says under which IATI identifier the organisation reports. Raises `InvalidInput` for one that is not made of a
    registration agency and the organisation's number there, and where the organisation is not described yet."""
    known = organisation()
    if known is None:
        raise InvalidInput(_("The organisation is not described yet."), remedy=_("Describe it first."))
    written = identifier.strip()
    agency = "-".join(written.split("-")[:2])
    if agency not in tables.codes("OrganisationRegistrationAgency") or not IDENTIFIER.fullmatch(written):
        raise InvalidInput(
            _("“%(identifier)s” is no IATI identifier.") % {"identifier": written},
            remedy=_("It begins with a registration agency and has the number there, e.g. XM-DAC-41302."),
            field="identifier",
        )
    kept = {name: getattr(known, name) for name in ("name", "acronym", "languages", "region_map", "currency")}
    return describe_organisation(actor=actor, iati=written, **kept)


@transaction.atomic
def prepare(
    *,
    actor: Actor,
    programmes: Sequence[Programme],
    as_of: date | None = None,
    most_bytes: int = MOST_BYTES,
    progress: Progress = lambda _done, _total: None,
) -> Publication:
    """Writes the files of some programmes as of a day (today), and checks them.

    The organisation's file is about all programmes that were adopted: it is written where none of them is left out.
    Raises `InvalidInput` for a day to come, and for an organisation without an identifier.
    """
    require(actor, PUBLISH)
    day = as_of or timezone.localdate()
    refuse_day(day)
    publication = open_publication(actor, day)
    gate = Gate(publication, timezone.now())
    with tempfile.TemporaryDirectory(prefix="biennium-iati-") as folder:
        maker = _Maker(publication, Path(folder), day, most_bytes, progress)
        for programme in programmes:
            for one in maker.activities(programme):
                gate.check(one, programme)
        if {one.pk for one in selectors.publishable()} <= {one.pk for one in programmes}:
            gate.check(maker.organisation(programmes), None)
    for programme in programmes:
        _compare_draft(gate, programme)
    audit.record(actor=actor, verb="publishing.prepared", target=publication, after=selectors.counts(publication))
    return publication


def refuse_day(day: date) -> None:
    """Raises `InvalidInput` for a day to come."""
    if day > timezone.localdate():
        raise InvalidInput(_("%(day)s is still to come.") % {"day": day}, remedy=_("Publish as of today."))


def open_publication(actor: Actor, day: date, standard: str = selectors.IATI) -> Publication:
    """A publication of a standard, empty, with the next number. Two do not take one number or give one identifier
    twice: whoever comes second waits until the first is kept."""
    Organisation.objects.select_for_update().first()
    last = Publication.objects.aggregate(last=Max("number"))["last"] or 0
    return Publication.objects.create(
        number=last + 1,
        standard=standard,
        as_of=day,
        created_at=timezone.now(),
        created_by_id=actor.pk,
        created_by_label=actors.label(actor)[:200],
    )


class _Maker:
    """Writes the files of a publication into a folder."""

    def __init__(self, publication: Publication, folder: Path, day: date, most_bytes: int, progress: Progress) -> None:
        self.publication, self.folder, self.day = publication, folder, day
        self.most_bytes, self.progress = most_bytes, progress
        self.profile = selectors.profile()
        self.reporter = selectors.reporter(self.profile)
        known = organisation()
        self.languages = list(known.languages) if known else [self.reporter.language]
        self._countries: Counter[tuple[str, int]] = Counter()

    def activities(self, programme: Programme) -> list[Written]:
        """The file of a programme, in as many pieces as it takes."""
        register = Register(self.publication, programme, self.reporter, stamp(self.publication.created_at))
        stream = Stream(
            programme,
            self.reporter,
            self.profile,
            self.day,
            register.identifiers,
            register.related,
            self.languages,
            self.progress,
        )
        written = write_activities(
            self.reporter,
            stream,
            folder=self.folder,
            stem=f"activities-{programme.code}",
            generated=self.publication.created_at,
            most_bytes=self.most_bytes,
            dated=register.dated,
        )
        register.close()
        self._countries.update(stream.country_budgets)
        return written

    def organisation(self, programmes: Sequence[Programme]) -> Written:
        """The organisation's file."""
        one = organisation_file(programmes, self.day, self._countries, self.reporter.currency, self.profile)
        return write_organisation(
            self.reporter, one, folder=self.folder, stem=ORGANISATION, generated=self.publication.created_at
        )


def _compare_draft(gate: Gate, programme: Programme) -> None:
    """Texts and targets are those of the draft: they must be what was sealed last."""
    sealed = latest(programme)
    changes = compare_books(opened(sealed), live(programme)) if sealed else []
    if sealed and changes:
        message = _("The draft differs from version %(number)s in %(count)s places, of which the first is %(first)s.")
        words = {"number": sealed.number, "count": len(changes), "first": changes[0].label}
        gate.block(DRAFT_DIFFERS, programme.code, message % words)


@transaction.atomic
def waive(*, actor: Actor, finding: BlockingFinding, reason: str) -> Waiver:
    """Lets one error pass. Raises `InvalidInput` without a reason and for something critical."""
    require(actor, PUBLISH)
    publication = locked_open(finding.publication)
    if finding.severity == CRITICAL:
        raise InvalidInput(
            _("Nobody can read a file with a critical finding, so it cannot be waived."),
            remedy=_("Correct what is behind it and check again."),
        )
    if not reason.strip():
        raise InvalidInput(_("Say why this error may pass."), field="reason")
    if Waiver.objects.filter(finding=finding).exists():
        raise Conflict(_("This error has been waived already."))
    waiver = Waiver.objects.create(
        finding=finding,
        reason=reason.strip(),
        actor_id=actor.pk,
        actor_label=actors.label(actor)[:200],
        at=timezone.now(),
    )
    after = {"finding": str(finding), "message": finding.message}
    audit.record(actor=actor, verb="publishing.waived", target=publication, after=after, reason=waiver.reason)
    return waiver


@transaction.atomic
def release(*, actor: Actor, publication: Publication) -> Publication:
    """Publishes what was prepared. Raises `Conflict` while something blocks it, or when it was overtaken."""
    require(actor, PUBLISH)
    current = locked_open(publication)
    if left := selectors.blocking(current).count() + selectors.unlisted(current):
        raise Conflict(
            _("%(count)s errors are in the way.") % {"count": left},
            remedy=_("Correct what is behind them and check again, or waive them one by one."),
        )
    if _is_overtaken(current):
        raise Conflict(_("Another publication has been made since."), remedy=_("Check again what would change."))
    current.published_at = timezone.now()
    current.published_by_id, current.published_by_label = actor.pk, actors.label(actor)[:200]
    current.save(update_fields=["published_at", "published_by", "published_by_label"])
    audit.record(actor=actor, verb="publishing.published", target=current, after=selectors.counts(current))
    return current


def _is_overtaken(current: Publication) -> bool:
    """Whether something newer was published of a programme, or of the organisation, that this is about too."""
    later = PublicationFile.objects.filter(
        publication__standard=current.standard,
        publication__published_at__isnull=False,
        publication__number__gt=current.number,
    )
    about = set(current.files.values_list("programme", flat=True))
    return not about.isdisjoint(later.values_list("programme", flat=True))


@transaction.atomic
def discard(*, actor: Actor, publication: Publication) -> Publication:
    """Lays aside what was prepared."""
    require(actor, PUBLISH)
    current = locked_open(publication)
    current.discarded_at = timezone.now()
    current.save(update_fields=["discarded_at"])
    audit.record(actor=actor, verb="publishing.discarded", target=current)
    return current


def locked_open(publication: Publication) -> Publication:
    """The publication under a lock. Raises `Conflict` when it is published or discarded already."""
    current = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if not current.is_open:
        raise Conflict(_("Publication %(number)s is closed.") % {"number": current.number}, remedy=_("Check again."))
    return current
