"""What the definition of an indicator keeps once something was reported on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator


def keep_what_was_reported(indicator: Indicator, values: exchange.Indicator) -> None:
    """Kind and decimals stay: another kind or scale would turn the values reported into something else."""
    if (values.kind, values.decimals) == (indicator.kind, indicator.decimals):
        return
    if indicator.observations.exists() or indicator.served_by.exists():
        raise InvalidInput(
            _("Something was reported on indicator %(code)s: its kind and its decimals stay.")
            % {"code": indicator.code},
            where=f"indicator {indicator.code}",
            remedy=_("Retire it and define another one."),
        )
