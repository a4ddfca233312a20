"""What of a programme was retired, and how it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from biennium.foundation.permission import Verdict
from biennium.kernel.errors import NotFound
from biennium.kernel.text import Text
from biennium.office.acting import act, reason
from biennium.office.pages import may, show
from biennium.office.rail import tree
from biennium.programme.models import Programme
from biennium.programme.selectors import retired as selectors
from biennium.programme.selectors import versions
from biennium.programme.services import comebacks as services

ROWS_A_PAGE = 25
KINDS = {
    "result": gettext_lazy("Result"),
    "indicator": gettext_lazy("Indicator"),
    "section": gettext_lazy("Text"),
    "work_item": gettext_lazy("Work item"),
}
SERVICES: dict[str, Callable[..., object]] = {
    "result": lambda actor, row, why: services.bring_back_result(actor=actor, result=row, reason=why),
    "indicator": lambda actor, row, why: services.bring_back_indicator(actor=actor, indicator=row, reason=why),
    "section": lambda actor, row, why: services.bring_back_section(actor=actor, section=row, reason=why),
    "work_item": lambda actor, row, why: services.bring_back_work_item(actor=actor, item=row, reason=why),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A retired object with its words, and whether it may come back."""

    of: selectors.Retired
    kind: Any
    title: Text
    verdict: Verdict
    url: str


@require_safe
def retired(request: HttpRequest, code: str) -> HttpResponse:
    """What was retired, when, by whom and why, and may it come back?"""
    programme = versions.programme(code)
    page: Any = Paginator[selectors.Retired](selectors.retired(programme), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [_shown(request, programme, one) for one in selectors.explained(page.object_list)]
    return show(request, "retired", "programme", programme, tree=tree(programme), page=page, rows=rows)


def _shown(request: HttpRequest, programme: Programme, one: selectors.Retired) -> Shown:
    return Shown(
        of=one,
        kind=KINDS[one.kind],
        title=one.row.heading if one.kind == "section" else one.row.title,
        verdict=_verdict(request, one),
        url=reverse("office:bring_back", args=[programme.code, one.kind, one.row.uid]),
    )


def _verdict(request: HttpRequest, one: selectors.Retired) -> Verdict:
    """May the reader bring it back: what it stood below is live, and the role is there."""
    above = one.above
    if above is not None and above.retired_at and one.kind != "work_item":
        rule = _("It stood below %(code)s, which is retired.") % {"code": above.code}
        return Verdict(False, rule, _("Bring that back first."))
    return may(request, *services.permission(one.row))


@require_POST
def bring_back(request: HttpRequest, code: str, kind: str, uid: UUID) -> HttpResponse:
    """Brings back what was retired."""
    programme = versions.programme(code)
    row = selectors.find(programme, kind, uid)
    if row is None:
        raise NotFound(_("Nothing of this kind is retired here."), remedy=_("It may have come back already."))
    return act(
        request,
        lambda: SERVICES[kind](request.user, row, reason(request)),
        said=_("%(code)s came back.") % {"code": row.code},
        done=reverse(f"office:{kind}", args=[code, row.code]),
        back=reverse("office:retired", args=[code]),
    )
