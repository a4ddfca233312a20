"""Where money of the portal comes from, in words: the version that names it, and the books as they stand."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.ledger.selectors.tables import as_of
from biennium.portal.pages import Page
from biennium.web import formatting


def books_words() -> str:
    """As of when the books are told."""
    at = as_of()
    return _("books as of %(date)s") % {"date": formatting.day(at)} if at else _("books without a posting yet")


def source(page: Page) -> list[str]:
    """The source of a table of money."""
    return [page.source[0], books_words(), *page.source[1:]]
