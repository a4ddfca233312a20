"""The codes of this room in words, each with the shape it is shown in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RESULT_STATES: Mapping[str, tuple[str, Any]] = {
    "draft": ("draft", pgettext_lazy("country result", "draft")),
    "submitted": ("attention", pgettext_lazy("country result", "waits to be verified")),
    "returned": ("late", pgettext_lazy("country result", "returned")),
    "verified": ("good", pgettext_lazy("country result", "verified")),
    "published": ("good", pgettext_lazy("country result", "published")),
    "withdrawn": ("neutral", pgettext_lazy("country result", "withdrawn")),
}
ROUND_STATES: Mapping[str, tuple[str, Any]] = {
    "open": ("good", pgettext_lazy("round", "open")),
    "extended": ("attention", pgettext_lazy("round", "extended")),
    "closed": ("neutral", pgettext_lazy("round", "closed")),
}
EVIDENCE_KINDS: Mapping[str, Any] = {
    "law": _("law or regulation"),
    "report": _("report"),
    "statistics": _("statistics"),
    "agreement": _("agreement"),
    "media": _("media"),
    "other": _("other"),
}
STEPS: Mapping[str, Any] = {
    "draft": _("Drafted"),
    "submit": _("Submitted"),
    "return": _("Returned"),
    "verify": _("Verified"),
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
    "annul": _("Withdrawn after verification"),
}
CONSTITUENTS: Mapping[str, Any] = {
    "government": _("government"),
    "employers": _("employers’ organisations"),
    "workers": _("workers’ organisations"),
}
CATEGORIES: Mapping[str, Any] = {
    "unknown": _("not known"),
    "female": _("women"),
    "male": _("men"),
    "sex": _("sex"),
    "age": _("age"),
    "disability": _("disability"),
    "residence": _("place of residence"),
}


def category(code: str) -> str:
    """A dimension or a category of it in words; its code where the house has no words for it."""
    return str(CATEGORIES.get(code, code))
