"""The words of a programme: the cover of its paper, its levels, the lists of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from biennium.office.forms.common import CodeField, PartialDateField, Reasoned, Revised, result_choices, words
from biennium.office.forms.rows import Rows, rows_of
from biennium.papers.words import LANGUAGES
from biennium.papers.words import words as paper_words
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import plain
from biennium.programme.models import Result
from biennium.web import formatting
from biennium.web.forms import MultilingualField

Sets = Sequence[BaseFormSet[Any]]
MOST_ROWS = 1000
# Fields of the cover that have a place of their own in the exchange format.
APART = ("author_unit", "related_documents")


class RowsForm(Revised, Reasoned):
    """A form that is all rows."""


class CoverForm(Revised, Reasoned):
    """The cover of the paper: who sits when, what the paper is about, what it asks for."""

    paper_symbol = forms.CharField(
        label=gettext_lazy("Document symbol"),
        required=False,
        max_length=exchange.LONGEST_LINE,
        help_text=gettext_lazy("For example GB.346/PFA/1."),
    )
    paper_session = forms.IntegerField(
        label=gettext_lazy("Session"), required=False, min_value=1, max_value=exchange.LARGEST_ORDINAL
    )
    paper_date = PartialDateField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("A year, month or day, for example 2023-03.")
    )
    paper_original_language = forms.ChoiceField(label=gettext_lazy("Original language"), required=False)

    def __init__(self, *arguments: Any, paper: exchange.Paper, languages: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        tags = [tag for tag in dict.fromkeys([*languages, paper.original_language]) if tag]
        offered = [("", _("not said")), *((tag, formatting.language(tag)) for tag in tags)]
        self.fields["paper_original_language"].choices = offered  # type: ignore[attr-defined]
        for name, (label, rows) in _cover_texts(paper).items():
            made = MultilingualField(label=label, languages=languages, rows=rows, required=False)
            made.initial = self.initial.get(name)
            self.fields[name] = made
        self.order_fields(["paper_symbol", "paper_body", "paper_session", "paper_session_held"])

    def values(self, sets: Sets) -> exchange.Paper | None:
        """The cover as typed; none when nothing is written."""
        typed = {name: value or None for name, value in self.cleaned_data.items() if name.startswith("paper_")}
        own = {name.removeprefix("paper_"): value for name, value in typed.items() if value is not None}
        cover = {
            name.removeprefix("cover_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("cover_") and text
        }
        documents = [{**one, "symbol": one["symbol"] or None} for one in _said(sets)]
        paper = exchange.Paper.model_validate({**own, "cover": cover, "related_documents": documents})
        return paper if plain(paper) else None


def _cover_texts(paper: exchange.Paper) -> dict[str, tuple[str, int]]:
    """The texts of the cover: what each is called, and how many lines it gets."""
    lang = get_language() or "en"
    labels: dict[str, str] = paper_words(lang if lang in LANGUAGES else "en")["cover"]
    own = {
        "body": (_("Body"), 1),
        "session_held": (_("When and where it sits"), 1),
        "section": (_("Section"), 1),
        "segment": (_("Segment"), 2),
        "item": (_("Item on the agenda"), 1),
        "author_unit": (labels["author_unit"], 1),
    }
    named = {name: labels.get(name, name.replace("_", " ").capitalize()) for name in (*labels, *paper.cover)}
    covers = {f"cover_{name}": (label, 3) for name, label in named.items() if name not in APART}
    return {f"paper_{name}": told for name, told in own.items()} | covers


def cover_lines(paper: exchange.Paper) -> list[tuple[str, Any]]:
    """What the cover says, each line under its name: a text in languages, or a few words."""
    lines = []
    for name, field in CoverForm(paper=paper, languages=[]).fields.items():
        if value := shown_cover(paper, None).get(name):
            lines.append((str(field.label), _in_words(name, value)))
    if listed := [_document(one) for one in paper.related_documents]:
        lines.append((_("Related documents"), "; ".join(listed)))
    return lines


def _in_words(name: str, value: Any) -> Any:
    if name == "paper_date":
        return formatting.day(value)
    if name == "paper_original_language":
        return formatting.language(value)
    return value if isinstance(value, dict) else str(value)


def _document(one: exchange.RelatedDocument) -> str:
    title = words(one.title, get_language() or "en")
    return f"{title} ({one.symbol})" if title and one.symbol else title or one.symbol or ""


def shown_cover(paper: exchange.Paper, revision: int | None) -> dict[str, Any]:
    """What the form shows of a cover."""
    own = {f"paper_{name}": value for name, value in paper.model_dump(exclude={"cover", "related_documents"}).items()}
    cover = {f"cover_{name}": text for name, text in paper.cover.items()}
    documents = [one.model_dump() for one in paper.related_documents]
    return {**own, **cover, "related_documents": documents, "revision": revision}


class _Row(forms.Form):
    """A row of a list; a row in which nothing is written does not exist."""

    def __init__(self, *arguments: Any, languages: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.languages = languages

    def add_text(self, name: str, label: str, *, required: bool = False) -> None:
        made = MultilingualField(label=label, languages=self.languages, required=required)
        made.initial = self.initial.get(name)
        self.fields[name] = made

    def fix_code(self) -> None:
        """What has a code keeps it: others know it by that."""
        self.fields["code"].disabled = "code" in self.initial


class DocumentRow(_Row):
    """A document the paper names."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.add_text("title", _("Title"))
        self.fields["symbol"] = forms.CharField(
            label=_("Document symbol"), required=False, max_length=exchange.LONGEST_LINE
        )


