"""What may be said in an observation, by the kind of the indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.indicators.disaggregation import Breakdown, strangers
from biennium.kernel.indicators.kinds import Kind
from biennium.programme.models import Indicator
from biennium.programme.values import scale
from biennium.reporting.models import Round

Cells = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Reported:
    """What is reported. `value` is a decimal string; `cells` are decimal strings by dimension and category.

    A count, a level or an index has a `value`; an index may add its weight as `denominator`. A ratio has `numerator`
    and `denominator`, a milestone `reached` (and may score with `value`), a narrative `text`. A country reports the
    value 0 on a count of countries when it has nothing to report; its results are reported as country results.
    """

    value: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    reached: bool | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    measured_on: date | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)


def columns(indicator: Indicator, round_: Round, reported: Reported) -> dict[str, Any]:
    """The columns of an observation. Raises `InvalidInput` for what the kind of the indicator does not take."""
    where = f"{indicator.code} · {round_.code}"
    kind = Kind(indicator.kind)
    number = None if reported.value is None else scale(reported.value, indicator.decimals, where, "value")
    _refuse_strange(kind, reported, where)
    CHECKS[kind](reported, number, where)
    measured_on = reported.measured_on or round_.end
    if measured_on not in round_.window:
        raise InvalidInput(
            _("%(day)s lies outside the window of the round.") % {"day": measured_on},
            remedy=_("Report it in the round of that day."),
            where=where,
            field="measured_on",
        )
    return {
        "value": number,
        "numerator": reported.numerator,
        "denominator": reported.denominator,
        "reached": reported.reached,
        "text": texts.clean(reported.text),
        "measured_on": measured_on,
        "source": texts.clean(reported.source),
        "note": texts.clean(reported.note),
    }


def cells(indicator: Indicator, reported: Reported) -> dict[tuple[str, str], int]:
    """The cells by dimension and category. Raises `InvalidInput` for one the indicator does not have.

    That they make the total is not asked here: where they do not, it is a finding, and nothing is changed.
    """
    known = [Breakdown(one.dimension, tuple(one.categories)) for one in indicator.disaggregations.all()]
    if unknown := strangers({name: dict.fromkeys(values, 0) for name, values in reported.cells.items()}, known):
        dimension, category = unknown[0]
        raise InvalidInput(
            _("Indicator %(indicator)s is not broken down by %(dimension)s “%(category)s”.")
            % {"indicator": indicator.code, "dimension": dimension, "category": category},
            remedy=_("What is not known goes to “unknown”."),
        )
    return {
        (dimension, category): scale(
            value,
            cell_decimals(indicator),
            f"{indicator.code} {dimension} {category}",
            f"cell_{dimension}_{category}",
        )
        for dimension, values in reported.cells.items()
        for category, value in values.items()
    }


def cell_decimals(indicator: Indicator) -> int:
    """The decimals of cells: a ratio is broken down by its numerator, which is whole."""
    return 0 if indicator.kind == Kind.RATIO else indicator.decimals


TAKEN: Mapping[Kind, frozenset[str]] = {
    Kind.COUNTRY_COUNT: frozenset({"value"}),
    Kind.COUNT: frozenset({"value"}),
    Kind.RATIO: frozenset({"numerator", "denominator"}),
    Kind.INDEX: frozenset({"value", "denominator"}),
    Kind.LEVEL: frozenset({"value"}),
    Kind.MILESTONE: frozenset({"reached", "value"}),
    Kind.QUALITATIVE: frozenset(),
}


def _refuse_strange(kind: Kind, reported: Reported, where: str) -> None:
    given = {name for name in ("value", "numerator", "denominator", "reached") if getattr(reported, name) is not None}
    if strange := sorted(given - TAKEN[kind]):
        raise InvalidInput(
            _("An indicator of the kind %(kind)s has no %(field)s.") % {"kind": kind.value, "field": strange[0]},
            where=where,
        )


def _nothing_to_report(reported: Reported, number: int | None, where: str) -> None:
    if number != 0:
        raise InvalidInput(
            _("Countries are counted from their results."),
            remedy=_("Report a country result; or the value 0 when there is nothing to report."),
            where=where,
            field="value",
        )


def _amount(reported: Reported, number: int | None, where: str) -> None:
    if number is None:
        raise InvalidInput(
            _("The value is missing."), remedy=_("Zero is a value: write 0."), where=where, field="value"
        )


def _counted(reported: Reported, number: int | None, where: str) -> None:
    _amount(reported, number, where)
    if number is not None and number < 0:
        raise InvalidInput(_("A count is not negative."), where=where, field="value")


def _ratio(reported: Reported, number: int | None, where: str) -> None:
    if reported.numerator is None or reported.denominator is None:
        missing = "numerator" if reported.numerator is None else "denominator"
        raise InvalidInput(_("A ratio needs its numerator and its denominator."), where=where, field=missing)
    if reported.denominator <= 0:
        raise InvalidInput(_("The denominator is more than zero."), where=where, field="denominator")


def _index(reported: Reported, number: int | None, where: str) -> None:
    _amount(reported, number, where)
    if reported.denominator is not None and reported.denominator <= 0:
        raise InvalidInput(_("A weight is more than zero."), where=where, field="denominator")


def _milestone(reported: Reported, number: int | None, where: str) -> None:
    if reported.reached is None:
        raise InvalidInput(_("Say whether the milestone was reached."), where=where, field="reached")
    if reported.reached and reported.measured_on is None:
        raise InvalidInput(_("Say on which day the milestone was reached."), where=where, field="measured_on")


def _narrative(reported: Reported, number: int | None, where: str) -> None:
    if not texts.clean(reported.text):
        raise InvalidInput(_("The text is missing."), where=where, field="text")


CHECKS: Mapping[Kind, Callable[[Reported, int | None, str], None]] = {
    Kind.COUNTRY_COUNT: _nothing_to_report,
    Kind.COUNT: _counted,
    Kind.RATIO: _ratio,
    Kind.INDEX: _index,
    Kind.LEVEL: _amount,
    Kind.MILESTONE: _milestone,
    Kind.QUALITATIVE: _narrative,
}
