"""Which programme an address names, in which sealed version: the public face reads sealed versions only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from ninja import Field

from biennium.api.asking import Asked
from biennium.kernel.errors import NotFound
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Version
from biennium.programme.selectors import versions
from biennium.programme.selectors.versions import Book


class OfVersion(Asked):
    """Which sealed version to read."""

    version: str = Field("", description="a sealed version by number, stage or hash; the latest without")


@dataclass(frozen=True, slots=True)
class Opened:
    """A programme as a sealed version says it."""

    programme: Programme
    version: Version
    book: Book

    def under(self, code: str) -> frozenset[str]:
        """The codes of a result and of all below it; of all results without one. Raises `NotFound`."""
        if not code:
            return frozenset(self.book.by_code)
        found = self.result(code)
        return frozenset({found.code, *(one.code for one in self.book.below(found))})

    def result(self, code: str) -> exchange.Result:
        """A result of this version. Raises `NotFound`."""
        found = self.book.by_code.get(code)
        if found is None:
            raise NotFound(_("There is no result %(code)s in this version.") % {"code": code}, field="result")
        return found


def published(code: str) -> Programme:
    """A programme with a sealed version. Raises `NotFound` naming those there are."""
    found = versions.published().filter(code=code).first()
    if found is None:
        known = ", ".join(versions.published().values_list("code", flat=True)) or _("none yet")
        raise NotFound(
            _("No programme %(code)s has been published.") % {"code": code},
            remedy=_("Published: %(known)s.") % {"known": known},
        )
    return found


def opened(code: str, which: str = "") -> Opened:
    """A programme in the version asked for, the latest without one. Raises `NotFound`."""
    programme = published(code)
    version = versions.find(programme, which) if which else versions.versions(programme)[0]
    return Opened(programme, version, versions.opened(version))
