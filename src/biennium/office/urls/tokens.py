"""Access tokens."""

from __future__ import annotations

from biennium.office.pages import page
from biennium.office.views import tokens

urlpatterns = [
    page("tokens/", tokens.tokens, "tokens"),
    page("tokens/<uuid:uid>/revoke/", tokens.revoke, "revoke_token"),
]
