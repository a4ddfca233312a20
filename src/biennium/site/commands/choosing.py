"""What a command is about: which programme, and texts by language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from biennium.kernel.text import LANGUAGE_TAG

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


def worded(given: Sequence[str]) -> dict[str, str]:
    """Texts by language: `fr=Arrondi` is in French, one without a language in the first one of the organisation."""
    from biennium.organisation.selectors import languages

    found = {}
    for text in given:
        lang, equals, words = text.partition("=")
        named = bool(equals and LANGUAGE_TAG.fullmatch(lang))
        found[lang if named else languages()[0]] = words if named else text
    return found
