"""Access tokens of the person who is signed in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.acting import act
from biennium.office.forms.tokens import TokenForm
from biennium.office.pages import show
from biennium.organisation.models import AccessToken
from biennium.organisation.services.tokens import Issued, issue_token, revoke_token


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Which programs read in my name, and how does another one begin?"""
    form = TokenForm(request.POST or None)
    issued = _issued(request, form) if request.method == "POST" and form.is_valid() else None
    return show(
        request,
        "tokens",
        "tokens",
        form=TokenForm() if issued else form,
        issued=issued,
        rows=list(AccessToken.objects.filter(person=request.user.pk)),
        today=timezone.localdate(),
        status=400 if form.errors else 200,
    )


def _issued(request: HttpRequest, form: TokenForm) -> Issued | None:
    try:
        return issue_token(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except InvalidInput as error:
        form.add_error(error.field or None, str(error))
        return None


@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ends a token."""
    token = AccessToken.objects.filter(uid=uid, person=request.user.pk).first()
    if token is None:
        raise NotFound(_("There is no such token of yours."))
    back = reverse("office:tokens")
    return act(
        request,
        lambda: revoke_token(actor=request.user, token=token),
        said=_lazy("The token was revoked."),
        done=back,
        back=back,
    )
