"""Lists of rows below a form.

Invariant: a row in which nothing is written, or that is to be deleted, does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

if TYPE_CHECKING:
    FormSet = BaseFormSet[Any]
else:
    FormSet = BaseFormSet

EMPTY_ROWS = 2


class Rows(FormSet):
    """Rows of a kind, with the place of each in what is saved: a service that refuses `levels[2].code` means the third
    of those that are kept."""

    def kept(self) -> list[forms.Form]:
        """The rows that are saved, in the order in which they are."""
        return [row for row in self.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]

    def said(self) -> list[dict[str, Any]]:
        """What they say."""
        return [{name: value for name, value in row.cleaned_data.items() if name != "DELETE"} for row in self.kept()]


def rows_of(
    row: type[forms.Form],
    prefix: str,
    data: Any,
    listed: list[dict[str, Any]],
    needs: dict[str, Any],
    kind: type[Rows] = Rows,
) -> Any:
    """A row for each of those listed, and some empty ones to fill in; `needs` is what a row is made with."""
    made = formset_factory(row, formset=kind, extra=EMPTY_ROWS, can_delete=True)
    return made(data=data, prefix=prefix, initial=listed, form_kwargs=needs)
