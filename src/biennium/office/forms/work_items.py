"""A work item: a country outcome or a product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biennium.office.forms.common import CodeField, Reasoned, Revised, result_choices, words
from biennium.organisation.models import Place
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Result
from biennium.web.forms import MultilingualField

WORK_ITEM_KINDS = (("country_outcome", gettext_lazy("country outcome")), ("product", gettext_lazy("product")))


class WorkItemForm(Revised, Reasoned):
    """A country outcome or a product."""

    field_order = ["code", "kind", "title", "place", "result"]

    code = CodeField()
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=WORK_ITEM_KINDS)
    place = forms.ChoiceField(label=gettext_lazy("Country or territory"), required=False)
    result = forms.ChoiceField(label=gettext_lazy("Primary output"), required=False)

    def __init__(
        self, *arguments: Any, programme: Programme, places: Iterable[Place], results: Iterable[Result], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        lang = get_language() or "en"
        self.fields["title"] = MultilingualField(label=_("Title"), languages=programme.languages, rows=2)
        self.fields["title"].initial = self.initial.get("title")
        named_places = sorted(((one.code, words(one.name, lang)) for one in places), key=lambda pair: pair[1])
        self.fields["place"].choices = [("", _("none")), *named_places]  # type: ignore[attr-defined]
        self.fields["result"].choices = result_choices(results, lang)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def values(self, base: exchange.WorkItem | None) -> exchange.WorkItem:
        """The work item as typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in exchange.WorkItem.model_fields}
        empty = {name: typed[name] or None for name in ("place", "result")}
        kept = base.model_dump(include={"uid", "function", "sdg"}) if base else {}
        return exchange.WorkItem.model_validate({**kept, **typed, **empty})
