"""The forms of a country result: what changed where, and the answer to each criterion of each indicator it serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.office.forms.common import CodeField, CodesField, Revised, date_input, words
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Criterion, Indicator, Programme
from biennium.reporting.models import CountryResult, CriterionAnswer, Evidence
from biennium.reporting.services.results import ResultValues
from biennium.reporting.shown.tables import indicator_label
from biennium.reporting.shown.words import EVIDENCE_KINDS
from biennium.web.forms import MultilingualField

MOST_BOXES = 300
MET = (("", _lazy("not answered yet")), ("yes", _lazy("met")), ("no", _lazy("not met")))


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen for a result."""

    programme: Programme
    units: Sequence[Unit]
    places: Sequence[Place]
    indicators: Sequence[Indicator]


class ResultForm(Revised):
    """What changed, where and when, for which indicators, and who had a part in it."""

    unit = forms.ChoiceField(label=_lazy("Office that reports"))
    place = forms.ChoiceField(label=_lazy("Country or territory"))
    date = forms.DateField(
        label=_lazy("Day of the change"),
        widget=date_input(),
        help_text=_lazy("It decides in which period the result counts."),
    )
    work_item = CodeField(label=_lazy("Country outcome"), required=False, help_text=_lazy("Its code."))
    government = forms.BooleanField(label=_lazy("The government was involved"), required=False)
    employers = forms.BooleanField(label=_lazy("Employers’ organisations were involved"), required=False)
    workers = forms.BooleanField(label=_lazy("Workers’ organisations were involved"), required=False)

    field_order = ["unit", "place", "date", "statement", "indicators", "work_item", "contribution"]

    def __init__(self, *arguments: Any, offered: Offered, new: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.offered, lang = offered, get_language() or "en"
        self._add_texts(offered.programme)
        self.fields["indicators"] = _indicators(offered.indicators)
        units = [(one.code, f"{one.code} · {words(one.name, lang)}") for one in offered.units]
        places = sorted(((one.code, words(one.name, lang)) for one in offered.places), key=lambda pair: pair[1])
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("choose")), *places]  # type: ignore[attr-defined]
        if not new:
            del self.fields["unit"]
        constituents = ["government", "employers", "workers", "constituents"]
        self.order_fields([*self.field_order, *constituents])

    def _add_texts(self, programme: Programme) -> None:
        texts = (
            ("statement", _("What changed"), 4, True),
            ("contribution", _("What the organisation did for it"), 4, False),
            ("constituents", _("How constituents were involved"), 2, False),
        )
        for name, label, rows, required in texts:
            made = MultilingualField(label=label, languages=programme.languages, rows=rows, required=required)
            made.initial = self.initial.get(name)
            self.fields[name] = made

    def clean_work_item(self) -> Any:
        """The country outcome behind the code."""
        code = self.cleaned_data["work_item"]
        if not code:
            return None
        found = self.offered.programme.work_items.filter(code=code, retired_at__isnull=True).first()
        if found is None:
            raise ValidationError(_("There is no work item %(code)s.") % {"code": code})
        return found

    def clean_indicators(self) -> list[Indicator]:
        """The indicators behind the codes."""
        known = {one.code: one for one in self.offered.indicators}
        if strange := [code for code in self.cleaned_data["indicators"] if code not in known]:
            raise ValidationError(_("No indicator %(code)s counts countries here.") % {"code": strange[0]})
        return [known[code] for code in self.cleaned_data["indicators"]]

    def values(self) -> ResultValues:
        """The result as typed."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "revision", "place")}
        place = next(one for one in self.offered.places if one.code == self.cleaned_data["place"])
        return ResultValues(place=place, **said)

    def reporting_unit(self) -> Unit:
        """The office that reports."""
        return next(one for one in self.offered.units if one.code == self.cleaned_data["unit"])

    def typed(self) -> dict[str, Any]:
        """What was typed, in the terms of `shown`."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        item = said["work_item"]
        return {**said, "indicators": [one.code for one in said["indicators"]], "work_item": item.code if item else ""}


def _indicators(offered: Sequence[Indicator]) -> forms.Field:
    """Boxes to tick; where there would be too many of them, the codes."""
    label, note = _("Indicators it serves"), _("It counts once for each of them whose criteria it meets.")
    if len(offered) > MOST_BOXES:
        return CodesField(label=label, help_text=_("Codes, parted by commas.") + " " + note)
    choices = [(one.code, indicator_label(one)) for one in offered]
    boxes = forms.CheckboxSelectMultiple(attrs={"class": "boxes"})
    return forms.MultipleChoiceField(label=label, help_text=note, choices=choices, widget=boxes)


