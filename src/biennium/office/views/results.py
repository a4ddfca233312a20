"""Results: edited, added, moved, put in order, retired."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from biennium.foundation.permission import limit
from biennium.kernel.errors import InvalidInput, NotFound
from biennium.office.acting import act, reason
from biennium.office.editing import Editing
from biennium.office.forms.common import words
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
    row, values = _meant(request, programme, result)
    editing = _editing(request, programme, row, values)
    return editing.respond() or show(
        request,
        "result",
        "programme",
        programme,
        tree=tree(programme, row if row.level.counted else row.parent),
        row=row,
        may_shape=may(request, SHAPE, row),
        addable=live.levels_below(programme, row.level),
        children=live.children(row),
        indicators=live.indicators_of(row),
        events=of(row.uid),
        **editing.context,
    )


def _meant(request: HttpRequest, programme: Programme, code: str) -> tuple[Result, exchange.Result]:
    """The result a form that is sent was opened with, though its code may have changed since; else that with the
    code."""
    opened = None
    with suppress(ValueError):
        opened = UUID(request.POST.get("uid", ""))
    return live.result(programme, code, opened)


def _editing(request: HttpRequest, programme: Programme, row: Result, values: exchange.Result) -> Editing:
    def current() -> dict[str, Any]:
        fresh, now = live.result_of(row)
        return initial(now, fresh.revision)

    return Editing(
        request=request,
        tells_where=False,
        key=f"result:{row.uid}",
        label=str(row),
        verdict=may(request, EDIT_RESULT, row),
        build=lambda data: ResultForm(
            data, initial=initial(values, row.revision), programme=programme, level=row.level
        ),
        save=lambda form, _sets: services.change_result(
            actor=request.user,
            result=row,
            values=form.values(values),  # type: ignore[attr-defined]
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
        ),
        current=current,
        typed=lambda form, _sets: initial(form.values(values), None),  # type: ignore[attr-defined]
        done=lambda: _at(programme, editing_code(row)),
    )


def editing_code(row: Result) -> str:
    """The code a result has now, which may just have changed."""
    return Result.objects.values_list("code", flat=True).get(pk=row.pk)


def _at(programme: Programme, code: str) -> str:
    return reverse("office:result", args=[programme.code, code])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """What is to be added, and below what?"""
    programme = versions.programme(code)
    below = request.GET.get("below")
    parent = live.result(programme, below)[0] if below else None
    level = _level(programme, request.GET.get("level", ""), parent)
    editing = _adding(request, programme, parent, level)
    editing.verdict.require()
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


def _adding(request: HttpRequest, programme: Programme, parent: Result | None, level: Level) -> Editing:
    base = exchange.Result(
        code=_next_code(programme, parent, level),
        level=level.code,
        parent=parent.code if parent else None,
        title={"en": "…"},
    )
    shown = {**initial(base, None), "title": {}}
    return Editing(
        request=request,
        tells_where=False,
        key=f"result:new:{programme.code}:{parent.code if parent else ''}:{level.code}",
        label=_("a new result"),
        verdict=may(request, SHAPE, parent) if parent else may(request, EDIT_PROGRAMME, programme),
        build=lambda data: ResultForm(data, initial=shown, programme=programme, level=level),
        save=lambda form, _sets: services.add_result(
            actor=request.user,
            programme=programme,
            values=form.values(base),  # type: ignore[attr-defined]
        ),
        done=lambda: _at(programme, base.parent or base.code),
    )


def _level(programme: Programme, code: str, parent: Result | None) -> Level:
    fitting = live.levels_below(programme, parent.level if parent else None)
    if not fitting:
        raise InvalidInput(_("Nothing can stand here: the programme has no level for it."))
    chosen = next((one for one in fitting if one.code == code), None if code else fitting[0])
    if chosen is None:
        names = ", ".join(f"{words(one.name, get_language() or 'en')} ({one.code})" for one in fitting)
        raise NotFound(
            _("There is no level with the code “%(code)s” here.") % {"code": code},
            remedy=_("What can stand here: %(levels)s.") % {"levels": names},
        )
    return chosen


def _next_code(programme: Programme, parent: Result | None, level: Level) -> str:
    """A code that is free, in the manner of its siblings."""
    taken = set(programme.results.filter(retired_at__isnull=True).values_list("code", flat=True))
    prefix = f"{parent.code}." if parent else ""
    letter = "" if level.counted else "G"
    return next(code for number in range(1, len(taken) + 2) if (code := f"{prefix}{letter}{number}") not in taken)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Where is this result to stand?"""
    programme = versions.programme(code)
    row, _values = _meant(request, programme, result)
    editing = _moving(request, programme, row)
    page = {"tree": tree(programme, row), "row": row}
    return editing.respond() or show(request, "move_result", "programme", programme, **page, **editing.context)


def _moving(request: HttpRequest, programme: Programme, row: Result) -> Editing:
    rows = programme.results.filter(retired_at__isnull=True, level__code__in=row.level.parents)
    parents = [one for one in limit(request.user, SHAPE, rows.order_by("position", "id")) if one.pk != row.pk]
    shown = _standing(row)
    return Editing(
        request=request,
        tells_where=False,
        key=f"move:{row.uid}",
        label=str(row),
        verdict=may(request, SHAPE, row),
        build=lambda data: MoveForm(data, initial=shown, parents=parents, at_top=not row.level.parents),
        save=lambda form, _sets: _moved(request, programme, row, form.cleaned_data),
        current=lambda: _standing(live.result_of(row)[0]),
        done=lambda: _at(programme, editing_code(row)),
    )


def _standing(row: Result) -> dict[str, Any]:
    parent = row.parent.code if row.parent else ""
    return {"parent": parent, "code": row.code, "uid": row.uid, "revision": row.revision}


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
    step = -1 if request.POST.get("to") == "up" else 1
    back = f"{_above(programme, row)}#row-{row.code}"
    return act(request, lambda: services.step_result(actor=request.user, result=row, step=step), done=back, back=back)


def _above(programme: Programme, row: Result) -> str:
    return _at(programme, row.parent.code) if row.parent else reverse("office:programme", args=[programme.code])


@require_POST
def retire(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Retires a result and all below it."""
    programme = versions.programme(code)
    row, _values = live.result(programme, result)
    return act(
        request,
        lambda: services.retire_result(actor=request.user, result=row, reason=reason(request)),
        said=_("%(code)s was retired, with all below it.") % {"code": row.code},
        done=_above(programme, row),
        back=_at(programme, row.code),
    )
