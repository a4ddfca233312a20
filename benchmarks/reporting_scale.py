"""Reporting at scale: 1,500 country outcomes, 40,000 indicators, 1 million observations with 5 million cells.

Use: `python benchmarks/reporting_scale.py [--share 100]`. Fills a database of its own (SQLite in a temporary folder, or
the empty one of BIENNIUM_DATABASE_URL) past the services, counts the aggregates by the service, and times what people
wait for: a page of the matrix, an indicator with what lies behind it, one value and one result entered with their
aggregation, and the full recomputation that `biennium check` compares. One line each with its bar; exit status 1 when
one is missed. `--share 1` fills a hundredth.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

OUTCOMES, OUTPUTS, INDICATORS, WORK_ITEMS = 40, 4_000, 40_000, 1_500
A_INDICATOR, ROUNDS, CHUNK = 25, 8, 20_000
CELLS = (
    *(("sex", "female", 5), ("sex", "male", 4), ("sex", "unknown", 3)),
    *(("residence", "rural", 7), ("residence", "urban", 5)),
)
HERE = "/office/programmes/2024-25"
BARS = {
    "a page of the matrix": 0.3,
    "an indicator and what lies behind it": 0.3,
    "one value entered, with five cells": 0.2,
    "one result submitted": 0.2,
    "one result verified": 0.2,
    "the full recomputation, compared": 60.0,
}
Row = dict[str, Any]


def copies(table: str, template: Row, changes: Iterable[Row]) -> int:
    """Inserts copies of a row, each with its changes. Returns how many."""
    from django.db import connection, transaction

    names = list(template)
    columns, marks = ", ".join(connection.ops.quote_name(name) for name in names), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    given, written, rows = list(template.values()), 0, iter(changes)
    place = {name: number for number, name in enumerate(names)}
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, [_changed(given, place, one) for one in chunk])
        written += len(chunk)
    return written


def _changed(given: list[Any], place: dict[str, int], changes: Row) -> list[Any]:
    made = given.copy()
    for name, value in changes.items():
        made[place[name]] = value
    return made


def first(model: Any, **which: Any) -> Row:
    """A row as the database has it."""
    from django.db import connection

    pk = model.objects.filter(**which).values_list("pk", flat=True).order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [pk])
        row = cursor.fetchone()
        return dict(zip([column[0] for column in cursor.description], row, strict=True))


def identity(sample: Any) -> Any:
    """A fresh identity, as the database keeps identities."""
    made = uuid.uuid4()
    return made if isinstance(sample, uuid.UUID) else made.hex


def reset_sequences(*models: Any) -> None:
    """Lets the database number on behind the rows that were inserted with numbers."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def framework(share: int) -> list[int]:
    """Outcomes, outputs, work items and indicators with a target each. Returns the keys of the new indicators."""
    from biennium.programme.models import Indicator, Result, Target, WorkItem

    top, below, start = first(Result, code="1"), first(Result, code="1.1"), 10_000
    outcomes = [
        {"id": start + number, "uid": identity(top["uid"]), "code": f"o{number}", "position": number + 10}
        for number in range(OUTCOMES)
    ]
    outputs = [
        {
            "id": start + 1000 + number,
            "uid": identity(below["uid"]),
            "code": f"o{number % OUTCOMES}.{number}",
            "parent_id": start + number % OUTCOMES,
            "position": number,
        }
        for number in range(max(1, OUTPUTS * share // 100))
    ]
    copies(Result._meta.db_table, top, outcomes)
    copies(Result._meta.db_table, below, outputs)
    keys = _indicators(INDICATORS * share // 100, outputs, start)
    target = first(Target, indicator__code="1.1.2")
    copies(
        Target._meta.db_table,
        target,
        ({"id": pk + 100_000, "indicator_id": pk, "end": date(2025, 12, 31), "value": 900} for pk in keys),
    )
    item = WorkItem.objects.get()
    template = first(WorkItem, pk=item.pk)
    copies(
        WorkItem._meta.db_table,
        template,
        (
            {"id": start + number, "uid": identity(template["uid"]), "code": f"W{number}"}
            for number in range(WORK_ITEMS)
        ),
    )
    reset_sequences(Result, Indicator, Target, WorkItem)
    return keys


def _indicators(count: int, outputs: list[Row], start: int) -> list[int]:
    """Indicators: most of them counts, some ratios and levels."""
    from biennium.programme.models import Indicator

    keys = list(range(start, start + count))
    for kind, code, take in (("count", "1.1.2", 7), ("ratio", "1.1.3", 9), ("level", "1.1.5", 10)):
        template = first(Indicator, code=code)
        lowest = {"count": 0, "ratio": 7, "level": 9}[kind]
        chosen = [pk for pk in keys if lowest <= pk % 10 < take]
        copies(
            Indicator._meta.db_table,
            template,
            (
                {
                    "id": pk,
                    "uid": identity(template["uid"]),
                    "code": f"i{pk}",
                    "result_id": outputs[(pk - start) % len(outputs)]["id"],
                    "position": pk,
                }
                for pk in chosen
            ),
        )
    return keys


def reports(world: Any, keys: list[int]) -> int:
    """The observations with their cells, spread over rounds and places."""
    from biennium.organisation.models import Place
    from biennium.reporting.models import Observation, ObservationCell

    places = list(Place.objects.values_list("pk", flat=True))
    rounds = [one.pk for one in world.programme.rounds.order_by("start")]
    templates = {pk % 10: first(Observation, indicator__code=_like(pk)) for pk in keys[:10]}
    start, written = 1_000_000, 0
    for digit, template in templates.items():
        chosen = [pk for pk in keys if pk % 10 == digit]
        lines = _observations(chosen, template, places, rounds, start + written)
        written += copies(Observation._meta.db_table, template, lines)
    cell = first(ObservationCell)
    numbered = iter(range(10_000_000, 10_000_000 + written * len(CELLS)))
    copies(
        ObservationCell._meta.db_table,
        cell,
        (
            {
                "id": next(numbered),
                "observation_id": start + number,
                "dimension": dimension,
                "category": category,
                "value": value,
            }
            for number in range(written)
            for dimension, category, value in CELLS
        ),
    )
    reset_sequences(Observation, ObservationCell)
    return written


def _like(pk: int) -> str:
    """The indicator of the small organisation whose observation is copied."""
    return "1.1.2" if pk % 10 < 7 else "1.1.3" if pk % 10 < 9 else "1.1.5"


def _observations(keys: list[int], template: Row, places: list[int], rounds: list[int], start: int) -> Iterator[Row]:
    number = start
    for pk in keys:
        for one in range(A_INDICATOR):
            place, round_ = places[(pk + one // ROUNDS) % len(places)], rounds[one % ROUNDS]
            key = f"{pk}|{round_}|p{place}|-|{template['unit_id']}"
            fresh = {"id": number, "uid": identity(template["uid"]), "key": key}
            yield {**fresh, "indicator_id": pk, "round_id": round_, "place_id": place}
            number += 1


def organisation() -> Any:
    """The small organisation that reports, with eight rounds, one observation of each kind, and a country outcome."""
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.periods import Period
    from biennium.programme.exchange import models as exchange
    from biennium.programme.services.work_items import add_work_item
    from biennium.reporting.services.rounds import open_round
    from reporting import world as small

    world = small.build()
    for year in (2024, 2025):
        for quarter in range(1, 5):
            period = Period.of_quarter(year, quarter)
            world.rounds[period.code] = open_round(
                actor=world.planner,
                programme=world.programme,
                code=period.code,
                window=period,
                opens=period.start,
                due=date(2026, 1, 31),
            )
    values = {"code": "W", "kind": "country_outcome", "title": {"en": "W"}, "place": "KEN", "result": "1.1"}
    add_work_item(actor=OPERATOR, programme=world.programme, values=exchange.WorkItem.model_validate(values))
    cells = {"sex": {"female": "5", "male": "4", "unknown": "3"}}
    world.observe("1.1.2", "2024-Q1", place="KEN", value="12", cells=cells)
    world.observe("1.1.3", "2024-Q1", place="KEN", numerator=12, denominator=48)
    world.observe("1.1.5", "2024-Q1", place="KEN", value="55")
    return world


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock, and seconds of the processor: what the clock would say on an idle machine."""

    clock: float
    processor: float


def timed(action: Callable[[], object], times: int = 5) -> Taken:
    """The median of some runs; a first one warms up where there are several."""
    if times > 1:
        action()
    found = [_once(action) for _one in range(times)]
    return Taken(*(statistics.median(getattr(one, name) for one in found) for name in ("clock", "processor")))


def _once(action: Callable[[], object]) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return Taken(time.perf_counter() - clock, time.process_time() - processor)


def read(world: Any, address: str) -> Callable[[], object]:
    """Reads a page of the office."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(world.planner)

    def reading() -> None:
        answer = client.get(f"{HERE}/{address}")
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")

    return reading


def measured(world: Any, keys: list[int]) -> Iterator[tuple[str, Taken]]:
    """What people wait for, with the time it takes."""
    from biennium.organisation.models import Place
    from biennium.reporting.services.verification import submit_result, verify_result

    yield "a page of the matrix", timed(read(world, "framework/?level=output&page=20"))
    yield "an indicator and what lies behind it", timed(read(world, f"framework/i{keys[0]}/"))
    cells = {"sex": {"female": "5", "male": "4", "unknown": "3"}}
    places_left = list(Place.objects.exclude(code="KEN").values_list("code", flat=True))

    def enter() -> None:
        world.observe("1.1.2", "2024-Q2", place=places_left.pop(), value="12", cells=cells)

    yield "one value entered, with five cells", timed(enter)
    proved = [world.proved("KEN") for _one in range(12)]
    waiting: list[Any] = []
    yield (
        "one result submitted",
        timed(lambda: waiting.append(submit_result(actor=world.ken, result=proved.pop()))),
    )
    yield "one result verified", timed(lambda: verify_result(actor=world.evaluator, result=waiting.pop()))
    yield "the full recomputation, compared", timed(lambda: compare(world.programme), 1)


def gather_statistics() -> None:
    """What PostgreSQL gathers by itself within a minute or two of such a fill, and plans its questions by."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def compare(programme: Any) -> None:
    """Ends the program when an aggregate is not what a full recomputation gives."""
    from biennium.reporting.selectors import consistency

    if differing := sum(1 for _one in consistency.differences(programme)):
        raise SystemExit(f"{differing} aggregates differ")


def run(share: int) -> int:
    """Fills the database, measures, and says which bar is missed."""
    from django.core.management import call_command

    from biennium.reporting.services.aggregates import rebuild_aggregates

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    world = organisation()
    keys = framework(share)
    written = reports(world, keys)
    print(f"{len(keys):,} indicators, {written:,} observations, {written * len(CELLS):,} cells", flush=True)
    rebuild_aggregates(actor=world.planner, programme=world.programme, reason="Benchmark")
    gather_statistics()
    print(f"filled and aggregated in {time.perf_counter() - started:.0f} s", flush=True)
    missed = 0
    for name, taken in measured(world, keys):
        missed += taken.clock > BARS[name]
        verdict = "ok" if taken.clock <= BARS[name] else "MISSED"
        times = f"{taken.clock:8.3f} s   processor {taken.processor:8.3f} s   bar {BARS[name]:5.1f} s"
        print(f"{name:40} {times}   {verdict}", flush=True)
    return 1 if missed else 0


def main() -> int:
    """Sets up an installation of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--share", type=int, default=100, help="per cent of the full size (100)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="biennium-scale-") as folder:
        os.environ["BIENNIUM_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "biennium.site.settings"
        import django

        django.setup()
        return run(options.share)


if __name__ == "__main__":
    raise SystemExit(main())
