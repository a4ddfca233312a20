"""Partners: who pays, how they are known to the standards, and what they agreed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.funding.models import Partner
from biennium.funding.registration import MANAGE_AGREEMENTS
from biennium.funding.services import agreements as services
from biennium.kernel.errors import NotFound
from biennium.office.acting import act, reason
from biennium.office.budget import funding
from biennium.office.editing import Editing
from biennium.office.forms.partners import PartnerForm
from biennium.office.history import of
from biennium.office.pages import files, may, show
from biennium.organisation.models import Place
from biennium.web import tables


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Who pays, and by how many agreements?"""
    shown = tables.show(funding.partner_table(), funding.partners(), request.GET, files("partners"))
    return show(request, "funding/partners", "partners", shown=shown, may_add=may(request, MANAGE_AGREEMENTS))


@require_safe
def partners_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """Partners as a file."""
    return tables.save(funding.partner_table(), funding.partners(), request.GET, file_format)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Who is going to pay?"""
    editing = Editing(
        request=request,
        key="partner:new",
        label=_("a new partner"),
        verdict=may(request, MANAGE_AGREEMENTS),
        build=lambda data: PartnerForm(data, adding=True),
        save=lambda form, _sets: services.add_partner(
            actor=request.user, code=form.cleaned_data["code"], **_values(form.cleaned_data)
        ),
        done=lambda: reverse("office:partner", args=[editing.form.cleaned_data["code"]]),
    )
    editing.verdict.require()
    return editing.respond() or show(request, "funding/partner", "partners", **editing.context)


def _values(said: dict[str, Any]) -> dict[str, Any]:
    place = Place.objects.get(code=said["place"]) if said["place"] else None
    return {name: said[name] for name in _COLUMNS} | {"place": place}


_COLUMNS = ("name", "contributor_type", "iati_type", "iati_identifier", "crs_channel", "published")


@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """Who is this partner, and what did it agree to pay?"""
    row = _partner(code)
    editing = Editing(
        request=request,
        key=f"partner:{row.uid}",
        label=str(row),
        verdict=funding.may_change(request, MANAGE_AGREEMENTS, row),
        build=lambda data: PartnerForm(data, initial=_shown(row)),
        save=lambda form, _sets: services.change_partner(
            actor=request.user,
            partner=row,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            **_values(form.cleaned_data),
        ),
        current=lambda: _shown(_partner(code)),
        done=reverse("office:partner", args=[code]),
    )
    page: dict[str, Any] = {"row": row, "events": of(row.uid), "may_bring_back": may(request, MANAGE_AGREEMENTS, row)}
    page["agreements"] = funding.summed(funding.agreements().filter(partner=row))
    return editing.respond() or show(request, "funding/partner", "partners", **page, **editing.context)


def _shown(row: Partner) -> dict[str, Any]:
    columns = {name: getattr(row, name) for name in _COLUMNS}
    return {**columns, "place": row.place.code if row.place else "", "revision": row.revision}


def _partner(code: str) -> Partner:
    found = Partner.objects.select_related("place").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no partner %(code)s.") % {"code": code})
    return found


@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Retires a partner."""
    row = _partner(code)
    return act(
        request,
        lambda: services.retire_partner(actor=request.user, partner=row, reason=reason(request)),
        said=_("Partner %(code)s was retired.") % {"code": row.code},
        done=reverse("office:partners"),
        back=reverse("office:partner", args=[code]),
    )


@require_POST
def bring_back(request: HttpRequest, code: str) -> HttpResponse:
    """Lets a retired partner be chosen again."""
    row = _partner(code)
    page = reverse("office:partner", args=[code])
    return act(
        request,
        lambda: services.bring_back_partner(actor=request.user, partner=row, reason=reason(request)),
        said=_("Partner %(code)s was brought back.") % {"code": row.code},
        done=page,
        back=page,
    )
