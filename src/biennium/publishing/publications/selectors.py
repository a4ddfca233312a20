"""Reads of this room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from biennium.foundation import files
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.organisation.selectors import organisation
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.versions import ADOPTED
from biennium.publishing.iati.content import Reporter
from biennium.publishing.iati.findings import SEVERITIES
from biennium.publishing.iati.profile import Profile
from biennium.publishing.publications.models import (
    BlockingFinding,
    Publication,
    PublicationFile,
    PublishedActivity,
    Publisher,
)

IATI = "iati"
STANDARDS = (IATI, "datacube", "crs", "uninfo")
"""What the books are published in, in the order in which it is told."""


def publisher() -> Publisher | None:
    """What was said of how the organisation publishes; None before anything was."""
    return Publisher.objects.first()


def profile() -> Profile:
    """How the organisation publishes, in the usual way where nothing else is said."""
    known = publisher()
    return Profile.read(known.profile if known else {})


def reporter(published_as: Profile) -> Reporter:
    """The organisation as it reports. Raises `InvalidInput` without an identifier to report under."""
    known = organisation()
    if known is None or not known.iati:
        raise InvalidInput(
            _("The organisation has no IATI identifier to publish under."),
            remedy=_("Describe the organisation with one, e.g. XM-DAC-41302."),
        )
    language = known.languages[0]
    name = texts.resolve(known.name, language)
    return Reporter(known.iati, published_as.type, {language: name.value} if name else {}, language, known.currency)


def publishable() -> QuerySet[Programme]:
    """The programmes that were adopted, the latest period first."""
    return Programme.objects.filter(Exists(Version.objects.filter(programme=OuterRef("pk"), stage__in=ADOPTED)))


def chosen(codes: Iterable[str]) -> list[Programme]:
    """The programmes with these codes, all that were adopted without any. Raises `InvalidInput` for another."""
    listed = list(publishable())
    wanted = list(codes)
    known = {one.code: one for one in listed}
    if strange := [code for code in wanted if code not in known]:
        told = ", ".join(known) or _("none yet")
        raise InvalidInput(
            _("The programme %(code)s was not adopted.") % {"code": strange[0]},
            remedy=_("Adopted programmes: %(known)s.") % {"known": told},
        )
    if not listed:
        raise InvalidInput(_("No programme was adopted yet."), remedy=_("Seal an adopted version first."))
    return [known[code] for code in wanted] or listed


def history(standard: str = IATI) -> QuerySet[Publication]:
    """The publications of a standard (of all without one), the newest first, with how many findings block each."""
    blocking = Count("findings", filter=Q(findings__waiver__isnull=True), distinct=True)
    chosen = Publication.objects.filter(standard=standard) if standard else Publication.objects.all()
    return chosen.annotate(blocked_by=blocking).order_by("-number")


def find(number: int) -> Publication:
    """A publication by number, of whatever standard. Raises `NotFound`."""
    found = history("").filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no publication %(number)s.") % {"number": number})
    return found


def last_published(programme: Programme, standard: str = IATI) -> Publication | None:
    """The publication in which a programme was last published."""
    of = PublicationFile.objects.filter(publication=OuterRef("pk"), programme=programme)
    return Publication.objects.filter(Exists(of), standard=standard, published_at__isnull=False).first()


def blocking(publication: Publication) -> QuerySet[BlockingFinding]:
    """What keeps it from being published."""
    return publication.findings.filter(waiver__isnull=True)


def is_blocked(publication: Publication) -> bool:
    """Whether anything keeps it from being published."""
    return blocking(publication).exists() or bool(unlisted(publication))


def differences(publication: Publication) -> QuerySet[PublishedActivity]:
    """The activities that are new, changed or withdrawn."""
    return publication.activities.exclude(change=PublishedActivity.Change.UNCHANGED)


def current_files(programme: Programme | None = None, standard: str = IATI) -> list[PublicationFile]:
    """The files that are published: of each programme and of the organisation the latest; of one programme its own and
    the organisation's."""
    rows = (
        PublicationFile.objects.filter(publication__standard=standard, publication__published_at__isnull=False)
        .select_related("publication", "programme", "file", "report")
        .order_by("-publication__number", "pk")
    )
    if programme is not None:
        rows = rows.filter(Q(programme=programme) | Q(programme__isnull=True))
    latest: dict[int | None, int] = {}
    for row in rows:
        latest.setdefault(row.programme_id, row.publication_id)
    return [row for row in rows if latest[row.programme_id] == row.publication_id]