class LevelRow(_Row):
    """A level: its words, and below which levels its results stand."""

    code = CodeField()

    def __init__(self, *arguments: Any, parents: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fix_code()
        self.add_text("name", _("Name of one"), required=True)
        self.add_text("plural", _("Name of several"))
        self.add_text("text_heading", _("Heading of its long text"))
        others = [(code, name) for code, name in parents if code != self.initial.get("code")]
        self.fields["parents"] = forms.MultipleChoiceField(
            label=_("Stands below"),
            choices=others,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("None: at the top."),
        )
        self.fields["counted"] = forms.BooleanField(label=_("Its results are numbered"), required=False, initial=True)
        self.fields["place"] = forms.IntegerField(
            label=_("Place"), min_value=1, required=False, help_text=_("1 is the first; empty puts it last.")
        )


class TermRow(_Row):
    """An entry of a list."""

    code = forms.CharField(label=gettext_lazy("Entry"), max_length=exchange.LONGEST_LINE)

    def __init__(self, *arguments: Any, results: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fix_code()
        self.add_text("title", _("Title"), required=True)
        self.fields["result"] = forms.ChoiceField(label=_("Result that leads it"), choices=results, required=False)


class NewVocabularyForm(Reasoned):
    """A list that is new."""

    scheme = CodeField(label=gettext_lazy("Code of the list"), help_text=gettext_lazy("For example partner, marker."))

    def __init__(self, *arguments: Any, known: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.known = known

    def clean_scheme(self) -> str:
        scheme: str = self.cleaned_data["scheme"]
        if scheme in self.known:
            raise ValidationError(_("There is a list %(scheme)s already: add to that one.") % {"scheme": scheme})
        return scheme


class LevelRows(Rows):
    """Levels in the order of the places they are given; where two have the same, the one that moves there is put before
    the other when it comes up, and behind it when it goes down."""

    def kept(self) -> list[forms.Form]:
        return sorted(super().kept(), key=_place)


def _place(row: forms.Form) -> tuple[int, int]:
    there = row.initial.get("place", MOST_ROWS)
    here = row.cleaned_data["place"] or MOST_ROWS
    return here, (here > there) - (here < there)


def document_rows(data: Any, paper: exchange.Paper, languages: list[str]) -> Sets:
    """A row for each document the paper names."""
    listed = [one.model_dump() for one in paper.related_documents]
    return [rows_of(DocumentRow, "related_documents", data, listed, {"languages": languages})]


def level_rows(data: Any, levels: list[exchange.Level], languages: list[str]) -> Sets:
    """A row for each level."""
    lang = get_language() or "en"
    listed = [{**one.model_dump(), "place": place} for place, one in enumerate(levels, start=1)]
    parents = [(one.code, words(one.name, lang)) for one in levels]
    return [rows_of(LevelRow, "levels", data, listed, {"languages": languages, "parents": parents}, LevelRows)]


def term_rows(data: Any, terms: list[exchange.Term], languages: list[str], results: Iterable[Result]) -> Sets:
    """A row for each entry of a list."""
    listed = [{**one.model_dump(), "result": one.result or ""} for one in terms]
    choices = result_choices(results, get_language() or "en")
    return [rows_of(TermRow, "terms", data, listed, {"languages": languages, "results": choices})]


def _said(sets: Sets) -> list[dict[str, Any]]:
    rows: Any = sets[0]
    return rows.said()  # type: ignore[no-any-return]


def levels(sets: Sets) -> list[exchange.Level]:
    """The levels as typed, in their order."""
    fields = exchange.Level.model_fields
    return [exchange.Level(**{name: one[name] for name in fields}) for one in _said(sets)]


def terms(sets: Sets, scheme: str) -> list[exchange.Term]:
    """The entries as typed."""
    return [exchange.Term(**{**one, "scheme": scheme, "result": one["result"] or None}) for one in _said(sets)]
