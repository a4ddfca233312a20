"""How the organisation publishes: its identifier, whom to ask, and the codes that the books do not say."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.kernel.errors import InvalidInput
from biennium.office.editing import Editing
from biennium.office.forms.publisher import IdentifierForm, PublisherForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation.registration import MANAGE
from biennium.organisation.selectors import organisation
from biennium.publishing.publications import selectors, services
from biennium.publishing.publications.actions import PUBLISH


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Under which identifier do we publish, and with which codes?"""
    editing = Editing(
        request=request,
        key="publisher",
        label=_("how we publish"),
        verdict=may(request, PUBLISH),
        build=lambda data: PublisherForm(data, initial=_shown()),
        save=lambda form, _sets: services.describe_publisher(
            actor=request.user,
            values=form.values,  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
        ),
        current=_shown,
        done=reverse("office:publisher"),
    )
    return editing.respond() or _page(request, IdentifierForm(initial=_identifier()), **editing.context)


@require_POST
def identifier(request: HttpRequest) -> HttpResponse:
    """Changes what the organisation reports under."""
    form = IdentifierForm(request.POST)
    if form.is_valid():
        try:
            services.identify(actor=request.user, identifier=form.cleaned_data["identifier"])
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    if not form.errors:
        messages.success(request, _("Saved."))
        return redirect("office:publisher")
    shown = PublisherForm(initial=_shown())
    return _page(request, form, form=shown, may_edit=may(request, PUBLISH), status=400)


def _page(request: HttpRequest, named: IdentifierForm, **context: Any) -> HttpResponse:
    known, publisher = organisation(), selectors.publisher()
    return show(
        request,
        "publications/publisher",
        "publisher",
        named=named,
        organisation=known,
        may_name=may(request, MANAGE),
        events=of(publisher.uid) if publisher else [],
        **context,
    )


def _shown() -> dict[str, Any]:
    """The profile as it is now, with its revision."""
    known = selectors.publisher()
    return {**asdict(selectors.profile()), "revision": known.revision if known else 0}


def _identifier() -> dict[str, str]:
    known = organisation()
    return {"identifier": known.iati if known else ""}
