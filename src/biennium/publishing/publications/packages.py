"""Publications of the standards that are tables: data cube, CRS and UN INFO, through the same gate and history.

Invariant: a check that fails blocks as an error of a file does, and is waived like one; what leaves is an archive of a
year, or of all countries, whose checks lie inside it, in the first language of the organisation whoever prepares it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from biennium.foundation import audit, files
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel.errors import InvalidInput
from biennium.organisation.selectors import languages
from biennium.programme.models import Programme
from biennium.publishing.crs import package as crs
from biennium.publishing.datacube import package as datacube
from biennium.publishing.datasets import Package, contents, packed, told
from biennium.publishing.expenses import years
from biennium.publishing.iati.findings import ADVISORY, ERROR, SEVERITIES
from biennium.publishing.publications.actions import PUBLISH
from biennium.publishing.publications.models import BlockingFinding, Publication, PublicationFile
from biennium.publishing.publications.services import open_publication
from biennium.publishing.uninfo import package as uninfo
from biennium.publishing.uninfo.country import Portfolio

ZIP, JSON = "application/zip", "application/json"
SEVERITY = {"fails": ERROR, "lacks": ADVISORY}


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that leaves: packages by folder; a package alone has none."""

    name: str
    packages: Mapping[str, Package]

    @property
    def content(self) -> bytes:
        """The bytes that leave."""
        found = {}
        for folder, one in self.packages.items():
            found.update({f"{folder}/{name}" if folder else name: content for name, content in contents(one).items()})
        return packed(found)

    @property
    def units(self) -> int:
        """How many rows there are."""
        return sum(len(dataset.rows) for one in self.packages.values() for dataset in one.datasets)


def years_of(programme: Programme) -> list[int]:
    """The calendar years of a programme in which anything was spent."""
    return sorted(set(years()) & set(programme.years))


def yearly(make: Callable[[int], Package], programme: Programme) -> Iterator[Archive]:
    """A package for each year of a programme in which anything was spent."""
    for year in years_of(programme):
        one = make(year)
        yield Archive(f"{one.standard}-{year}.zip", {"": one})


def by_country(programme: Programme) -> Iterator[Archive]:
    """The packages of all countries in one archive, a folder a country."""
    portfolio = Portfolio(programme)
    packages = {one.place.code: uninfo.package(portfolio, one) for one in portfolio.countries}
    yield Archive(f"{uninfo.STANDARD}-{programme.code}.zip", packages)


MAKERS: Mapping[str, Callable[[Programme], Iterator[Archive]]] = {
    datacube.STANDARD: lambda programme: yearly(datacube.package, programme),
    crs.STANDARD: lambda programme: yearly(crs.package, programme),
    uninfo.STANDARD: by_country,
}


@transaction.atomic
def prepare_packages(*, actor: Actor, standard: str, programme: Programme, as_of: date | None = None) -> Publication:
    """Writes and checks the packages of a programme. Raises `InvalidInput` for a standard there is none of, and when
    there is nothing to publish."""
    require(actor, PUBLISH)
    if standard not in MAKERS:
        raise InvalidInput(_("“%(name)s” is no standard.") % {"name": standard}, remedy=", ".join(MAKERS))
    publication = open_publication(actor, as_of or timezone.localdate(), standard)
    with translation.override(languages()[0]):
        kept = [_keep(publication, programme, archive) for archive in MAKERS[standard](programme)]
    if not kept:
        raise InvalidInput(_("Nothing was spent yet that could be published."), where=programme.code)
    after = {"files": [one.name for one in kept]}
    audit.record(actor=actor, verb="publishing.prepared", target=publication, after=after)
    return publication


def _keep(publication: Publication, programme: Programme, archive: Archive) -> PublicationFile:
    checks = [
        (folder, f"check-{number}", one)
        for folder, package in archive.packages.items()
        for number, one in enumerate(package.checks, start=1)
    ]
    report = [{"package": folder, "check": name, **told(one)} for folder, name, one in checks]
    counted = Counter(SEVERITY[one.state] for _folder, _name, one in checks if one.state in SEVERITY)
    kept = PublicationFile.objects.create(
        publication=publication,
        programme=programme,
        name=archive.name,
        units=archive.units,
        file=files.store(archive.content, ZIP),
        report=files.store((json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode(), JSON),
        severities={**dict.fromkeys(SEVERITIES, 0), **counted},
    )
    BlockingFinding.objects.bulk_create(
        BlockingFinding(
            publication=publication,
            file=archive.name,
            identifier=folder or archive.name,
            rule=name,
            severity=ERROR,
            message=f"{one.rule}: {one.words}",
            where="; ".join(one.rows[:5]),
        )
        for folder, name, one in checks
        if one.state == "fails"
    )
    return kept
