"""Work items: country outcomes and products; listed, edited, added, retired."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import Verdict, limit
from biennium.office.acting import act, reason
from biennium.office.editing import Data, Editing
from biennium.office.forms.work_items import WorkItemForm
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.organisation.models import Place
from biennium.organisation.selectors import places
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result, WorkItem
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT
from biennium.programme.rights import may_keep
from biennium.programme.selectors import live, versions
from biennium.programme.selectors.document import live_work_items
from biennium.programme.services import work_items as services
from biennium.workplan.rights import places_of

ITEMS_A_PAGE = 100


@require_safe
def work_items(request: HttpRequest, code: str) -> HttpResponse:
    """Which country outcomes and products has the programme?"""
    programme = versions.programme(code)
    page = Paginator(live_work_items(programme), ITEMS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "work_items", "work_items", programme, page=page, may_add=_may_add(request, programme))


def _may_add(request: HttpRequest, programme: Programme) -> Verdict:
    """Whoever edits some result may add a work item below it, and whoever plans for a country one in that country."""
    verdict = may(request, EDIT_PROGRAMME, programme)
    if verdict.allowed:
        return verdict
    if mine := _outputs(request, programme).first():
        return may(request, EDIT_RESULT, mine)
    place = _places(request).first()
    return may_keep(request.user, WorkItem(programme=programme, place=place)) if place else verdict


def _outputs(request: HttpRequest, programme: Programme) -> QuerySet[Result]:
    return limit(request.user, EDIT_RESULT, live.counted_results(programme).select_related("responsible_unit"))


def _places(request: HttpRequest) -> QuerySet[Place]:
    """The places whose work the person plans."""
    return places().filter(pk__in=places_of(request.user))


def _new(request: HttpRequest, programme: Programme, data: Data) -> WorkItemForm:
    """Who edits no result adds work in the countries of the office, for any output."""
    if outputs := _outputs(request, programme):
        return _form(data, programme, outputs, {})
    return WorkItemForm(
        data, initial={}, programme=programme, places=_places(request), results=live.counted_results(programme)
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """What is this work item, where, and for which output?"""
    programme = versions.programme(code)
    row, values = live.work_item(programme, item)
    editing = _editing(request, programme, row, values)
    page = {"row": row, "events": of(row.uid)}
    return editing.respond() or show(request, "work_item", "work_items", programme, **page, **editing.context)


def _editing(request: HttpRequest, programme: Programme, row: WorkItem, values: exchange.WorkItem) -> Editing:
    def current() -> dict[str, Any]:
        fresh, now = live.work_item_of(row)
        return _shown(now, fresh.revision)

    return Editing(
        request=request,
        tells_where=False,
        key=f"work_item:{row.uid}",
        label=str(row),
        verdict=may_keep(request.user, row),
        build=lambda data: _form(data, programme, live.counted_results(programme), _shown(values, row.revision)),
        save=lambda form, _sets: services.change_work_item(
            actor=request.user,
            item=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        typed=lambda form, _sets: _shown(form.values(values), None),  # type: ignore[attr-defined]
        done=reverse("office:work_items", args=[programme.code]),
    )


def _form(data: Data, programme: Programme, results: QuerySet[Result], shown: dict[str, Any]) -> WorkItemForm:
    return WorkItemForm(data, initial=shown, programme=programme, places=places(), results=results)


def _shown(values: exchange.WorkItem, revision: int | None) -> dict[str, Any]:
    empty = {name: getattr(values, name) or "" for name in ("place", "result")}
    return {**values.model_dump(), **empty, "revision": revision}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Which country outcome or product begins?"""
    programme = versions.programme(code)
    verdict = _may_add(request, programme)
    verdict.require()
    editing = Editing(
        request=request,
        tells_where=False,
        key=f"work_item:new:{programme.code}",
        label=_("a new work item"),
        verdict=verdict,
        build=lambda data: _new(request, programme, data),
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
    row, _values = live.work_item(versions.programme(code), item)
    return act(
        request,
        lambda: services.retire_work_item(actor=request.user, item=row, reason=reason(request)),
        said=_("Work item %(code)s was retired.") % {"code": row.code},
        done=reverse("office:work_items", args=[code]),
        back=reverse("office:work_item", args=[code, row.code]),
    )