def counts(publication: Publication) -> dict[str, int]:
    """How many activities are new, changed, unchanged, withdrawn."""
    rows = publication.activities.order_by().values_list("change").annotate(Count("pk"))
    return dict.fromkeys(PublishedActivity.Change.values, 0) | dict(rows)


def counted(publications: Sequence[Publication]) -> list[tuple[Publication, dict[str, int]]]:
    """Publications with their counts, in one query."""
    rows = PublishedActivity.objects.filter(publication__in=publications).order_by()
    found: dict[int, dict[str, int]] = {}
    for pk, change, number in rows.values_list("publication", "change").annotate(Count("pk")):
        found.setdefault(pk, {})[change] = number
    return [(one, dict.fromkeys(PublishedActivity.Change.values, 0) | found.get(one.pk, {})) for one in publications]


def severities(publication: Publication) -> dict[str, int]:
    """How many findings there are of each severity, in the files and beside them."""
    found = Counter(dict.fromkeys(SEVERITIES, 0))
    for one in publication.files.all():
        found.update(one.severities)
    found.update(publication.findings.filter(file="").values_list("severity", flat=True))
    return dict(found)


def unlisted(publication: Publication) -> int:
    """How many findings block it beyond those that are kept one by one."""
    return unlisted_in([publication.pk]).get(publication.pk, 0)


def unlisted_in(publications: Collection[int]) -> dict[int, int]:
    """How many findings block each of some publications beyond those that are kept one by one, in one query."""
    rows = PublicationFile.objects.filter(publication__in=publications).order_by().values_list("publication")
    return dict(rows.annotate(sum=Sum("unlisted")))


def _differences(publication: Publication) -> dict[str, list[str]]:
    """The identifiers that are new, changed or withdrawn."""
    found: dict[str, list[str]] = {"new": [], "changed": [], "withdrawn": []}
    for change, identifier in differences(publication).values_list("change", "identifier"):
        found[change].append(identifier)
    return found


def _told(one: BlockingFinding) -> dict[str, str]:
    return {
        "finding": str(one),
        "file": one.file,
        "severity": one.severity,
        "message": one.message,
        "where": one.where,
    }


def published(standard: str = "", programme: Programme | None = None) -> QuerySet[Publication]:
    """What left, the latest first, with its files: of a standard, with files of a programme."""
    rows = Publication.objects.filter(published_at__isnull=False)
    if standard:
        rows = rows.filter(standard=standard)
    if programme is not None:
        rows = rows.filter(Exists(PublicationFile.objects.filter(publication=OuterRef("pk"), programme=programme)))
    return rows.prefetch_related("files__file", "files__report", "files__programme")


def published_under(programme: Programme | None, number: int, name: str) -> PublicationFile:
    """A published file of a programme (any, without one) or of the organisation, also of an earlier publication.
    Raises `NotFound`."""
    rows = PublicationFile.objects.filter(
        publication__number=number, publication__published_at__isnull=False, name=name
    )
    if programme is not None:
        rows = rows.filter(Q(programme=programme) | Q(programme__isnull=True))
    found = rows.select_related("file", "report").first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def content(one: PublicationFile) -> bytes:
    """A file as it was checked. Raises `NotFound`, which names it, when it is lost or was changed."""
    try:
        return files.read(one.file)
    except NotFound as error:
        words = {"name": one.name, "number": one.publication.number}
        raise NotFound(
            _("%(name)s of publication %(number)s is missing from the data directory, or was changed there.") % words,
            remedy=error.remedy,
        ) from None


def summary(publication: Publication) -> Mapping[str, Any]:
    """What machines are told of a publication."""
    return {
        "number": publication.number,
        "standard": publication.standard,
        "as_of": publication.as_of.isoformat(),
        "published_at": publication.published_at.isoformat() if publication.published_at else None,
        "counts": counts(publication),
        "severities": severities(publication),
        "differences": _differences(publication),
        "files": [
            {
                "name": one.name,
                "programme": one.programme.code if one.programme else None,
                "units": one.units,
                "size": one.file.size,
                "sha256": one.file.sha256,
                "report_sha256": one.report.sha256,
                "severities": one.severities,
            }
            for one in publication.files.select_related("programme", "file", "report")
        ],
        "blocking": [_told(one) for one in blocking(publication)],
    }
