"""A programme of which something was reported and spent, sealed; and its reports as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import translation

from biennium.documents.blocks import Block, Chart, Document, Heading, Item, Paragraph, Span, Table, plain
from biennium.foundation.actors import OPERATOR, Actor
from biennium.papers.kinds import KINDS, Commission
from biennium.papers.pin import Pin
from biennium.programme.selectors.versions import latest, opened
from biennium.programme.services.versions import seal_version
from biennium.reporting.services.verification import publish_result
from ledger import world as ledger
from papers.commissions import flat
from reporting.world import Clock, World


def reported(world: World, clock: Clock) -> ledger.World:
    """Two countries reached, one published; one waits; a value of a round; money of one fund. It is February 2026."""
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted")
    clock.set(date(2024, 7, 1))
    publish_result(actor=world.planner, result=world.verified("KEN", "1.1.1", "1.2.1"))
    world.verified("PER", "1.2.1", by="per")
    world.submitted("TUN", "1.2.1")
    world.observe("1.1.2", value="40", place="KEN")
    ledger.fund("RB")
    books = ledger.World(world.programme)
    line = books.line(result="1.1", place="KEN")
    books.enter("appropriation", 9_000_000, line)
    books.enter("allotment", 8_000_000, line)
    books.spend(3_000_000, line)
    books.spend(2_000_000, books.line(result="1.1", place="ARG"))
    clock.set(date(2026, 2, 10))
    return books


def report(
    world: World, kind: str = "implementation", lang: str = "en", by: Actor = OPERATOR, **subject: str
) -> Document:
    """The report on the sealed programme, as blocks."""
    version = latest(world.programme)
    assert version is not None
    with translation.override(lang):
        return KINDS[kind].build(
            Commission(world.programme, opened(version), Pin.of(version), lang, actor=by, subject=subject)
        )


def said(document: Document) -> list[str]:
    """Every paragraph and item."""
    return [plain(one.content) for one in flat(document.blocks) if isinstance(one, Paragraph | Item)]


def tables(document: Document) -> dict[str, Table]:
    """The tables by the heading they stand under; of several the first."""
    found: dict[str, Table] = {}
    title = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            title = plain(block.content)
        elif isinstance(block, Table | Chart):
            found.setdefault(title, block if isinstance(block, Table) else block.table)
    return found


def rows(table: Table) -> list[list[str]]:
    """What the cells say."""
    return [[plain(cell) for cell in row] for row in table.rows]


def figures(document: Document) -> Iterator[Span]:
    """Every number that is a figure."""
    for block in document.blocks:
        yield from (span for span in _spans(block) if span.figure)


def _spans(block: Block) -> Iterator[Span]:
    if isinstance(block, Heading | Paragraph | Item):
        yield from block.content
    table = block.table if isinstance(block, Chart) else block
    if isinstance(table, Table):
        yield from (span for row in table.rows for cell in row for span in cell)
