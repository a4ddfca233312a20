"""What the codes of a programme are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def scheme_words(scheme: str) -> str:
    """What a scheme of references is called."""
    words = {
        "instrument": _("Instruments"),
        "sdg": _("Sustainable Development Goals"),
        "partner": _("Partners"),
        "marker": _("Markers"),
        "action-programme": _("Action programmes"),
        "result": _("Other results"),
    }
    return words.get(scheme, scheme)
