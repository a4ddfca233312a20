"""Posting and loading, killed at any moment: afterwards everything is there or nothing, loading goes on, and the books
prove themselves."""

from __future__ import annotations

from pathlib import Path
from random import Random
from unittest import mock

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.money import Money
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import Batch, ImportRow, ImportRun, Move, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import imports
from biennium.ledger.services.posting import post_many
from ledger.world import DAY, World, build
from running.crowds import Crowd
from running.killing import Heartbeat, killed

TOGETHER, ROWS, CHUNK = 40, 400, 50
HEADING = "document,document_line,date,fund,result,unit,currency,amount"


@pytest.fixture
def world(crowd: Crowd) -> World:
    return crowd.alone(build)


def test_a_batch_is_posted_whole_or_not_at_all(crowd: Crowd, world: World) -> None:
    line = crowd.alone(lambda: world.line("RB", result="1.1", unit="LAW"))
    order = Expense(line=line, money=Money(7, "USD"), date=DAY)

    def post_for_ever(beat: Heartbeat) -> None:
        while True:
            beat()
            post_many(actor=OPERATOR, origin="hand", orders=[order] * TOGETHER)

    chance = Random(1)
    for _ in range(8):
        killed(post_for_ever, at=chance.randint(1, 4), pause=chance.random() / 20)

    def look() -> None:
        sizes = [batch.postings.count() for batch in Batch.objects.all()]
        assert set(sizes) == {TOGETHER}
        assert Move.objects.count() == AuditEvent.objects.filter(verb="ledger.posted").count() * TOGETHER
        assert -world.account(line).uncovered == 7 * TOGETHER * len(sizes)
        assert prove().faults == []

    crowd.alone(look)


@pytest.mark.parametrize("seed", range(4))
def test_a_file_is_loaded_once_however_often_loading_is_killed(
    crowd: Crowd, world: World, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "erp.csv"
    rows = [f"D{number},1,2024-03-01,RB,1.1,LAW,USD,{number + 1}.00" for number in range(ROWS)]
    path.write_text("\n".join([HEADING, *rows, ""]))
    chunks = ROWS // CHUNK

    def load(beat: Heartbeat) -> None:
        beat()
        run = imports.stage_file(
            actor=OPERATOR, programme=world.programme, path=path, progress=lambda _done, _total: beat()
        )
        imports.post_run(actor=OPERATOR, run=run, progress=lambda _done, _total: beat())
        raise AssertionError("loaded before it was killed")

    def nothing_half_posted() -> None:
        assert (Posting.objects.count(), Batch.objects.count()) == (0, 0)
        assert prove().faults == []

    chance = Random(seed)
    with mock.patch.object(imports, "CHUNK", CHUNK):
        for last in (chunks // 2, chunks, 2 * chunks):
            killed(load, at=chance.randint(1, last), pause=chance.random() / 100)
            crowd.alone(nothing_half_posted)
        crowd.alone(lambda: load_to_the_end(world, path))


def load_to_the_end(world: World, path: Path) -> None:
    """What whoever loads the file does after the last power cut: the same once more."""
    unfinished = ImportRun.objects.filter(status=ImportRun.Status.STAGING).first()
    run = imports.stage_file(actor=OPERATOR, programme=world.programme, path=path)
    assert unfinished is None or run == unfinished
    run = imports.post_run(actor=OPERATOR, run=run)
    assert not run.rows.exists()
    assert Posting.objects.count() == ROWS
    assert sum(Move.objects.values_list("amount", flat=True)) == 100 * ROWS * (ROWS + 1) // 2
    assert ImportRow.objects.values("run", "number").distinct().count() == ImportRow.objects.count()
    assert prove().faults == []
