"""The short forms on the page of a plan: what is refused is kept for its author, and stands in the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from biennium.foundation import drafts
from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act
from biennium.office.editing import posted
from biennium.office.plans import planning
from biennium.office.resend import fields_of
from biennium.programme.models import WorkItem

NAMES = ("milestone", "activity", "update")


def typed(request: HttpRequest, row: WorkItem) -> dict[str, QueryDict]:
    """What this person typed into the forms and was refused, by the name of the form, in one query."""
    keys = {_key(name, row): name for name in NAMES}
    rows = drafts.of(request.user).filter(form__in=keys) if request.user.is_authenticated else ()
    return {keys[one.form]: posted(one.fields) for one in rows}


def add(request: HttpRequest, row: WorkItem, name: str, action: Callable[[], Any]) -> HttpResponse:
    """Runs the action of a form and leads back to the page of the plan."""
    key, here = _key(name, row), planning.here(row)

    def kept() -> None:
        try:
            action()
        except InvalidInput:
            drafts.keep(person=request.user, form=key, fields=fields_of(request), label=row.code, address=here)
            raise
        drafts.discard(person=request.user, form=key)

    return act(request, kept, said=_("Saved."), done=here, back=here)


def _key(name: str, row: WorkItem) -> str:
    return f"beside_plan:{name}:{row.programme.code}:{row.uid}"
