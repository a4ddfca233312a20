"""Work items: country outcomes and products; listed, edited, added, retired."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import limit
from biennium.office.editing import Editing
from biennium.office.forms.texts import WorkItemForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation.selectors import places
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT
from biennium.programme.selectors import live, versions
from biennium.programme.selectors.document import live_work_items
from biennium.programme.services import work_items as services

ITEMS_A_PAGE = 100


@require_safe
def work_items(request: HttpRequest, code: str) -> HttpResponse:
    """Which country outcomes and products has the programme?"""
    programme = versions.programme(code)
    page = Paginator(live_work_items(programme), ITEMS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "work_items", "work_items", programme, page=page, may_add=_may_add(request, programme))


def _may_add(request: HttpRequest, programme: Programme) -> Any:
    """Whoever edits some result may add a work item below it."""
    verdict = may(request, EDIT_PROGRAMME, programme)
    mine = _outputs(request, programme).first()
    return may(request, EDIT_RESULT, mine) if not verdict.allowed and mine else verdict


def _outputs(request: HttpRequest, programme: Programme) -> QuerySet[Result]:
    rows = programme.results.filter(retired_at__isnull=True, level__counted=True).select_related("responsible_unit")
    return limit(request.user, EDIT_RESULT, rows.order_by("position", "id"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is this work item, where, and for which output?"""
    programme = versions.programme(code)
    row, values = live.work_item(programme, item)
    results = list(programme.results.filter(retired_at__isnull=True, level__counted=True).order_by("position", "id"))
    listed = list(places())

    def current() -> dict[str, Any]:
        fresh, now = live.work_item(programme, row.code)
        return _shown(now, fresh.revision)

    editing = Editing(
        request=request,
        key=f"work_item:{row.uid}",
        build=lambda data: WorkItemForm(
            data, initial=_shown(values, row.revision), programme=programme, places=listed, results=results
        ),
        save=lambda form, _sets: services.change_work_item(
            actor=request.user,
            item=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        revision=lambda: current()["revision"],
        done=reverse("office:work_items", args=[code]),
    )
    target = (EDIT_RESULT, row.result) if row.result else (EDIT_PROGRAMME, programme)
    return editing.respond() or show(
        request,
        "work_item",
        "work_items",
        programme,
        row=row,
        may_edit=may(request, *target),
        events=of(row.uid),
        **editing.context,
    )


def _shown(values: exchange.WorkItem, revision: int) -> dict[str, Any]:
    empty = {name: getattr(values, name) or "" for name in ("place", "result")}
    return {**values.model_dump(), **empty, "revision": revision}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Which country outcome or product begins?"""
    programme = versions.programme(code)
    _may_add(request, programme).require()
    results, listed = list(_outputs(request, programme)), list(places())
    editing = Editing(
        request=request,
        key=f"work_item:new:{programme.code}",
        build=lambda data: WorkItemForm(data, programme=programme, places=listed, results=results),
        save=lambda form, _sets: services.add_work_item(
            actor=request.user,
            programme=programme,
            values=form.values(None),  # type: ignore[attr-defined]
        ),
        done=reverse("office:work_items", args=[code]),
    )
    return editing.respond() or show(request, "work_item", "work_items", programme, **editing.context)


@require_POST
def retire(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Retires a work item."""
    row = live.work_item(versions.programme(code), item)[0]
    services.retire_work_item(actor=request.user, item=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("The work item was retired."))
    return redirect("office:work_items", code)
