"""Sealed versions: their list, their content as it was, and the one the public reads.

The content of a version never changes, so it is parsed once a process and kept by its hash; the parsed document is
shared and is not to be changed by its readers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet

from biennium.kernel.errors import NotFound
from biennium.programme import sealing
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.programme.selectors.comparison import SECTION_NODES


@dataclass(frozen=True)
class Book:
    """A programme's document with its look-ups: by code, by parent, by result; `more` is what other rooms sealed with
    it, by the name of the section."""

    document: exchange.Programme
    regions: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, exchange.Result]:
        return {result.code: result for result in self.document.results}

    @cached_property
    def levels(self) -> dict[str, exchange.Level]:
        return {level.code: level for level in self.document.levels}

    @cached_property
    def children(self) -> dict[str | None, list[exchange.Result]]:
        below: dict[str | None, list[exchange.Result]] = defaultdict(list)
        for result in self.document.results:
            below[result.parent].append(result)
        return dict(below)

    @cached_property
    def indicators(self) -> dict[str, list[exchange.Indicator]]:
        of: dict[str, list[exchange.Indicator]] = defaultdict(list)
        for indicator in self.document.indicators:
            of[indicator.result].append(indicator)
        return dict(of)

    @cached_property
    def terms(self) -> dict[tuple[str, str], exchange.Term]:
        return {(term.scheme, term.code): term for term in self.document.terms}

    @cached_property
    def units(self) -> dict[str, exchange.Unit]:
        return {unit.code: unit for unit in self.document.units}

    def result(self, code: str) -> exchange.Result:
        """The result with this code. Raises `NotFound`."""
        try:
            return self.by_code[code]
        except KeyError:
            raise NotFound(f"There is no result {code} in this version.") from None

    def ancestors(self, result: exchange.Result) -> list[exchange.Result]:
        """From the top down to the parent."""
        above: list[exchange.Result] = []
        while result.parent:
            result = self.by_code[result.parent]
            above.append(result)
        return above[::-1]

    def below(self, result: exchange.Result) -> list[exchange.Result]:
        """All results below one, in tree order."""
        found: list[exchange.Result] = []
        for child in self.children.get(result.code, []):
            found += [child, *self.below(child)]
        return found


ADOPTED = (Version.Stage.ADOPTED, Version.Stage.REVISED)
"""The stages of a version that the governing body has decided upon."""


def versions(programme: Programme) -> QuerySet[Version]:
    """The versions without their content, the newest first."""
    return programme.versions.defer("content").select_related("programme").order_by("-number")


def with_versions(code: str) -> tuple[Programme, list[Version]]:
    """A programme by code and its versions as `versions` lists them, in one query where there are any."""
    listed = Version.objects.filter(programme__code=code).defer("content").order_by("-number")
    found = list(listed.select_related("programme__unit"))
    return (found[0].programme if found else programme(code)), found


def latest(programme: Programme) -> Version | None:
    """The version sealed last."""
    return versions(programme).first()


def find(programme: Programme, which: str) -> Version:
    """A version by number (3, v3), by stage (the last one of that stage) or by the beginning of its hash."""
    listed = versions(programme)
    number = which.removeprefix("v")
    if number.isdecimal() and (found := listed.filter(number=int(number)).first()):
        return found
    if which in Version.Stage.values and (found := listed.filter(stage=which).first()):
        return found
    if len(which) >= 6 and (found := listed.filter(sha256__startswith=which.lower()).first()):
        return found
    known = ", ".join(f"{one.number} ({one.stage}, {one.short_hash})" for one in listed) or "none yet"
    raise NotFound(f"{programme.code} has no version “{which}”.", remedy=f"Versions: {known}.")


@lru_cache(maxsize=16)
def _opened(pk: int, sha256: str) -> Book:
    content = Version.objects.values_list("content", flat=True).get(pk=pk)
    return _book(sealing.open_sealed(bytes(content), sha256))


def _book(sections: dict[str, Any]) -> Book:
    more = {name: data for name, data in sections.items() if name not in ("programme", "regions")}
    return Book(exchange.Programme.model_validate(sections["programme"]), sections.get("regions", {}), more)


def live(programme: Programme) -> Book:
    """What a version would say if the programme were sealed now, in the sections that are compared."""
    return _book(sealing.sections_of(programme, (sealing.DOCUMENT, *SECTION_NODES)))


def opened(version: Version) -> Book:
    """What a version says, verified against its hash once a process."""
    return _opened(version.pk, version.sha256)


def programmes() -> QuerySet[Programme]:
    """All programmes, the latest period first."""
    return Programme.objects.all()


def published() -> QuerySet[Programme]:
    """The programmes that have a sealed version, the latest period first: those that the public sees."""
    return programmes().filter(versions__isnull=False).distinct()


def programme(code: str) -> Programme:
    """A programme by code. Raises `NotFound` naming those there are."""
    found = Programme.objects.filter(code=code).select_related("unit").first()
    if found is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True)) or "none yet"
        raise NotFound(f"There is no programme {code}.", remedy=f"Programmes: {known}.")
    return found
