"""What a programme keeps once money is reckoned in it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme


def keep_the_currency_of_money(programme: Programme, values: exchange.Programme) -> None:
    """The currency stays once the programme is priced or has budget rates: amounts are kept without it, and would
    silently become amounts of another one."""
    if values.currency == programme.currency:
        return
    if programme.estimates.exists() or programme.rates.exists():
        raise InvalidInput(
            _("The programme is priced in %(currency)s.") % {"currency": programme.currency},
            remedy=_("Keep the currency."),
            where="currency",
            field="currency",
        )
