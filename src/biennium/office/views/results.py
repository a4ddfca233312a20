"""Results: edited, added, moved, put in order, retired."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from biennium.foundation.permission import limit, require
from biennium.kernel.errors import InvalidInput
from biennium.office.editing import Editing
from biennium.office.forms.result import MoveForm, ResultForm, initial
from biennium.office.history import of
from biennium.office.pages import may, show
from biennium.office.rail import tree
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Level, Programme, Result
from biennium.programme.registration import EDIT_PROGRAMME, EDIT_RESULT, SHAPE
from biennium.programme.selectors import live, versions
from biennium.programme.services import results as services


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """What does this result say, in every language, and what belongs to it?"""
    programme = versions.programme(code)
    row, values = live.result(programme, result)
    editing = _editing(request, programme, row, values)
    return editing.respond() or show(
        request,
        "result",
        "programme",
        programme,
        tree=tree(programme, row if row.level.counted else row.parent),
        row=row,
        may_edit=may(request, EDIT_RESULT, row),
        may_shape=may(request, SHAPE, row),
        addable=_levels_below(programme, row.level),
        children=live.children(row),
        indicators=row.indicators.filter(retired_at__isnull=True).order_by("position", "id"),
        events=of(row.uid),
        **editing.context,
    )


def _editing(request: HttpRequest, programme: Programme, row: Result, values: exchange.Result) -> Editing:
    shown = initial(values, row.revision)

    def current() -> dict[str, Any]:
        fresh, now = live.result(programme, row.code)
        return initial(now, fresh.revision)

    return Editing(
        request=request,
        key=f"result:{row.uid}",
        build=lambda data: ResultForm(data, initial=shown, programme=programme, level=row.level),
        save=lambda form, _sets: services.change_result(
            actor=request.user,
            result=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        revision=lambda: current()["revision"],
        done=lambda: reverse("office:result", args=[programme.code, editing_code(row)]),
    )


def editing_code(row: Result) -> str:
    """The code a result has now, which may just have changed."""
    return Result.objects.values_list("code", flat=True).get(pk=row.pk)


def _levels_below(programme: Programme, level: Level) -> list[Level]:
    return [one for one in programme.levels.all() if level.code in one.parents]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be added, and below what?"""
    programme = versions.programme(code)
    parent = live.result(programme, request.GET["below"])[0] if request.GET.get("below") else None
    require(request.user, SHAPE if parent else EDIT_PROGRAMME, parent or programme)
    level = _level(programme, request.GET.get("level", ""), parent)
    base = exchange.Result(
        code=_next_code(programme, parent, level),
        level=level.code,
        parent=parent.code if parent else None,
        title={"en": "…"},
    )
    shown = {**initial(base, None), "title": {}}
    editing = Editing(
        request=request,
        key=f"result:new:{programme.code}:{parent.code if parent else ''}:{level.code}",
        build=lambda data: ResultForm(data, initial=shown, programme=programme, level=level),
        save=lambda form, _sets: services.add_result(
            actor=request.user,
            programme=programme,
            values=form.values(base),  # type: ignore[attr-defined]
        ),
        done=lambda: reverse("office:result", args=[programme.code, editing.form.cleaned_data["code"]]),
    )
    return editing.respond() or show(
        request,
        "add_result",
        "programme",
        programme,
        tree=tree(programme, parent),
        parent=parent,
        level=level,
        **editing.context,
    )


def _level(programme: Programme, code: str, parent: Result | None) -> Level:
    fitting = [
        one for one in programme.levels.all() if (parent.level.code in one.parents if parent else not one.parents)
    ]
    chosen = next((one for one in fitting if one.code == code), fitting[0] if fitting else None)
    if chosen is None:
        raise InvalidInput(_("Nothing can stand below a result of this level."))
    return chosen


def _next_code(programme: Programme, parent: Result | None, level: Level) -> str:
    """A code that is free, in the manner of its siblings."""
    taken = set(programme.results.filter(retired_at__isnull=True).values_list("code", flat=True))
    prefix = f"{parent.code}." if parent else ""
    letter = "" if level.counted else "G"
    return next(code for number in range(1, 1000) if (code := f"{prefix}{letter}{number}") not in taken)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Where is this result to stand?"""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    parents = [one for one in _possible_parents(request, programme, row) if one.pk != row.pk]
    at_top = not row.level.parents
    shown = {"parent": row.parent.code if row.parent else "", "code": row.code, "revision": row.revision}
    editing = Editing(
        request=request,
        key=f"move:{row.uid}",
        build=lambda data: MoveForm(data, initial=shown, parents=parents, at_top=at_top),
        save=lambda form, _sets: _moved(request, programme, row, form.cleaned_data),
        done=lambda: reverse("office:result", args=[programme.code, editing_code(row)]),
        revision=lambda: live.result(programme, row.code)[0].revision,
    )
    return editing.respond() or show(
        request,
        "move_result",
        "programme",
        programme,
        tree=tree(programme, row),
        row=row,
        may_shape=may(request, SHAPE, row),
        **editing.context,
    )


def _possible_parents(request: HttpRequest, programme: Programme, row: Result) -> list[Result]:
    rows = programme.results.filter(retired_at__isnull=True, level__code__in=row.level.parents)
    return list(limit(request.user, SHAPE, rows))


def _moved(request: HttpRequest, programme: Programme, row: Result, typed: dict[str, Any]) -> Result:
    parent = live.result(programme, typed["parent"])[0] if typed["parent"] else None
    return services.move_result(
        actor=request.user,
        result=row,
        parent=parent,
        position=typed["place"] - 1 if typed["place"] else None,
        revision=typed["revision"],
        code=typed["code"],
        reason=typed["reason"],
    )


@require_POST
def place(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Puts a result one place up or down among its siblings."""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    rows = programme.results.filter(parent=row.parent, retired_at__isnull=True).order_by("position", "id")
    siblings = list(rows.values_list("pk", flat=True))
    at = siblings.index(row.pk) + (-1 if request.POST.get("to") == "up" else 1)
    services.move_result(
        actor=request.user, result=row, parent=row.parent, position=max(0, min(at, len(siblings) - 1)), revision=None
    )
    return redirect(f"{_above(programme, row)}#row-{row.code}")


def _above(programme: Programme, row: Result) -> str:
    if row.parent:
        return reverse("office:result", args=[programme.code, row.parent.code])
    return reverse("office:programme", args=[programme.code])


@require_POST
def retire(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Retires a result and all below it."""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    retired = services.retire_result(actor=request.user, result=row, reason=request.POST.get("reason", ""))
    count = len(retired)
    words = ngettext("%(count)s result was retired.", "%(count)s results were retired.", count) % {"count": count}
    messages.success(request, words)
    return redirect(_above(programme, row))


@require_safe
def retired(request: HttpRequest, code: str) -> HttpResponse:
    """What was retired, when and why?"""
    programme = versions.programme(code)
    rows = programme.results.filter(retired_at__isnull=False).select_related("level").order_by("-retired_at")
    return show(request, "retired", "programme", programme, tree=tree(programme), rows=rows[:200])
