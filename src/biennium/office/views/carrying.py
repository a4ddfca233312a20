"""Country outcomes from one programme to the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from biennium.foundation.permission import Verdict
from biennium.kernel.errors import NotFound
from biennium.office.editing import Editing
from biennium.office.forms.carrying import CarryForm
from biennium.office.pages import files, show
from biennium.office.plans import carrying
from biennium.office.plans.carrying import Crossing
from biennium.programme.selectors import versions
from biennium.web import tables
from biennium.workplan.selectors.carrying import earlier
from biennium.workplan.services.carrying import carry_over as carry

NOTHING_LEFT = Verdict(allowed=True, rule="")


@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, code: str) -> HttpResponse:
    """Which country outcomes of the last programme go on in this one, which are new, changed, dropped?"""
    programme = versions.programme(code)
    old = carrying.before(programme, request.GET.get("from", ""))
    if old is None:
        return show(request, "plans/carry_over", "carry_over", programme)
    crossing = Crossing(request.user, old, programme, request.GET.get("output", ""))
    editing = _editing(request, crossing)
    if moved := editing.respond():
        return moved
    told = crossing.told
    listed = carrying.rows(told)
    page: dict[str, Any] = {
        "old": old,
        "others": [one for one in earlier(programme) if one != old],
        "told": told,
        "all": len(told.changed) + len(told.kept) + len(told.dropped),
        "on": len(told.changed) + len(told.kept),
        "crossing": crossing,
        "refused": crossing.refused.items(),
        "shown": tables.show(carrying.table(old, programme, listed), listed, request.GET, files("carry_over", code)),
    }
    return show(request, "plans/carry_over", "carry_over", programme, **page, **editing.context)


def _editing(request: HttpRequest, crossing: Crossing) -> Editing:
    old, new = crossing.old, crossing.new
    return Editing(
        request=request,
        key=f"carry_over:{old.uid}:{new.uid}:{crossing.here.code}",
        label=_("what goes on from %(old)s in %(new)s") % {"old": old.code, "new": new.code},
        verdict=crossing.may or NOTHING_LEFT,
        build=lambda data: CarryForm(data, crossing=crossing),
        save=lambda form, _sets: carry(
            actor=request.user,
            items=crossing.items(form.cleaned_data["items"]),
            programme=new,
            outputs=form.cross_walk,  # type: ignore[attr-defined]
            reason=form.cleaned_data["reason"],
        ),
        done=f"{reverse('office:carry_over', args=[new.code])}?from={old.code}",
    )


@require_safe
def carry_over_file(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """What became of country outcomes, as a file."""
    programme = versions.programme(code)
    old = carrying.before(programme, request.GET.get("from", ""))
    if old is None:
        raise NotFound(_("No programme begins before %(code)s.") % {"code": code})
    listed = carrying.rows(Crossing(request.user, old, programme).told)
    return tables.save(carrying.table(old, programme, listed), listed, request.GET, file_format)
