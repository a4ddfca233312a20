"""A figure opened: its formula and the rows and figures it rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from biennium.api.asking import only_known
from biennium.api.core import answers, with_etag
from biennium.api.opening import OfVersion, opened
from biennium.kernel.figures import Figure, Input
from biennium.ledger.selectors import public
from biennium.programme.figures import figure

router = Router(tags=["figures"])
router.add_decorator(only_known, mode="operation")
router.add_decorator(with_etag, mode="view")


class FigureAsked(OfVersion):
    """Which figure."""

    name: str = Field(description="e.g. level.output, money.spent:fund=RB, results.achieved:1.1.1")


class InputOut(Schema):
    """What a figure rests on: a row, or another figure that can be asked for by its identity."""

    type: str
    identity: str
    label: str
    state: str
    value: str | None


class FigureOut(Schema):
    """A number with everything that explains it. A value exactly when its state is `value`."""

    name: str
    state: str
    value: str | None
    unit: str
    formula: str
    missing: int
    version: int
    demonstration: bool
    inputs: list[InputOut]


@router.get("/programmes/{programme}/figure", response=answers(FigureOut), summary="A figure, explained")
def show_figure(request: HttpRequest, programme: str, asked: Query[FigureAsked]) -> Any:
    """The value, the formula in words, and one level of what it rests on."""
    found = opened(programme, asked.version)
    public.require_public(asked.name)
    made = figure(found.book, found.version, asked.name)
    labels = public.labels(made.inputs)
    return {
        "name": asked.name,
        "state": made.state,
        "value": _value(made),
        "unit": made.unit,
        "formula": made.formula,
        "missing": made.missing,
        "version": found.version.number,
        "demonstration": found.programme.is_demonstration,
        "inputs": [_input(one, labels.get(one.name)) for one in made.inputs],
    }


def _input(one: Input, words: str | None) -> dict[str, Any]:
    kind, identity = one.name
    label = words or (one.formula if isinstance(one, Figure) else one.label)
    return {"type": kind, "identity": identity, "label": label, "state": one.state, "value": _value(one)}


def _value(one: Input) -> str | None:
    if one.value is None:
        return None
    return Figure.known("", one.value, decimals=one.decimals).decimal_string()
