"""The live figures of an indicator, each over the rows it rests on: achieved, target, progress, unverified.

A figure is named `results.KIND:INDICATOR`, with `@REGION` for one region (`@world` for all), a further `@PERIOD` for
another period than the programme's, and a further `@DAY` for what was known then: `results.achieved:1.1.1`,
`results.progress:1.1.1@africa`, `results.achieved:1.1.1@world@2024@2024-12-31`.

Invariant: a figure has the value of its cell in the matrix, and recomputing it from its rows gives it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.kernel.errors import NotFound
from biennium.kernel.figures import Figure, Input, RowRef, State, VersionPin, compute
from biennium.kernel.indicators.kinds import Direction, Kind
from biennium.kernel.indicators.progress import starts_from_zero
from biennium.kernel.indicators.values import scale
from biennium.kernel.periods import Period
from biennium.organisation.models import Place
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Indicator, Programme, Version, words
from biennium.programme.selectors.versions import Book, latest
from biennium.reporting import contributions
from biennium.reporting.cells import Cell
from biennium.reporting.models import CountryResultIndicator, Observation
from biennium.reporting.selectors.behind import Asked, is_own, observations_in, places_of
from biennium.reporting.selectors.columns import WORLD, Columns, columns
from biennium.reporting.selectors.definitions import territories
from biennium.reporting.selectors.matrix import defined, find_indicator, tabulate
from biennium.reporting.selectors.visibility import may_see_office
from biennium.reporting.times import end_of

FAMILY = "results"


@dataclass(frozen=True)
class Opened:
    """A cell and what is needed to open it."""

    asked: Asked
    cell: Cell
    columns: Columns
    name: str

    @property
    def kind(self) -> Kind:
        return Kind(self.asked.indicator.kind)

    @property
    def unit(self) -> str:
        return "%" if self.kind is Kind.RATIO else words(self.asked.indicator.unit)

    @property
    def decimals(self) -> int:
        return self.asked.indicator.decimals

    def key(self, part: str) -> str:
        """The name of an input of the figure."""
        return f"{FAMILY}.{part}:{self.name.partition(':')[2]}"

    @cached_property
    def claims(self) -> list[CountryResultIndicator]:
        """The claims of country results in the window of the cell, those of places that count here."""
        window, moment = self.cell.window, end_of(self.asked.as_of) if self.asked.as_of else None
        if window is None:
            return []
        rows = contributions.claims(moment).filter(
            indicator=self.asked.indicator, result__date__range=(window.start, window.end)
        )
        if self.asked.column != WORLD:
            rows = rows.filter(result__place__in=places_of(self.columns, self.asked.column))
        uncounted = frozenset() if self.asked.indicator.counts_territories else territories([self.asked.indicator])
        found = rows.select_related("result__place").order_by("result__place__code", "result__code")
        return [one for one in found if str(one.result.place_id) not in uncounted]

    @cached_property
    def observations(self) -> list[Observation]:
        """The observations in the window of the cell."""
        window = self.cell.window
        return list(observations_in(self.asked, self.columns, window)) if window else []

    @cached_property
    def chronicle(self) -> list[Observation]:
        """The observations in the order in which the kernel takes dated values: by day, then by source."""
        return sorted(self.observations, key=lambda one: (one.measured_on, one.key))


def figure(actor: Actor, programme: Programme, name: str, book: Book | None = None) -> Figure:
    """The figure of this name, with what the actor may know; with the definitions of a version where its `book` is
    given. Raises `NotFound` for a name that is none, with those there are, `InvalidInput` for what is no period or day.
    """
    head, _colon, rest = name.partition(":")
    code, region, period, day = [*rest.split("@"), "", "", ""][:4]
    kind = head.removeprefix(f"{FAMILY}.")
    if kind not in FIGURES or not code:
        known = ", ".join(f"{FAMILY}.{one}" for one in FIGURES)
        raise NotFound(
            _("There is no figure “%(name)s”.") % {"name": name},
            remedy=_("Figures: %(known)s; each :INDICATOR.") % {"known": known},
        )
    as_of = Period.parse(day).end if day else None
    when = Period.parse(period) if period else Period(programme.start, programme.end)
    sealed = _sealed(book, code) if book else None
    asked = Asked(_indicator(programme, code, sealed), _column(region), when, as_of)
    made = FIGURES[kind](_opened(actor, programme, name, asked, sealed), actor)
    version = latest(programme)
    pin = VersionPin(programme.code, version.stage, version.short_hash) if version else None
    return replace(made, version=pin, as_of=end_of(as_of) if as_of else timezone.now())


def public_figure(book: Book, version: Version, name: str) -> Figure:
    """The figure of this name as anybody may see it: the reports as they stand, beside the version that is read."""
    made = figure(AnonymousUser(), version.programme, name, book)
    return replace(made, version=VersionPin(version.programme.code, version.stage, version.short_hash))


def _sealed(book: Book, code: str) -> exchange.Indicator:
    found = next((one for one in book.document.indicators if one.code == code and one.uid), None)
    if found is None:
        raise NotFound(_("There is no indicator %(code)s in this version.") % {"code": code})
    return found


def _indicator(programme: Programme, code: str, sealed: exchange.Indicator | None) -> Indicator:
    return defined(programme.indicators.all()).get(uid=str(sealed.uid)) if sealed else find_indicator(programme, code)


def _opened(actor: Actor, programme: Programme, name: str, asked: Asked, sealed: exchange.Indicator | None) -> Opened:
    table = tabulate(
        actor=actor,
        programme=programme,
        indicators=[asked.indicator],
        periods=[asked.period],
        as_of=asked.as_of,
        sealed={asked.indicator.uid: sealed} if sealed else None,
    )
    return Opened(asked, table.rows[0].cells[asked.period, asked.column], columns(), name)


def _column(code: str) -> str:
    known = [column.code for column in columns().columns]
    if code and code not in known:
        raise NotFound(
            _("There is no region %(code)s.") % {"code": code},
            remedy=_("Regions: %(known)s.") % {"known": ", ".join(known)},
        )
    return code or WORLD


def achieved(opened: Opened, actor: Actor) -> Figure:
    """What was achieved, over the countries or the observations."""
    cell, key = opened.cell, opened.key("achieved")
    if cell.state is not State.VALUE:
        return Figure.absent(key, cell.state, unit=opened.unit, decimals=opened.decimals)
    return MADE[opened.kind](opened, key)


def _countries(opened: Opened, key: str) -> Figure:
    """Each country once, over its verified results."""
    met = [claim for claim in opened.claims if claim.state in contributions.CONCLUDED and claim.met]  # type: ignore[attr-defined]
    return _by_country(opened, key, met)


def _by_country(opened: Opened, key: str, claims: Sequence[CountryResultIndicator]) -> Figure:
    results: dict[Place, list[Input]] = defaultdict(list)
    for claim in claims:
        results[claim.result.place].append(RowRef("country_result", str(claim.result.uid), claim.result.code, 1))
    places = [
        compute("count", f"results:{place.code}", rows, formula=f"results of {place}")
        for place, rows in results.items()
    ]
    formula = "number of distinct countries"
    return compute("count", key, places, unit=opened.unit, decimals=opened.decimals, formula=formula)


def _row(observation: Observation, value: int | None, decimals: int, part: str = "") -> RowRef:
    where = observation.place or observation.region
    label = " · ".join(filter(None, (where.code if where else "", observation.round.code, observation.unit.code)))
    return RowRef("observation", f"{observation.uid}{part}", f"{label}{part}", value, decimals)


def _amounts(opened: Opened, key: str) -> Figure:
    rows = [_row(one, one.value, opened.decimals) for one in opened.observations]
    return compute("sum", key, rows, unit=opened.unit)


def _rate(opened: Opened, key: str) -> Figure:
    pairs = [one for one in opened.observations if one.numerator is not None]
    top = compute("sum", opened.key("numerator"), [_row(one, one.numerator, 0, " numerator") for one in pairs])
    bottom = compute("sum", opened.key("denominator"), [_row(one, one.denominator, 0, " denominator") for one in pairs])
    return compute("percentage", key, [top, bottom], unit=opened.unit, decimals=opened.decimals)


def _last(opened: Opened, key: str) -> Figure:
    """The latest of the node itself; an index without one is the weighted mean of the latest of the places."""
    own = [one for one in opened.chronicle if is_own(one, opened.asked.column, opened.columns)]
    if not own:
        return _weighted(opened, key)
    return compute("latest", key, [_row(one, _said(one, opened), opened.decimals) for one in own], unit=opened.unit)


def _said(observation: Observation, opened: Opened) -> int | None:
    """The value of an observation; of a milestone 1 when it was reached, 0 when not."""
    if opened.kind is not Kind.MILESTONE or observation.reached is None:
        return observation.value
    return int(observation.reached) * scale(opened.decimals)


def _weighted(opened: Opened, key: str) -> Figure:
    last = {one.place_id: one for one in opened.chronicle}.values()
    products = [
        _row(one, (one.value or 0) * (one.denominator or 0), opened.decimals, " value × weight") for one in last
    ]
    weights = [_row(one, one.denominator, 0, " weight") for one in last]
    sums = compute("sum", opened.key("weighted"), products), compute("sum", opened.key("weights"), weights)
    return compute("ratio", key, sums, unit=opened.unit, decimals=opened.decimals)


MADE: dict[Kind, Callable[[Opened, str], Figure]] = {
    Kind.COUNTRY_COUNT: _countries,
    Kind.COUNT: _amounts,
    Kind.RATIO: _rate,
    Kind.INDEX: _last,
    Kind.LEVEL: _last,
    Kind.MILESTONE: _last,
}


def target(opened: Opened, actor: Actor) -> Figure:
    """The target that holds for the period."""
    return _given(opened, "target", opened.cell.target)


def _given(opened: Opened, part: str, value: int | None) -> Figure:
    key, unit, decimals = opened.key(part), opened.unit, opened.decimals
    if value is None:
        return Figure.absent(key, State.NOT_APPLICABLE, unit=unit, decimals=decimals, formula=f"no {part} is set")
    return Figure.known(key, value, unit=unit, decimals=decimals, formula=part)


def progress(opened: Opened, actor: Actor) -> Figure:
    """How much of the way is done, in per cent."""
    key, direction = opened.key("progress"), Direction(opened.asked.indicator.direction)
    value, goal = achieved(opened, actor), target(opened, actor)
    if starts_from_zero(opened.kind, direction):
        return compute("percentage", key, [value, goal], unit="%")
    return compute("way_done", key, [value, baseline(opened, actor), goal], unit="%")


def unverified(opened: Opened, actor: Actor) -> Figure:
    """The countries that would count once what waits is verified. Raises `NotFound` for whoever may not know."""
    if not may_see_office(actor):
        raise NotFound(_("There is no such figure for the public."), remedy=_("Sign in."))
    counted = {claim.result.place_id for claim in opened.claims if claim.state != contributions.PENDING and claim.met}  # type: ignore[attr-defined]
    waiting = [claim for claim in opened.claims if claim.state == contributions.PENDING]  # type: ignore[attr-defined]
    beyond = [claim for claim in waiting if claim.result.place_id not in counted]
    return _by_country(opened, opened.key("unverified"), beyond)


def _input(part: str) -> Callable[[Opened, Actor], Figure]:
    """One of the figures that what was achieved is made of."""

    def made(opened: Opened, actor: Actor) -> Figure:
        key, whole = opened.key(part), achieved(opened, actor)
        found = next((one for one in whole.inputs if isinstance(one, Figure) and one.key == key), None)
        return found or Figure.absent(key, State.NOT_APPLICABLE)

    return made


def baseline(opened: Opened, actor: Actor) -> Figure:
    """The baseline that holds for the period."""
    return _given(opened, "baseline", opened.cell.baseline)


FIGURES: dict[str, Callable[[Opened, Actor], Figure]] = {
    "achieved": achieved,
    "target": target,
    "baseline": baseline,
    "progress": progress,
    "unverified": unverified,
    **{part: _input(part) for part in ("numerator", "denominator", "weighted", "weights")},
}
