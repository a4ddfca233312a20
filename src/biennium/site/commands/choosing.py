"""Which programme a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biennium.programme.models import Programme


def chosen_programme(code: str | None) -> Programme:
    """The programme with this code, the latest without one. Raises `NotFound`, or `InvalidInput` when there is none."""
    from biennium.kernel.errors import InvalidInput
    from biennium.programme.selectors.versions import programme, programmes

    chosen = programme(code) if code else programmes().first()
    if chosen is None:
        raise InvalidInput("There is no programme yet.", remedy="Import one, or build the demonstration.")
    return chosen
