"""What the dimensions of money are called for a reader, and where each can be read of.

Invariant: a result is named as the sealed version names it, by its identity; one that the version does not have, and a
contributor who is not published, have no name.
"""

from __future__ import annotations

from functools import cached_property

from django.utils.translation import gettext as _

from biennium.foundation.context import remembered
from biennium.funding.selectors.public import partners
from biennium.ledger.models import Line
from biennium.ledger.selectors import public
from biennium.ledger.selectors.names import Names
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED, ONLY, Scope
from biennium.ledger.words import DIMENSIONS
from biennium.portal.pages import Page
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Result
from biennium.standards.un_finance import codes

CODED = ("result", "outcome")
"""Dimensions whose code readers know, too."""


class Naming:
    """The names of one page, each read once."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.names = Names(page.programme)

    @cached_property
    def _results(self) -> dict[str, exchange.Result]:
        """By the code a result has in the books, the result of the version."""
        sealed = {one.uid: one for one in self.page.book.document.results}
        rows = Result.objects.filter(programme=self.page.programme).values_list("code", "uid", "retired_at")
        ordered = sorted(rows, key=lambda row: row[2] is None)
        return {code: sealed[uid] for code, uid, _retired in ordered if uid in sealed}

    @cached_property
    def _partners(self) -> frozenset[str]:
        return frozenset(partners().values_list("code", flat=True))

    def code_of(self, result: exchange.Result) -> str | None:
        """The code a result of the version has in the books; None for one they do not know."""
        return next((code for code, one in self._results.items() if one.uid == result.uid), None)

    def words(self, dimension: str, code: str) -> str:
        """What a code is called."""
        if code == NONE:
            return unspecified(dimension)
        if dimension in CODED:
            return self._result_words(code)
        if dimension == "staff":
            return _("Staff") if code in ("staff", "yes") else _("Non-staff")
        if code == NOT_PUBLISHED:
            return unspecified("not published")
        if dimension in ("type", "contributor"):
            return self.page.words(dict(codes("contributor")[code].name)) if code in codes("contributor") else code
        if dimension == "instrument":
            return self.page.words(dict(codes("instrument")[code].name)) if code in codes("instrument") else code
        if dimension == "partner" and code not in self._partners:
            return unspecified("not published")
        return self.page.words(self.names.title(dimension, code)) or code

    def _result_words(self, code: str) -> str:
        found = self._results.get(code.removeprefix(ONLY))
        if found is None:
            return _("A result this version does not have")
        words = f"{found.code} {self.page.words(found.title)}"
        return _("%(result)s, itself") % {"result": words} if code.startswith(ONLY) else words

    def shown_code(self, dimension: str, code: str) -> str:
        """The code as files have it: that of the version for a result, none for who is not published."""
        if dimension in CODED:
            found = self._results.get(code.removeprefix(ONLY))
            return found.code if found else ""
        hidden = code in (NONE, NOT_PUBLISHED) or (dimension == "partner" and code not in self._partners)
        return "" if hidden else code

    def url(self, dimension: str, code: str) -> str:
        """Where a code can be read of; empty where it has no page."""
        if code in (NONE, NOT_PUBLISHED):
            return ""
        if dimension in CODED:
            return self._result_url(code.removeprefix(ONLY))
        if dimension == "partner" and code not in self._partners:
            return ""
        name = {"fund": "fund", "place": "place", "partner": "partner"}.get(dimension)
        return self.page.url(name, code) if name else ""

    def _result_url(self, code: str) -> str:
        found = self._results.get(code)
        if found is None:
            return ""
        counted = self.page.level(found).counted or not found.parent
        return self.page.url("result", found.code if counted or found.parent is None else found.parent)

    def scope_words(self, scope: Scope) -> str:
        """A scope in words: “Regular budget · 3 Full employment · 2024”; empty for all money."""
        if "line" in scope.values:
            line = Line.objects.filter(scope.lines()).select_related(*public.NAMED).first()
            return self.line_words(line) if line else ""
        return " · ".join(self.words(name, value) for name, value in scope.values.items())

    def line_words(self, line: Line) -> str:
        """A line in words, without an agreement that is not public."""
        named = (
            (line.fund.code),
            public.shown_agreement(line),
            self.shown_code("result", line.result.code) if line.result else "",
            line.budget_item.code if line.budget_item else "",
            line.work_item.code if line.work_item else "",
            line.unit.code if line.unit else "",
            self.page.words(line.place.name) if line.place else "",
            self.page.words(line.cost_category.name) if line.cost_category else "",
            str(line.year),
        )
        return " · ".join(one for one in named if one)


def naming_of(page: Page) -> Naming:
    """The names of a page, read once a request."""
    return remembered(("naming", page.version.pk, page.lang), lambda: Naming(page))


def unspecified(dimension: str) -> str:
    """What money is called that does not say."""
    words = {
        "outcome": _("Not for one result"),
        "result": _("Not for one result"),
        "place": _("Worldwide, or not for one country"),
        "region": _("Worldwide, or not for one region"),
        "partner": _("Without an agreement"),
        "contributor": _("Without an agreement"),
        "not published": _("Contributor not published"),
        "cost_category": _("Not yet of one category"),
        "staff": _("Not yet of one category"),
    }
    return words.get(dimension, _("Not specified"))


def heading(dimension: str) -> str:
    """What a dimension is called."""
    return str(DIMENSIONS[dimension])
