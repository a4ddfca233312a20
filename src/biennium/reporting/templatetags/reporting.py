"""Words of reporting for the templates of every face."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from biennium.reporting.models import CountryResult, Evidence
from biennium.reporting.shown import tables, words
from biennium.reporting.shown.matrix import Shown
from biennium.web import formatting
from biennium.web.templatetags.biennium import progress_kind, progress_words

register = template.Library()
PERCENT = format_html(' <span class="figure-unit">{}</span>', "%")
NOTE = '<span class="cell-note">{}</span>'
LINK = '<a class="figure" href="{}">{}<span class="visually-hidden"> ({}: {})</span></a>'
MARKS = {"ahead": "▲", "on_track": "●", "behind": "▼"}


@register.filter
def result_state(status: str) -> Any:
    """The state of a country result in words."""
    return words.RESULT_STATES[status][1]


@register.filter
def result_kind(status: str) -> str:
    """The shape of that state."""
    return words.RESULT_STATES[status][0]


@register.filter
def round_state(status: str) -> Any:
    """The state of a round in words."""
    return words.ROUND_STATES[status][1]


@register.filter
def round_kind(status: str) -> str:
    """The shape of that state."""
    return words.ROUND_STATES[status][0]


@register.filter
def evidence_kind(kind: str) -> Any:
    """The kind of a piece of evidence."""
    return words.EVIDENCE_KINDS[kind]


@register.filter
def step_words(name: str) -> Any:
    """A step of a country result that was taken."""
    return words.STEPS[name]


@register.filter
def constituents_of(result: CountryResult) -> list[Any]:
    """Which constituents were involved."""
    return [label for name, label in words.CONSTITUENTS.items() if getattr(result, name)]


@register.filter
def answers_by_code(served: Any) -> list[dict[str, Any]]:
    """The criteria of the indicator a result serves, each with its answer, if there is one."""
    given = {one.criterion: one for one in served.answers.all()}
    return [{"criterion": one, "answer": given.get(one.code)} for one in served.indicator.criteria.all()]


@register.filter
def file_note(evidence: Evidence) -> str:
    """Name and size of a file, or the host of an address."""
    return tables.evidence_note(evidence)


@register.filter
def said(observation: Any) -> Any:
    """What an observation says."""
    return tables.said(observation)


@register.filter
def about_where(observation: Any) -> Any:
    """What an observation is about."""
    return tables.where(observation)


@register.filter
def cells_in_words(observation: Any) -> list[str]:
    """“women 5”, a part of an observation each."""
    return tables.cells_in_words(observation)


@register.filter
def category_words(code: str) -> str:
    """A dimension or a category."""
    return words.category(code)


@register.simple_tag
def achievement(cell: Shown) -> SafeString:
    """What a cell of the matrix says, with where it leads; shown hundreds of times on a page."""
    unit = PERCENT if cell.value and cell.unit == "%" else ""
    status = _status(cell.status) if cell.status else ""
    notes = format_html_join("", NOTE, ((one,) for one in cell.notes)) if cell.missing or cell.unverified else ""
    return format_html("{}{}{}{}", _value(cell), unit, status, notes)


def _value(cell: Shown) -> SafeString | str:
    if not cell.value:
        return format_html('<span class="figure-state">{}</span>', cell.said)
    return format_html(LINK, cell.url, cell.said, cell.label, _("what lies behind")) if cell.url else cell.said


def _status(status: str) -> SafeString:
    kind, words = progress_kind(status), progress_words(status)
    return format_html('<span class="cell-note cell-{}">{} {}</span>', kind, MARKS.get(status, ""), words)


@register.simple_tag
def span(start: date, end: date) -> str:
    """A period by its first and last day."""
    return formatting.span(start, end)
