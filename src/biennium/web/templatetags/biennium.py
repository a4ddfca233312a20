"""What templates say about values: multilingual texts, numbers and dates, and why a figure is missing.

Invariant: no value becomes HTML without being escaped, and a text in another language than the page's says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.kernel.figures import OPERATIONS, Figure
from biennium.kernel.money import Money
from biennium.kernel.text import Resolved, resolve
from biennium.web import formatting, shapes
from biennium.web.rich import to_html
from biennium.web.tables import CellView

register = template.Library()
NUMERIC = format_html(' class="{}"', "numeric")
DAY = format_html(' class="{}"', "day")
PROGRESS: dict[str, Any] = {
    "ahead": _lazy("Ahead"),
    "on_track": _lazy("On track"),
    "behind": _lazy("Behind"),
    "no_data": _lazy("No data"),
}

NOBODY: dict[str, Any] = {
    "Operator (command line)": _lazy("Operator (command line)"),
    "Anonymous": _lazy("Anonymous"),
}
"""Who is no person, as the audit log names them."""

Texts = Mapping[str, str] | str | None


@register.simple_tag(name="text")
def text(value: Texts, mark: str = "words") -> SafeString:
    """A short text with its language. A fallback is marked in `words`, by the language's `code`, or not at all
    (`mark=""`, where the words stand elsewhere on the page)."""
    found = _resolved(value)
    if found is None:
        return format_html('<span class="absent">{}</span>', _("not written yet"))
    shown = format_html('<span lang="{}" dir="{}">{}</span>', found.lang, found.direction, found.value)
    return format_html("{} {}", shown, _mark(found, mark)) if found.fallback and mark else shown


@register.simple_tag
def rich(value: Texts) -> SafeString:
    """A long text as narrative: paragraphs and lists, with its language; a fallback is marked above it."""
    found = _resolved(value)
    if found is None:
        return format_html('<p class="absent">{}</p>', _("not written yet"))
    note = format_html('<p class="fallback">{}</p>', fallback_words(found.lang)) if found.fallback else ""
    body = format_html(
        '<div class="rich" lang="{}" dir="{}">{}</div>', found.lang, found.direction, to_html(found.value)
    )
    return format_html("{}{}", note, body)


@register.filter
def address(value: str) -> SafeString:
    """An e-mail address, which a narrow column breaks at its @ and dots and nowhere else."""
    parts = re.split(r"(?=[@.])", value)
    return format_html(
        '<span class="address">{}</span>', format_html_join(mark_safe("<wbr>"), "{}", ([one] for one in parts))
    )


@register.filter
def plain(value: Texts) -> str:
    """A text without markup, for titles and attributes; empty when it is not written in any language."""
    found = _resolved(value)
    return found.value if found else ""


@register.filter
def fallback_words(lang: str) -> str:
    """“shown in French; no English translation yet” for a text shown in `lang`."""
    names = {"shown": formatting.language(lang), "wanted": formatting.language(_reader())}
    return _("shown in %(shown)s; no %(wanted)s translation yet") % names


@register.filter
def language_in_words(tag: str) -> str:
    """The name of a language in the reader's. (`language_name` is Django's, and always English.)"""
    return formatting.language(tag)


@register.filter
def own_language_name(tag: str) -> str:
    """The name of a language in that language."""
    return formatting.language(tag, own=True)


@register.filter
def who(label: str) -> str:
    """Who acted, as it was written down; what is nobody's name in the reader's language."""
    return str(NOBODY.get(label, label))


@register.filter
def number(value: int | str | Decimal | Fraction, decimals: int | None = None) -> str:
    """Grouped digits: `{{ count|number }}`, `{{ value|number:1 }}`."""
    return formatting.number(value, decimals)


@register.filter
def percent(value: int | str | Decimal | Fraction, decimals: int = 0) -> str:
    """A share of one: `{{ share|percent }}`."""
    return formatting.percent(value, decimals)


@register.filter
def money(value: Money) -> str:
    """An amount with its currency."""
    return formatting.money(value)


@register.filter
def figure_value(value: Any, scale: int | str = "") -> str:
    """The value of a figure; of a bare amount or number the same; text stays text. Amounts with a `scale` (0, 3, 6, 9)
    are digits in that power of ten, where the heading says their unit (`scale_words`)."""
    power = int(scale) if scale != "" else None
    if isinstance(value, Figure):
        return formatting.figure(value, power)
    if isinstance(value, Money):
        return formatting.money(value) if power is None else formatting.scaled(value, power)
    return formatting.number(value) if isinstance(value, int | Decimal | Fraction) else str(value)


@register.filter
def scale_words(currency: str, scale: int | str = 0) -> str:
    """The unit of a column of amounts: `{{ "USD"|scale_words:3 }}` is “USD thousand”."""
    return formatting.scale_words(currency, int(scale))


@register.filter
def longdate(value: date | str | None) -> str:
    """“7 October 2022”; a year or a month stays one. Empty for no date."""
    return formatting.day(value) if value else ""


@register.filter
def shortdate(value: date | str | None) -> str:
    """“7 Oct 2022”. Empty for no date."""
    return formatting.day(value, "medium") if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """“7 October 2022, 14:05”. Empty for no time."""
    return formatting.moment(value) if value else ""


@register.filter
def state_words(state: str) -> str:
    """Why a figure has no value, written out."""
    return formatting.state_words(state)


@register.filter
def formula_words(figure: Figure) -> str:
    """How a figure is made of what it rests on, in the reader's language; a formula of its own stands as it is."""
    words = {
        "count": _("number of different rows below"),
        "sum": _("sum of the rows below"),
        "difference": _("the first row below less the second"),
        "ratio": _("the first row below divided by the second"),
        "percentage": _("the first row below in per cent of the second"),
    }
    known = OPERATIONS.get(figure.operation)
    own = not known or figure.formula != known.words
    return figure.formula if own else words.get(figure.operation, figure.formula)


