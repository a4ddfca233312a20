"""The register of one programme while its activities are written: their identifiers, and what became of each.

Invariants: an identifier that was given stays; the moment an activity was last updated is that of the publication in
which its content last changed; a chunk of activities takes a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from biennium.kernel import text as texts
from biennium.programme.models import Programme, WorkItem
from biennium.publishing.iati.content import Activity, Reporter
from biennium.publishing.iati.gathering.activities import SHARED, identify
from biennium.publishing.publications.models import ActivityIdentity, Publication, PublishedActivity
from biennium.publishing.publications.selectors import last_published

CHUNK = 500
Change = PublishedActivity.Change


@dataclass
class Register:
    """Asked by the stream for identifiers, by the writer for days; keeps what it was told in chunks."""

    publication: Publication
    programme: Programme
    reporter: Reporter
    stamp: str
    _rows: list[PublishedActivity] = field(default_factory=list)
    _before: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.previous = last_published(self.programme)
        self._remember([identify(self.reporter, self.programme, SHARED)])

    def identifiers(self, items: Sequence[WorkItem]) -> Mapping[int, str]:
        """By work item (primary key); those that have none yet are given one."""
        known = dict(
            ActivityIdentity.objects.filter(programme=self.programme, item__in=[one.uid for one in items]).values_list(
                "item", "identifier"
            )
        )
        new = [one for one in items if one.uid not in known]
        given = self._give(new) if new else {}
        found = {one.pk: known.get(one.uid) or given[one.pk] for one in items}
        self._remember(list(found.values()))
        return found

    def related(self, items: Sequence[WorkItem]) -> Mapping[int, Sequence[str]]:
        """The activities of the same work in other programmes."""
        rows = ActivityIdentity.objects.filter(item__in=[one.uid for one in items]).exclude(programme=self.programme)
        found: dict[object, list[str]] = {}
        for item, identifier in rows.values_list("item", "identifier"):
            found.setdefault(item, []).append(identifier)
        return {one.pk: sorted(found[one.uid]) for one in items if one.uid in found}

    def dated(self, one: Activity, sha256: str) -> str:
        """When the activity was last updated; it is kept with what became of it."""
        before = self._before.pop(one.identifier, None)
        if before is None:
            change, updated = Change.NEW, self.stamp
        elif before[0] == sha256:
            change, updated = Change.UNCHANGED, before[1]
        else:
            change, updated = Change.CHANGED, self.stamp
        self._keep(one.identifier, _title(one, self.reporter), sha256, updated, change)
        return updated

    def close(self) -> None:
        """Keeps what was withdrawn since the last publication, and the rest."""
        self._flush()
        if self.previous is None:
            return
        still = PublishedActivity.objects.filter(publication=self.publication).values("identifier")
        gone = self.previous.activities.filter(programme=self.programme).exclude(identifier__in=still)
        for row in gone.exclude(change=Change.WITHDRAWN).iterator(chunk_size=CHUNK):
            self._keep(row.identifier, row.title, row.sha256, row.updated, Change.WITHDRAWN)
        self._flush()

    def _give(self, items: Sequence[WorkItem]) -> dict[int, str]:
        wanted = {one.pk: identify(self.reporter, self.programme, one.code) for one in items}
        taken = set(
            ActivityIdentity.objects.filter(identifier__in=wanted.values()).values_list("identifier", flat=True)
        )
        given: dict[int, str] = {}
        for one in items:
            identifier = wanted[one.pk]
            if identifier in taken or identifier == identify(self.reporter, self.programme, SHARED):
                identifier = f"{identifier}-{one.uid.hex}"
            taken.add(identifier)
            given[one.pk] = identifier
        ActivityIdentity.objects.bulk_create(
            ActivityIdentity(programme=self.programme, item=one.uid, identifier=given[one.pk]) for one in items
        )
        return given

    def _remember(self, identifiers: Sequence[str]) -> None:
        if self.previous is not None:
            rows = self.previous.activities.filter(identifier__in=identifiers).exclude(change=Change.WITHDRAWN)
            self._before.update(
                {
                    name: (sha256, updated)
                    for name, sha256, updated in rows.values_list("identifier", "sha256", "updated")
                }
            )

    def _keep(self, identifier: str, title: str, sha256: str, updated: str, change: str) -> None:
        self._rows.append(
            PublishedActivity(
                publication=self.publication,
                programme=self.programme,
                identifier=identifier,
                title=title,
                sha256=sha256,
                updated=updated,
                change=change,
            )
        )
        if len(self._rows) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        PublishedActivity.objects.bulk_create(self._rows)
        self._rows.clear()


def _title(one: Activity, reporter: Reporter) -> str:
    found = texts.resolve(dict(one.title), reporter.language)
    return found.value[:300] if found else ""
