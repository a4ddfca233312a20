"""The report to a partner: sums of the books by day, verified results of the work it funds, what is missing counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from biennium.documents.blocks import Document, Paragraph, plain
from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement
from biennium.funding.services.agreements import receive_instalment
from biennium.kernel.errors import InvalidInput, NotFound, NotPermitted
from biennium.kernel.money import Money
from biennium.ledger.models import LineBalance
from biennium.ledger.selectors.moved import NOTHING, moved
from biennium.organisation.models import Place
from biennium.papers.services import write_paper
from biennium.programme.figures import figure
from biennium.programme.models import WorkItem
from biennium.programme.selectors import versions
from biennium.programme.services.versions import seal_version
from biennium.site.command import build_parser
from biennium.site.commands import paper
from biennium.site.commands.check import _summary
from biennium.web import formatting
from biennium.workplan.models import Milestone, Plan, PlanUpdate
from ledger import world as ledger
from office.funding import signed
from papers.reported import report, rows, said, tables
from reporting.conftest import clock, world
from reporting.world import Clock, World

__all__ = ["clock", "world"]

YEAR = {"agreement": "NOR-1", "from": "2024-01-01", "until": "2024-12-31"}
NEXT = {**YEAR, "from": "2025-01-01", "until": "2025-12-31"}


@pytest.fixture(autouse=True)
def agreement(world: World, clock: Clock) -> Agreement:
    """USD 400 agreed, half of it received; spent 50 in the first year and 20 in the second, 10 given back."""
    seal_version(actor=OPERATOR, programme=world.programme, stage="adopted")
    ledger.fund("XBDC", kind="voluntary", releases="signature", control_dimensions=["agreement", "result"])
    row = signed()
    receive_instalment(actor=OPERATOR, instalment=row.instalments.first(), day=date(2024, 3, 4), amount=20_000)
    books = ledger.World(world.programme)
    line = replace(books.line("XBDC", result="1.1", place="KEN"), agreement=row.pk)
    books.enter("authority", 40_000, line)
    books.enter("allotment", 30_000, line)
    books.spend(5_000, line)
    books.spend(2_000, line, date=date(2025, 2, 1))
    books.enter("refund", 1_000, line, date=date(2025, 3, 1))
    return row


def made(world: World, lang: str = "en", subject: dict[str, str] = YEAR, **more: object) -> Document:
    return report(world, kind="agreement", lang=lang, **subject, **more)  # type: ignore[arg-type]


def statement(document: Document) -> dict[str, list[str]]:
    found = next(one for title, one in tables(document).items() if "Financial" in title)
    return {row[0]: row[1:] for row in rows(found)}


def test_the_statement_is_the_sum_of_the_postings_of_its_days(world: World) -> None:
    first, second = statement(made(world)), statement(made(world, subject=NEXT))
    assert first["Received"] == ["200.00", "200.00"]
    assert first["Released"] == ["400.00", "400.00"]
    assert first["Allotted"] == ["300.00", "300.00"]
    assert first["Spent"] == ["50.00", "50.00"]
    assert first["Balance"] == ["", "150.00"]
    assert second["Received"] == ["0.00", "200.00"]
    assert second["Spent"] == ["10.00", "60.00"]
    assert second["Balance"] == ["", "140.00"]


def addresses(document: Document) -> dict[str, str]:
    """Every figure of a report by its address, with what is shown."""
    cells = [cell for table in tables(document).values() for row in table.rows for cell in row]
    texts = [block.content for block in document.blocks if isinstance(block, Paragraph)]
    spans = [span for content in (*cells, *texts) for span in content]
    return {span.figure: span.text for span in spans if span.figure}


def test_every_amount_opens_into_the_same_amount(world: World) -> None:
    version = versions.latest(world.programme)
    assert version is not None
    found = addresses(made(world, subject=NEXT))
    assert {address.partition(":")[0] for address in found} >= {
        f"2024-25/agreement.{name}" for name in ("amount", "received", "approved", "spent", "support", "balance")
    }
    assert any(",result=1.1" in address for address in found)
    assert any(",place=KEN" in address for address in found)
    for address, shown in found.items():
        value = figure(versions.opened(version), version, address.partition("/")[2]).value
        assert isinstance(value, Money)
        assert shown.removeprefix("USD\u00a0") in (formatting.scaled(value, 0), formatting.money(value)[4:])


def test_what_moved_until_the_last_day_is_what_stands(agreement: Agreement) -> None:
    whole = moved(agreement, until=date(2026, 1, 1))[()]
    balances = LineBalance.objects.filter(line__agreement=agreement)
    assert whole.control.spent == sum(one.spent for one in balances) == 6_000
    assert whole.reporting.spent == sum(one.spent_reporting for one in balances)
    by_result = moved(agreement, until=date(2026, 1, 1), by=("result",))
    assert sum(one.control.spent for one in by_result.values()) == 6_000
    assert moved(agreement, until=date(2023, 1, 1)).get((), NOTHING) == NOTHING


def test_tables_by_result_and_place_sum_to_what_was_spent(world: World) -> None:
    found = tables(made(world, subject=NEXT))
    for title in ("Spent by result", "Spent by country or territory"):
        assert rows(found[title])[-1] == ["Total", "10.00", "60.00"]
        assert rows(found[title])[0][1:] == ["10.00", "60.00"]


def test_an_instalment_that_was_due_and_did_not_come_is_missing(world: World) -> None:
    assert "Nothing that was due is missing." in said(made(world))
    assert "1 instalment that was due has not been received" in said(made(world, subject=NEXT))


def funded(world: World, agreement: Agreement) -> WorkItem:
    """A country outcome of Kenya for which the agreement pays."""
    books = ledger.World(world.programme)
    item = WorkItem.objects.create(
        programme=world.programme,
        code="KEN-9",
        title={"en": "Care"},
        kind="country_outcome",
        place=Place.objects.get(code="KEN"),
        result=world.programme.results.get(code="1.1"),
    )
    line = replace(books.line("XBDC", result="1.1", place="KEN"), agreement=agreement.pk, work_item=item.pk)
    books.enter("authority", 100, line)
    return item


def test_verified_results_of_funded_work_are_told_and_others_only_counted(world: World, agreement: Agreement) -> None:
    verified, waits = world.verified("KEN", "1.2.1"), world.submitted("TUN", "1.2.1")
    item = funded(world, agreement)
    type(verified).objects.filter(pk__in=(verified.pk, waits.pk)).update(work_item=item, date=date(2024, 6, 1))
    told = " ".join(said(made(world)))
    assert "KEN-9 Care" in told
    assert "KEN, 1 June 2024" in told
    assert "1 country result waits to be verified and is not told" in told


def test_work_of_which_nothing_is_told_is_named(world: World, agreement: Agreement) -> None:
    item = funded(world, agreement)
    words = "1 work item has money of the agreement, and nothing is told of it: KEN-9"
    assert words in " ".join(said(made(world)))
    PlanUpdate.objects.create(
        plan=Plan.objects.create(work_item=item), at=datetime(2024, 4, 2, 12, tzinfo=UTC), kind="progress", text={}
    )
    assert words not in " ".join(said(made(world)))


@pytest.fixture
def plan(world: World, agreement: Agreement) -> Plan:
    """The plan of work that is paid for: one milestone reached in time, one late, one to come, one taken off."""
    made_ = Plan.objects.create(work_item=funded(world, agreement))
    for title, due, reached, retired in (
        ("Bill tabled", date(2024, 3, 1), date(2024, 2, 20), False),
        ("Law in force", date(2024, 9, 1), date(2025, 2, 1), False),
        ("Inspectors trained", date(2025, 6, 1), None, False),
        ("Never mind", date(2024, 5, 1), None, True),
    ):
        retired_at = timezone.now() if retired else None
        Milestone.objects.create(plan=made_, title={"en": title}, due=due, reached_on=reached, retired_at=retired_at)
    return made_


def test_milestones_are_told_as_they_stood_on_the_last_day(world: World, plan: Plan) -> None:
    first, second = " ".join(said(made(world))), " ".join(said(made(world, subject=NEXT)))
    assert "Bill tabled (reached on 20 February 2024)" in first
    assert "Law in force (due on 1 September 2024, not reached)" in first
    assert "1 milestone was due and is not reached" in first
    assert "Law in force (reached on 1 February 2025)" in second
    assert "Inspectors trained (due on 1 June 2025, not reached)" in second
    for absent, told in (("Inspectors trained", first), ("Bill tabled", second), ("Never mind", first + second)):
        assert absent not in told


def test_what_was_said_is_told_in_the_period_in_which_it_was_said(world: World, plan: Plan) -> None:
    for day, kind, text in (
        (datetime(2024, 4, 2, 12, tzinfo=UTC), "progress", "The draft is out"),
        (datetime(2025, 1, 5, 12, tzinfo=UTC), "problem", "Elections came first"),
    ):
        PlanUpdate.objects.create(plan=plan, at=day, kind=kind, text={"en": text}, author_label="Ken")
    first, second = " ".join(said(made(world))), " ".join(said(made(world, subject=NEXT)))
    assert "2 April 2024, progress: The draft is out" in first
    assert "Elections came first" not in first
    assert "5 January 2025, problem: Elections came first" in second


def test_work_of_which_nothing_is_told_is_counted(world: World, agreement: Agreement) -> None:
    funded(world, agreement)
    told = " ".join(said(made(world)))
    assert "KEN-9 Care" in told
    assert "1 work item" in told


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
@pytest.mark.parametrize("file_format", ["pdf", "docx", "html"])
def test_it_is_written_in_each_language_and_format(world: World, lang: str, file_format: str) -> None:
    asked = {"programme": world.programme, "kind": "agreement", "lang": lang, "file_format": file_format}
    written = write_paper(**asked, actor=OPERATOR, subject=YEAR)  # type: ignore[arg-type]
    assert written.name == f"2024-25-v1-NOR-1-2024-01-01-2024-12-31-agreement-{lang}.{file_format}"
    assert len(written.content) > 1000


def test_the_cover_names_partner_agreement_and_period(world: World) -> None:
    cover = made(world).cover
    fields = {label: plain(content) for label, content in cover.fields}
    assert fields["Partner"] == "Norway"
    assert fields["Agreement"] == "NOR-1 Care"
    assert fields["Period of this report"] == "2024"
    assert fields["Reports are due"] == "no day is set"


def test_it_is_for_those_who_see_the_office(world: World) -> None:
    with pytest.raises(NotPermitted):
        made(world, by=AnonymousUser())


def test_a_wrong_agreement_day_or_period_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match="no agreement NOR-7"):
        made(world, subject={**YEAR, "agreement": "NOR-7"})
    with pytest.raises(InvalidInput, match="no day"):
        made(world, subject={**YEAR, "until": "soon"})
    with pytest.raises(InvalidInput, match="ends before"):
        made(world, subject={**YEAR, "until": "2023-12-31"})


def test_the_command_says_what_it_lacks_and_writes(world: World, tmp_path: Path) -> None:
    out = str(tmp_path / "a.html")
    start = ["paper", "2024-25", "--kind", "agreement", "--out", out]
    with pytest.raises(InvalidInput):
        paper.run(build_parser().parse_args(start))
    told = ["--agreement", "NOR-1", "--from", "2024-01-01", "--until", "2024-12-31"]
    assert paper.run(build_parser().parse_args([*start, *told])) == 0
    assert "Report on agreement NOR-1" in Path(out).read_text(encoding="utf-8")


def test_one_finding_is_not_many() -> None:
    assert _summary(1, 2) == "1 finding, 2 warnings"