@register.filter
def share_of(value: int | str | Decimal | Fraction, whole: int | str | Decimal | Fraction) -> int:
    """The value in whole hundredths of the whole, from 0 to 100; for the length of bars, not for reading."""
    return shapes.length(Fraction(value), Fraction(whole), 100)


@register.simple_tag
def table_line(cells: Iterable[CellView]) -> SafeString:
    """The cells of a row of a table; in one piece, since a page shows a thousand of them."""
    return mark_safe("".join(table_cell(cell) for cell in cells))


@register.simple_tag
def table_cell(cell: CellView) -> SafeString:
    """A cell of a table."""
    told = NUMERIC if cell.numeric else DAY if cell.kind == "date" else ""
    if cell.head:
        return format_html('<th scope="row"{}>{}</th>', told, cell_value(cell))
    return format_html('<td data-label="{}"{}><div>{}</div></td>', cell.label, told, cell_value(cell))


@register.simple_tag
def cell_value(cell: CellView) -> SafeString:
    """The value of a cell of a table, with its address."""
    if cell.kind == "absent":
        return format_html('<span class="absent">{}</span>', cell.value)
    shown = _shown(cell)
    if not cell.url:
        return shown
    if cell.kind != "figure":
        return format_html('<a href="{}">{}</a>', cell.url, shown)
    link = '<a class="figure" href="{}">{}<span class="visually-hidden"> ({})</span></a>'
    return format_html(link, cell.url, shown, _("where this figure comes from"))


def _shown(cell: CellView) -> SafeString:
    if cell.kind == "text":
        return text(cell.value, "code")
    if cell.kind == "date":
        return conditional_escape(shortdate(cell.value))
    scale = cell.scale if isinstance(cell.value, Money) else ""
    return conditional_escape(figure_value(cell.value, scale) if cell.kind == "figure" else cell.value)


@register.simple_tag
def money_bars(stages: Iterable[Mapping[str, Any]], whole: shapes.Amount = None) -> list[shapes.Bar]:
    """The stages of a fund bar with their lengths."""
    return shapes.bars(stages, whole)


@register.filter
def progress_words(status: str) -> str:
    """Where progress stands, compared with elapsed time or the interim target."""
    return str(PROGRESS.get(status, status))


@register.filter
def progress_kind(status: str) -> str:
    """The kind of mark that goes with `progress_words`."""
    return {"ahead": "good", "on_track": "good", "behind": "late"}.get(status, "neutral")


@register.simple_tag(takes_context=True)
def fresh_id(context: Context, prefix: str) -> str:
    """An element id that no other call on the page returns."""
    page: dict[str, Any] = context.render_context.dicts[0]  # type: ignore[assignment]
    page["fresh_id"] = page.get("fresh_id", 0) + 1
    return f"{prefix}-{page['fresh_id']}"


def _reader() -> str:
    return get_language() or "en"


def _resolved(value: Texts) -> Resolved | None:
    if isinstance(value, str):
        return Resolved(value, _reader(), fallback=False) if value else None
    return resolve(value or {}, _reader(), order=[code for code, _name in settings.LANGUAGES])


def _mark(found: Resolved, mark: str) -> SafeString:
    words = fallback_words(found.lang)
    if mark == "code":
        hidden = format_html('<span class="visually-hidden">{}</span>', words)
        return format_html(
            '<span class="fallback" title="{}"><span aria-hidden="true">{}</span>{}</span>', words, found.lang, hidden
        )
    return format_html('<span class="fallback">({})</span>', words)
