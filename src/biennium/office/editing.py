"""One way to edit an object: what was typed survives a lost session, and two people editing the same see both texts.

A form carries the revision it was opened with. Saving goes through a service, which refuses when the object is at
another revision; the page then shows what the other one wrote beside what was typed, and can be saved over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, CheckboxInput, Form
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from biennium.foundation import drafts
from biennium.foundation.models import FormDraft
from biennium.foundation.permission import Verdict
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.office.differences import Difference, between
from biennium.office.forms.rows import Rows

Values = Mapping[str, Any]
Data = QueryDict | None
Sets = Sequence[BaseFormSet[Any]]
_IN_ROW = re.compile(r"(?P<rows>[a-z_]+)\[(?P<place>\d+)\]\.(?P<name>[a-z_]+)")


@dataclass
class Editing:
    """A form being filled in.

    `key` names it among the drafts of a person and `label` says of what it is; `current` is what is saved now, with
    its `revision`; `typed` is what the form says in the same terms; `done` is where saving leads. `tells_where` is
    whether the place that a refusal names is told: not where it is always the one object that the form is of.
    """

    request: HttpRequest
    key: str
    label: str
    verdict: Verdict
    build: Callable[[Data], Form]
    save: Callable[[Form, Sets], object]
    done: str | Callable[[], str]
    sets: Callable[[Data], Sets] = lambda data: ()
    current: Callable[[], Values] = dict
    typed: Callable[[Form, Sets], Values] = lambda form, sets: form.cleaned_data
    tells_where: bool = True
    form: Form = field(init=False)
    formsets: Sets = field(init=False, default=())
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
            self._name_rows_at_fault()
            self.status = 400
            return None
        return self._saved()

    def _open(self) -> None:
        """The saved object, or what was typed and not saved; read-only for whoever may not save it."""
        self.draft = drafts.find(person=self.request.user, form=self.key) if self.verdict.allowed else None
        data = posted(self.draft.fields) if self.draft else None
        self.form, self.formsets = self.build(data), self.sets(data)
        if not self.verdict.allowed:
            for form in (self.form, *(row for rows in self.formsets for row in rows)):
                _freeze(form)

    def _saved(self) -> HttpResponseRedirect | None:
        try:
            self.save(self.form, self.formsets)
        except Conflict:
            self._show_both()
            return None
        except InvalidInput as error:
            self._refuse(error)
            return None
        drafts.discard(person=self.request.user, form=self.key)
        messages.success(self.request, _("Saved."))
        return redirect(self.done() if callable(self.done) else self.done)

    def _refuse(self, error: InvalidInput) -> None:
        """What a service refused, at the field it names: one of the form, or one of a row (`targets[1].end`)."""
        self.status = 400
        words = str(error) if self.tells_where else " ".join(filter(None, (error.message, error.remedy)))
        if (at := _IN_ROW.fullmatch(error.field)) and (row := self._row(at["rows"], int(at["place"]))):
            row.add_error(at["name"] if at["name"] in row.fields else None, words)
            self._name_rows_at_fault()
        else:
            self.form.add_error(error.field if error.field in self.form.fields else None, words)

    def _row(self, prefix: str, place: int) -> Form | None:
        kept = next((one.kept() for one in self.formsets if isinstance(one, Rows) and one.prefix == prefix), [])
        return kept[place] if place < len(kept) else None

    def _show_both(self) -> None:
        """The page again, with both texts; saving it takes what is typed now over what the other one wrote."""
        self.status = 409
        theirs, yours = self.current(), self.typed(self.form, self.formsets)
        names = (*(name for name in self.form.fields if name in theirs), *(str(one.prefix) for one in self.formsets))
        common = [name for name in names if name in yours and name != "revision"]
        self.conflict = between({name: theirs[name] for name in common}, {name: yours[name] for name in common})
        self.form.data = self.form.data.copy()  # type: ignore[attr-defined]
        self.form.data["revision"] = str(theirs["revision"])  # type: ignore[index]

    def _name_rows_at_fault(self) -> None:
        """The errors in the rows of lists, for the summary at the top of the form."""
        for rows in self.formsets:
            for number, row in enumerate(rows, start=1):
                for anchor, label, error in _errors(row):
                    place = _("%(label)s, row %(number)s") % {"label": label, "number": number}
                    line = format_html(
                        '<a href="#{}">{}</a>{} {}', anchor, place, pgettext("before an error", ":"), error
                    )
                    self.form.add_error(None, line)

    @property
    def context(self) -> dict[str, Any]:
        """What the template of an editor needs."""
        kept_as = {"form": self.key, "label": self.label, "at": self.request.get_full_path()}
        return {
            "form": self.form,
            "formsets": self.formsets,
            "may_edit": self.verdict,
            "draft": self.draft,
            "conflict": self.conflict,
            "autosave": f"{reverse('office:draft')}?{urlencode(kept_as)}",
            "status": self.status,
        }


def posted(fields: Mapping[str, Any]) -> QueryDict:
    """What was kept, as a form that was sent."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, list(values) if isinstance(values, list) else [values])
    return data


def _freeze(form: Form) -> None:
    """Text can still be read, selected and copied; what is chosen can only be seen; no reason is asked."""
    form.fields.pop("reason", None)
    for one in form.fields.values():
        if isinstance(one.widget, ChoiceWidget | CheckboxInput):
            one.disabled = True
        else:
            one.widget.attrs["readonly"] = True


def _errors(row: Form) -> Iterator[tuple[str, str, str]]:
    for name, errors in row.errors.items():
        bound = row[name] if name in row.fields else None
        for error in errors:
            yield (bound.auto_id if bound else ""), str(bound.label if bound else ""), str(error)
