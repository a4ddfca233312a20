"""Two people editing one object: whoever saves second is told, and nothing is overwritten unseen.

Invariant: a row that carries a `revision` is changed only by a writer who has seen the revision it is at.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from biennium.kernel.errors import Conflict

M = TypeVar("M", bound=models.Model)


def locked(row: M, revision: int | None) -> M:
    """The row, read again under a lock. Raises `Conflict` when it is not at the revision the writer has seen (None:
    whatever it is)."""
    current = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if revision is not None and current.revision != revision:  # type: ignore[attr-defined]
        raise Conflict(
            _("Somebody else changed %(object)s while you were editing it.") % {"object": str(row)},
            remedy=_("Compare both texts and save again."),
        )
    return current
