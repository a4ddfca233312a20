"""Which money an address asks for."""

from __future__ import annotations

from django.http import QueryDict

from biennium.ledger.selectors import public
from biennium.ledger.selectors.scope import KEYS, Scope
from biennium.portal.pages import Page


def asked(page: Page, parameters: QueryDict) -> Scope:
    """The scope of an address. Raises `NotFound` for what is not public, `InvalidInput` for what is unknown."""
    scope = Scope(page.programme, {name: value for name in KEYS if (value := parameters.get(name, "").strip())})
    public.require_public(f"money.approved:{scope}")
    return scope