def shown(result: CountryResult) -> dict[str, Any]:
    """What the form shows of a result."""
    names = ("date", "statement", "contribution", "constituents", "government", "employers", "workers", "revision")
    return {
        **{name: getattr(result, name) for name in names},
        "place": result.place.code,
        "work_item": result.work_item.code if result.work_item else "",
        "indicators": [one.indicator.code for one in result.served.all()],
    }


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion of an indicator a result serves, with the answer there is; `key` begins the names of its fields."""

    indicator: Indicator
    criterion: Criterion
    answer: CriterionAnswer | None

    @property
    def key(self) -> str:
        return f"{self.criterion.indicator_id}_{self.criterion.code}"


def questions(result: CountryResult) -> Iterator[Question]:
    """Every criterion of every indicator a result serves."""
    for served in result.served.all():
        given = {one.criterion: one for one in served.answers.all()}
        for criterion in served.indicator.criteria.all():
            yield Question(served.indicator, criterion, given.get(criterion.code))


class AnswersForm(Revised):
    """Whether each criterion is met, in which words, and by which evidence."""

    def __init__(
        self,
        *arguments: Any,
        asked: Sequence[Question],
        evidence: Iterable[Evidence],
        languages: Sequence[str],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.asked, self.proofs = asked, {str(one.uid): one for one in evidence}
        offered = [(uid, one.title) for uid, one in self.proofs.items()]
        for one in asked:
            self._ask(one, languages, offered)

    def _ask(self, one: Question, languages: Sequence[str], offered: list[tuple[str, str]]) -> None:
        text = MultilingualField(label=_("In words"), languages=languages, rows=2, required=False)
        text.initial = self.initial.get(f"text_{one.key}")
        self.fields[f"met_{one.key}"] = forms.ChoiceField(label=_("Answer"), choices=MET, required=False)
        self.fields[f"text_{one.key}"] = text
        if offered:
            boxes = forms.CheckboxSelectMultiple(attrs={"class": "boxes"})
            self.fields[f"evidence_{one.key}"] = forms.MultipleChoiceField(
                label=_("Evidence"), choices=offered, widget=boxes, required=False
            )

    def groups(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """The criteria, each with its fields."""
        names = ("met", "text", "evidence")
        return [
            (one, [self[f"{name}_{one.key}"] for name in names if f"{name}_{one.key}" in self.fields])
            for one in self.asked
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.asked:
            said = self._said(one)
            if not said["met"] and (said["text"] or said["evidence"]):
                self.add_error(
                    f"met_{one.key}",
                    _("Say whether it is met; to take the answer back, empty its words and its evidence too."),
                )
        return cleaned

    def answers(self) -> Iterator[tuple[Question, bool | None, dict[str, str], list[Evidence]]]:
        """The answers that are not what stands there already; None for one that is taken back."""
        for one in self.asked:
            said = self._said(one)
            if said != _answered(one):
                yield one, FLAGS[said["met"]], said["text"], [self.proofs[uid] for uid in said["evidence"]]

    def _said(self, one: Question) -> dict[str, Any]:
        said = {name: self.cleaned_data.get(f"{name}_{one.key}") or empty for name, empty in NOTHING.items()}
        return {**said, "evidence": sorted(said["evidence"])}


FLAGS = {"yes": True, "no": False, "": None}
NOTHING: dict[str, Any] = {"met": "", "text": {}, "evidence": []}


def _answered(one: Question) -> dict[str, Any]:
    if one.answer is None:
        return NOTHING
    proofs = sorted(str(proof.uid) for proof in one.answer.evidence.all())
    return {"met": "yes" if one.answer.met else "no", "text": one.answer.text, "evidence": proofs}


def shown_answers(asked: Iterable[Question], revision: int) -> dict[str, Any]:
    """What the form shows of the answers."""
    fields = {f"{name}_{one.key}": value for one in asked for name, value in _answered(one).items()}
    return {**fields, "revision": revision}


class EvidenceForm(forms.Form):
    """A file, or an address where it can be read."""

    title = forms.CharField(label=_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=list(EVIDENCE_KINDS.items()))
    file = forms.FileField(
        label=_lazy("File"),
        required=False,
        help_text=_lazy("PDF, an image, plain text, or an office document without macros."),
    )
    url = forms.CharField(label=_lazy("Or its web address"), max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool(cleaned.get("url")):
            raise ValidationError(_("Give a file or an address, one of them."))
        return cleaned


TYPED_OF_EVIDENCE = ("title", "kind", "url")
"""What of the form comes back after a refusal, in the address of the page; a file is chosen again."""


def evidence_form(typed: Mapping[str, str]) -> EvidenceForm:
    """The form on the page of what is proved."""
    return EvidenceForm(auto_id="evidence_%s", initial={name: typed.get(name, "") for name in TYPED_OF_EVIDENCE})
