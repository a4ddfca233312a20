"""The form in which country outcomes are chosen that go on in the next programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from biennium.office.budget.tables import title
from biennium.office.forms.common import Reasoned
from biennium.office.plans.carrying import Crossing, output_words


class CarryForm(Reasoned):
    """Which country outcomes of an output go on; and for each output they serve, which one of the new programme it goes
    on as."""

    def __init__(self, *arguments: Any, crossing: Crossing, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.crossing = crossing
        here = crossing.here
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("Country outcomes of %(output)s") % {"output": here.words},
            choices=[(one.code, f"{one.code} {title(one.title)}") for one in here.items],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one country outcome.")},
        )
        self._ask_where()
        self.order_fields(None)

    def _ask_where(self) -> None:
        offered = [("", _("not said")), *((code, output_words(one)) for code, one in self.crossing.there.items())]
        for output in self.crossing.outputs:
            label = _("%(output)s goes on as") % {"output": output_words(output)}
            same = output.code if output.code in self.crossing.there else ""
            field = forms.ChoiceField(label=label, choices=offered, required=False, initial=same)
            self.fields[f"output_{output.pk}"] = field

    @property
    def cross_walk(self) -> dict[str, str]:
        """The code of each output → its code in the new programme, where that was said."""
        said = {one.code: self.cleaned_data[f"output_{one.pk}"] for one in self.crossing.outputs}
        return {old: there for old, there in said.items() if there}
