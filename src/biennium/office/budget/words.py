"""Stages, origins of postings and rules of funds in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.errors import BienniumError
from biennium.web import formatting

STAGES: dict[str, Any] = {
    "source": _("outside the books"),
    "approved": pgettext_lazy("stage of money", "approved"),
    "allotted": pgettext_lazy("stage of money", "allotted"),
    "committed": pgettext_lazy("stage of money", "committed"),
    "spent": pgettext_lazy("stage of money", "spent"),
    "uncovered": pgettext_lazy("stage of money", "uncovered"),
    "accrued": pgettext_lazy("stage of money", "accrued"),
}
ORIGINS: dict[str, Any] = {
    "hand": _("entered here"),
    "import": _("from a file"),
    "adoption": _("from the adoption"),
    "agreement": _("from an agreement"),
    "recovery": _("recovery of support cost"),
    "year_end": _("year end"),
}
TRANSFERS: dict[str, Any] = {
    "free": _("Money of this fund is transferred freely within it."),
    "same_result": _("Money of this fund is transferred within one result only."),
    "same_unit": _("Money of this fund is transferred within one unit only."),
    "none": _("Money of this fund is not transferred."),
}
LEFT: dict[str, Any] = {
    "approved": _("Only %(left)s is left to allot on %(account)s."),
    "allotted": _("Only %(left)s is available on %(account)s."),
    "committed": _("Only %(left)s is committed on %(account)s."),
}


def refusal(error: BienniumError) -> str:
    """Why a decision was refused, in the reader's language where the rule is one of the arithmetic."""
    if not isinstance(error, NothingLeft):
        return str(error)
    if error.left is None:
        return gettext("Only what is uncovered on %(account)s can be covered.") % {"account": error.account}
    words = LEFT[error.stage] % {"left": formatting.money(error.left), "account": error.account}
    remedy = gettext("Ask for less, or bring more to it first.")
    return f"{words} {remedy}"
