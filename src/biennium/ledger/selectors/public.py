"""What of the books everybody may read: signed money of partners who are published.

Invariants: a figure whose name says a partner who is not published, or an agreement that is not signed, is as little
there as one that never was; what a figure rests on is told without them, and without free text of the office.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from biennium.funding.selectors import public
from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Input
from biennium.ledger.models import Line, Posting
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.selectors.scope import NONE, NOT_PUBLISHED
from biennium.ledger.words import KINDS

NAMED = (*DIMENSIONS, "agreement__partner")
FAMILIES = ("money", "income", "published")
OFFICE = "agreement"
"""The family of the reports to partners, which are for those who see the office."""
EXPECTED = ("plan.expected", "plan.expected_gap")
"""Figures of money that nobody has signed for yet."""
LINE = "line="


def require_public(name: str) -> None:
    """Raises `NotFound` for the name of a figure that says what is not public."""
    head, _colon, text = name.partition(":")
    parts = text.split(",") if head.partition(".")[0] in FAMILIES else []
    if (
        head.partition(".")[0] == OFFICE
        or head in EXPECTED
        or not all(_is_known(*part.partition("=")) for part in parts)
    ):
        raise NotFound(_("There is no figure “%(name)s”.") % {"name": name})


def _is_known(dimension: str, _equals: str, value: str) -> bool:
    return value in ("", NONE, NOT_PUBLISHED) or _known(dimension, value)


def _known(dimension: str, value: str) -> bool:
    if dimension == "partner":
        return public.partners().filter(code=value).exists()
    if dimension == "agreement":
        return public.agreements().filter(code=value).exists()
    return True


def shown_agreement(line: Line) -> str:
    """The code of the agreement of a line, empty where it is not public."""
    return line.agreement.code if line.agreement and public.is_public(line.agreement) else ""


def labels(inputs: Sequence[Input]) -> dict[tuple[str, str], str]:
    """What the lines and postings that a figure rests on are called, by kind and identity; two queries."""
    names = [one.name for one in inputs]
    lines = {name.partition(LINE)[2]: name for kind, name in names if kind == "figure" and LINE in name}
    postings = [int(identity) for kind, identity in names if kind == "posting"]
    rows = Line.objects.filter(uid__in=lines).select_related(*NAMED) if lines else ()
    found = {("figure", lines[str(row.uid)]): _line_words(row) for row in rows}
    moved = Posting.objects.filter(pk__in=postings) if postings else ()
    return found | {("posting", str(row.pk)): _posting_words(row) for row in moved}


def _line_words(line: Line) -> str:
    codes = {**line.codes, "agreement": shown_agreement(line)}
    return " · ".join(code for code in codes.values() if code)


def _posting_words(posting: Posting) -> str:
    """“Expense · 2024-12-31 · ERP-2024-00001”."""
    kind = str(KINDS.get(posting.kind, posting.kind))
    return " · ".join(one for one in (kind, posting.date.isoformat(), posting.document) if one)
