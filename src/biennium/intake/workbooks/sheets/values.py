"""Observations: what contributors report of indicators, round by round. A changed row is a correction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import Choice, Day, Given, Number, Pairs, YesNo, digits, paired, unpaired
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, flag, in_languages, said, saving
from biennium.kernel.errors import InvalidInput
from biennium.programme.values import unscale
from biennium.reporting.measures import Cells, Reported, cell_decimals
from biennium.reporting.models import Observation, Round
from biennium.reporting.registration import MANAGE_ROUNDS, REPORT
from biennium.reporting.services.observations import (
    Contribution,
    check_report,
    contribution_of,
    correct_observation,
    record_observation,
)

TEXTS = ("text", "source", "note")


class Values(Sheet):
    name = "values"
    title = _lazy("Reported values")
    about = _lazy("What a unit reports of an indicator in a round. A row that is changed corrects what was reported.")
    key = ("indicator", "round", "unit", "place", "region", "item")
    fixed = frozenset(key)

    def columns(self, frame: Frame) -> list[Column]:
        return [
            Column("indicator", _lazy("Indicator"), Choice("indicator"), required=True),
            Column("round", _lazy("Round"), Choice("round"), required=True),
            Column("unit", _lazy("Unit that reports"), Choice("unit"), required=True),
            Column("place", _lazy("Country or territory"), Choice("place")),
            Column("region", _lazy("Region"), Choice("region"), note=_lazy("Instead of a country.")),
            Column("item", _lazy("Work item"), Choice("item")),
            Column(
                "value", _lazy("Value"), Number(signed=True), note=_lazy("In the unit of the indicator; zero is 0.")
            ),
            Column("numerator", _lazy("Numerator"), Number(whole=True, signed=True), note=_lazy("Of a ratio.")),
            Column(
                "denominator", _lazy("Denominator"), Number(whole=True), note=_lazy("Of a ratio; weight of an index.")
            ),
            Column("reached", _lazy("Milestone reached"), YesNo()),
            Column("measured_on", _lazy("Day the value holds for"), Day(), note=_lazy("Empty: the end of the round.")),
            Column("cells", _lazy("Breakdown"), Pairs(), note=_lazy("Such as sex/female: 12; sex/male: 10.")),
            *in_languages(frame, "text", _lazy("Text")),
            *in_languages(frame, "source", _lazy("Source")),
            *in_languages(frame, "note", _lazy("Note")),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        current = Observation.objects.filter(
            round__programme=frame.programme, superseded_at__isnull=True, withdrawn=False
        )
        whole = current.select_related("round__programme", "unit", "place", "region", "work_item")
        rows = list(whole.prefetch_related("cells").order_by("round__start", "indicator__position", "id"))
        for one in rows:
            one.indicator = frame.every_indicator[one.indicator_id]
        return [Stored(str(one.uid), _said(frame, one), one) for one in rows]

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        observation: Observation = stored.what
        if not decide(frame.actor, REPORT, observation).allowed:
            return False
        closed = observation.round.status == Round.Status.CLOSED
        return not closed or decide(frame.actor, MANAGE_ROUNDS, frame.programme).allowed

    def complete(self, frame: Frame, values: dict[str, str]) -> dict[str, str]:
        """A value holds for the end of its round where no day is given; a milestone that was reached needs its day."""
        round_ = frame.round_list.get(values.get("round", ""))
        if round_ and not values.get("measured_on") and values.get("reached") != "yes":
            return {**values, "measured_on": round_.end.isoformat()}
        return values

    def check(self, frame: Frame, row: Filled) -> None:
        check_report(
            actor=frame.actor,
            contribution=_contribution(frame, row),
            reported=_reported(row),
            reason=frame.reason,
            corrects=row.stored is not None,
        )

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        for row in rows:
            with saving(row):
                self._save(frame, row)

    def _save(self, frame: Frame, row: Filled) -> None:
        shared: dict[str, Any] = {"actor": frame.actor, "reported": _reported(row), "reason": frame.reason}
        if row.stored is not None:
            correct_observation(observation=row.stored.what, **shared)
            return
        about = _contribution(frame, row)
        record_observation(
            indicator=about.indicator,
            round=about.round,
            unit=about.unit,
            place=about.place,
            region=about.region,
            work_item=about.work_item,
            **shared,
        )


def _said(frame: Frame, one: Observation) -> dict[str, str]:
    named = {"place": one.place, "region": one.region}
    numbers = {"numerator": one.numerator, "denominator": one.denominator}
    cells = {
        f"{cell.dimension}/{cell.category}": digits(Given(unscale(cell.value, cell_decimals(one.indicator))))
        for cell in one.cells.all()
    }
    return {
        "indicator": one.indicator.code,
        "round": one.round.code,
        "unit": one.unit.code,
        **{name: found.code if found else "" for name, found in named.items()},
        "item": frame.as_moved(one.work_item.code) if one.work_item else "",
        "value": "" if one.value is None else digits(Given(unscale(one.value, one.indicator.decimals))),
        **{name: "" if number is None else str(number) for name, number in numbers.items()},
        "reached": flag(one.reached),
        "measured_on": one.measured_on.isoformat(),
        "cells": paired(cells),
        **{column: value for name in TEXTS for column, value in said(name, getattr(one, name)).items()},
    }


def _contribution(frame: Frame, row: Filled) -> Contribution:
    if row.stored is not None:
        return contribution_of(row.stored.what)
    return Contribution(
        frame.one("indicator", row["indicator"], "indicator"),
        frame.one("round", row["round"], "round"),
        frame.one("unit", row["unit"], "unit"),
        frame.maybe("place", row["place"], "place"),
        frame.maybe("region", row["region"], "region"),
        frame.maybe("item", row["item"], "item"),
    )


def _reported(row: Filled) -> Reported:
    return Reported(
        value=row["value"] or None,
        numerator=int(row["numerator"]) if row["numerator"] else None,
        denominator=int(row["denominator"]) if row["denominator"] else None,
        reached={"yes": True, "no": False}.get(row["reached"]),
        measured_on=date.fromisoformat(row["measured_on"]) if row["measured_on"] else None,
        cells=_cells(row["cells"]),
        **{name: row.words(name) for name in TEXTS},
    )


def _cells(value: str) -> Cells:
    cells: dict[str, dict[str, str]] = {}
    for name, number in unpaired(value).items():
        dimension, slash, category = name.partition("/")
        if not slash:
            raise InvalidInput(_("A part of a breakdown is written as sex/female: 12."), field="cells")
        cells.setdefault(dimension, {})[category] = number
    return cells
