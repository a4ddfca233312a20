"""A figure opened: what it is called, and the rows it rests on as a table with addresses.

Invariant: the rows shown are the inputs of the figure, all of them; a room that adds a kind of row adds its address to
`ADDRESSES` and a family of figures its words to `TITLES`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from biennium.kernel.figures import Figure, Input, RowRef
from biennium.kernel.money import Money
from biennium.kernel.text import folded
from biennium.ledger.selectors import public
from biennium.portal.money import explaining
from biennium.portal.money.source import source
from biennium.portal.pages import PINNED, Page
from biennium.portal.words import row_words
from biennium.programme.exchange import models as exchange
from biennium.web import formatting, shapes
from biennium.web.exports import Cell
from biennium.web.tables import Column, Filter, Table, by_key, where

WITHOUT_FILTER = 20
Address = Callable[[Page, str], str]
Words = Callable[[Page, str], str]


def title(page: Page, name: str) -> str:
    """What a figure is called: “Outputs”, “Outputs in “3 Full and productive employment””, “Spent, fund=RB”."""
    if name.partition(".")[0] in public.FAMILIES:
        return explaining.title(page, name)
    head, _colon, scope = name.partition(":")
    family, _point, rest = head.partition(".")
    words = TITLES[family](page, rest) if family in TITLES else head
    below = page.book.by_code.get(scope)
    if below is None:
        scope = scope.rstrip("@").replace("@", " · ")
        return f"{words}, {scope}" if scope else words
    return _("%(what)s in “%(result)s”") % {"what": words, "result": f"{below.code} {page.words(below.title)}"}


def _level(page: Page, code: str) -> str:
    level = page.book.levels.get(code)
    return page.words(level.plural or level.name) if level else code


def _achieved(rest: str) -> str:
    """The figures of what was achieved, and what they are made of."""
    words = {
        "": _("Published results"),
        "achieved": _("Achieved"),
        "target": _("Target"),
        "baseline": _("Baseline"),
        "progress": _("Progress, in per cent"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
    }
    return words.get(rest, rest)


def _indicators(page: Page, rest: str) -> str:
    return _("Illustrative indicators") if rest == "illustrative" else _("Indicators")


TITLES: dict[str, Words] = {
    "level": _level,
    "indicators": _indicators,
    "work_items": lambda page, rest: _("Work items"),
    "results": lambda page, rest: _achieved(rest),
}
OF_RESULTS = "results:"


def _result_address(page: Page, code: str) -> str:
    result = page.book.by_code.get(code)
    if result is None:
        return ""
    if page.level(result).counted or not result.parent:
        return page.url("result", code)
    return f"{page.url('result', result.parent)}#{code}"


def _indicator_address(page: Page, code: str) -> str:
    found = next((one for one in page.book.document.indicators if one.code == code), None)
    return f"{page.url('result', found.result)}#{code}" if found else ""


def _work_item_address(page: Page, code: str) -> str:
    found = next((one for one in page.book.document.work_items if one.code == code), None)
    return f"{page.url('result', found.result)}#{code}" if found and found.result else ""


ADDRESSES: dict[str, Address] = {
    "result": _result_address,
    "indicator": _indicator_address,
    "work item": _work_item_address,
    "figure": lambda page, name: page.url("explain", name),
}


def address(page: Page, row: Input, figure: Figure) -> str:
    """Where a row of a figure can be read, or opened; empty where it stands nowhere else."""
    kind, identity = row.name
    if identity.startswith(OF_RESULTS):
        indicator = figure.key.partition(":")[2].partition("@")[0]
        query = urlencode({"place": identity.removeprefix(OF_RESULTS), "indicator": indicator})
        return f"{reverse('portal:country_results', args=[page.programme.code])}?{query}"
    return ADDRESSES[kind](page, identity) if kind in ADDRESSES else ""


def table(page: Page, figure: Figure) -> Table[Input]:
    """The rows a figure rests on. A count has no values: each row counts once."""
    unit = figure.value.currency if isinstance(figure.value, Money) else _unit_of(figure)
    known = explaining.labels(page, figure) if figure.key.partition(".")[0] in public.FAMILIES else {}

    def words(row: Input) -> str:
        return known.get(row.name) or _label(page, row)

    mixed = len({row.name[0] for row in figure.inputs}) > 1
    long = len(figure.inputs) > WITHOUT_FILTER
    value: Column[Input] = Column(
        "value", _("Value"), _value, sorting=by_key(lambda row: shapes.magnitude(row.value)), numeric=True, unit=unit
    )

    def leads(row: Input) -> str:
        return address(page, row, figure)

    return Table(
        f"{page.file_name}-{figure.key.replace(':', '-').replace(',', '-')}",
        _("The rows it rests on"),
        [
            Column("row", _("Row"), words, lambda row: address(page, row, figure), _by_label(words)),
            Column("kind", _("Kind"), lambda row: row_words(row.name[0]), only="" if mixed else "file"),
            *([] if figure.operation == "count" else [value]),
        ],
        [Filter("q", _("Find"), where(lambda row, wanted: folded(wanted) in folded(words(row))))] if long else [],
        kept=(PINNED,),
        source=source(page) if known else page.source,
    )


def _by_label(words: Callable[[Input], str]) -> Callable[[list[Input], bool], list[Input]]:
    return by_key(lambda row: exchange.natural_key(words(row)))


def _unit_of(figure: Figure) -> str:
    """The currency of the rows of a share; empty where they are no amounts."""
    return next((row.value.currency for row in figure.inputs if isinstance(row.value, Money)), "")


def _label(page: Page, row: Input) -> str:
    """A row of the programme in the reader's language; any other as it calls itself."""
    if isinstance(row, Figure):
        return title(page, row.key)
    known = _named(page, row)
    return f"{known.code} {page.words(known.title)}" if known else row.label


def _named(page: Page, row: RowRef) -> exchange.Result | exchange.Indicator | None:
    if row.type == "result":
        return page.book.by_code.get(row.identity)
    if row.type == "indicator":
        return next((one for one in page.book.document.indicators if one.code == row.identity), None)
    return None


def _value(row: Input) -> Cell:
    if isinstance(row.value, int):
        return Decimal(row.value).scaleb(-row.decimals)
    if isinstance(row.value, Fraction):
        return formatting.exact(row.value, row.decimals)
    return row.state if row.value is None else row.value
