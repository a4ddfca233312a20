"""One way to edit an object: what was typed survives a lost session, and two people editing the same see both texts.

A form carries the revision it was opened with. Saving goes through a service, which refuses when the object is at
another revision; the page then shows what the other one wrote beside what was typed, and can be saved over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, Form
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.foundation import drafts
from biennium.foundation.models import FormDraft
from biennium.kernel.compare.words import Piece, difference
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.web import formatting

Values = Mapping[str, Any]
Data = QueryDict | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what somebody else saved differs from what was typed."""

    label: str
    lang: str
    theirs: str
    yours: str
    words: tuple[Piece, ...]


@dataclass
class Editing:
    """A form being filled in. `key` names it among the drafts of a person; `done` is where saving leads."""

    request: HttpRequest
    key: str
    build: Callable[[Data], Form]
    save: Callable[[Form, Sequence[BaseFormSet[Any]]], object]
    done: str | Callable[[], str]
    sets: Callable[[Data], Sequence[BaseFormSet[Any]]] = lambda data: ()
    current: Callable[[], Values] = dict
    revision: Callable[[], int] | None = None
    form: Form = field(init=False)
    formsets: Sequence[BaseFormSet[Any]] = field(init=False, default=())
    draft: FormDraft | None = field(init=False, default=None)
    conflict: list[Difference] = field(init=False, default_factory=list)
    status: int = field(init=False, default=200)

    def respond(self) -> HttpResponseRedirect | None:
        """Saves a posted form and says where to go; None when the page is to be shown."""
        if self.request.method != "POST":
            self._open()
            return None
        self.form = self.build(self.request.POST)
        self.formsets = self.sets(self.request.POST)
        if not all([self.form.is_valid(), *(one.is_valid() for one in self.formsets)]):
            self.status = 400
            return None
        return self._saved()

    def _open(self) -> None:
        self.draft = drafts.find(person=self.request.user, form=self.key)
        data = _posted(self.draft.fields) if self.draft else None
        self.form, self.formsets = self.build(data), self.sets(data)

    def _saved(self) -> HttpResponseRedirect | None:
        try:
            self.save(self.form, self.formsets)
        except Conflict:
            self._show_both()
            return None
        except InvalidInput as error:
            self.form.add_error(None, str(error))
            self.status = 400
            return None
        drafts.discard(person=self.request.user, form=self.key)
        messages.success(self.request, _("Saved."))
        return redirect(self.done() if callable(self.done) else self.done)

    def _show_both(self) -> None:
        """The page again, with both texts; saving it takes what is typed now over what the other one wrote."""
        self.status = 409
        self.conflict = list(differences(self.form, self.current()))
        if self.revision is not None:
            self.form.data = self.form.data.copy()  # type: ignore[attr-defined]
            self.form.data["revision"] = str(self.revision())  # type: ignore[index]

    @property
    def context(self) -> dict[str, Any]:
        """What the template of an editor needs."""
        return {
            "form": self.form,
            "formsets": self.formsets,
            "draft": self.draft,
            "conflict": self.conflict,
            "form_key": self.key,
            "autosave": f"{reverse('office:draft')}?form={self.key}",
            "status": self.status,
        }


def _posted(fields: Mapping[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, list(values) if isinstance(values, list) else [values])
    return data


def differences(form: Form, theirs: Values) -> list[Difference]:
    """What differs between the saved object and the typed form, field by field and language by language."""
    found: list[Difference] = []
    for name, value in form.cleaned_data.items():
        if name not in theirs or theirs[name] == value:
            continue
        label = str(form.fields[name].label or name)
        for lang in _languages(theirs[name], value):
            there, here = _said(theirs[name], lang), _said(value, lang)
            if there != here:
                shown = f"{label} ({formatting.language(lang)})" if lang else label
                found.append(Difference(shown, lang, there, here, difference(there, here)))
    return found


def _languages(*values: Any) -> list[str]:
    return sorted({lang for value in values if isinstance(value, dict) for lang in value}) or [""]


def _said(value: Any, lang: str) -> str:
    if isinstance(value, dict):
        return str(value.get(lang, ""))
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(str(one) for one in value))
    return "" if value is None else str(value)
