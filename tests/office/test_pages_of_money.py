"""The pages of the budget, of agreements, files and years: what they answer, and how few questions they ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.funding.models import Agreement, Fund
from biennium.ledger.models import BudgetItem, Checkpoint, ClosedYear, Estimate, ImportRun, IncomeEntry, Line, Posting
from biennium.programme.models import Result
from ledger.world import World

from .conftest import SignIn
from .funding import agreed

pytestmark = pytest.mark.django_db
HERE = "/office/programmes/2024-25"
MOST_QUERIES = 20


def read(client: Client, url: str, status: int = 200) -> str:
    """The page at an address, made with few enough queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert len(captured) <= MOST_QUERIES, [one["sql"][:160] for one in captured]
    return answer.content.decode()


@pytest.fixture
def money(world: World) -> World:
    """USD 1,000.00 approved, 900.00 allotted to two outputs, 350.00 spent."""
    approved = world.line("RB", result="1")
    world.enter("appropriation", 100_000, approved)
    for output, amount in (("1.1", 60_000), ("1.2", 30_000)):
        world.enter("allotment", amount, approved, to=world.line("RB", result=output, unit="LAW"))
    world.spend(35_000, world.line("RB", result="1.1", unit="LAW"))
    return world


def test_the_budget_says_how_much_and_leads_further_down(money: World, sign_in: SignIn) -> None:
    client = sign_in("reader")
    page = read(client, f"{HERE}/budget/")
    assert "Of USD\u00a01,000.00 approved, USD\u00a0900.00 is allotted and USD\u00a0350.00 spent." in page
    assert "Delivery is 38.9 %" in page
    assert "?fund=RB&amp;by=outcome" in page
    page = read(client, f"{HERE}/budget/?fund=RB&by=result&then=year")
    assert "600.00" in page
    read(client, f"{HERE}/budget/?result=1&unit=LAW&region=africa&by=staff", 200)


def test_a_dimension_there_is_none_of_is_refused_with_those_there_are(money: World, sign_in: SignIn) -> None:
    page = read(sign_in(), f"{HERE}/budget/?by=colour", 400)
    assert "cost_category" in page


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_budget_is_saved_as_it_is_shown_with_its_total(money: World, sign_in: SignIn, file_format: str) -> None:
    answer = sign_in().get(f"{HERE}/budget.{file_format}?by=result")
    assert answer.status_code == 200
    if file_format == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[-1].startswith("Total,1000.00,900.00")


def priced(world: World) -> None:
    """USD 1,000.00 at constant prices, 50.00 of cost increase."""
    item, fund = BudgetItem.objects.get(), Fund.objects.get(code="RB")
    for step, amount in (("constant", 100_000), ("cost_increase", 5_000)):
        Estimate.objects.create(programme=world.programme, budget_item=item, fund=fund, step=step, amount=amount)


def test_the_steps_of_the_price_add_up_and_another_rate_posts_nothing(world: World, sign_in: SignIn) -> None:
    priced(world)
    client = sign_in()
    page = read(client, f"{HERE}/strategic-budget/")
    assert "The programme costs USD\u00a01,050.00" in page
    page = read(client, f"{HERE}/strategic-budget/?share=100&other=CHF&budget=1.00&market=0.50")
    assert "At the other rate it would cost USD\u00a02,100.00" in page
    assert Posting.objects.count() == 0
    assert (
        "2100.00"
        in client.get(f"{HERE}/strategic-budget.csv?share=100&other=CHF&budget=1.00&market=0.50").content.decode()
    )


def test_a_rate_that_is_none_is_said_beside_the_form(world: World, sign_in: SignIn) -> None:
    priced(world)
    page = read(sign_in(), f"{HERE}/strategic-budget/?share=100&other=CHF&budget=x&market=0.50", 400)
    assert "is not a rate" in page


@pytest.fixture
def agreement(world: World) -> Agreement:
    return agreed()


def test_agreements_say_what_is_signed_and_what_is_likely(agreement: Agreement, sign_in: SignIn) -> None:
    client = sign_in("partnerships_officer")
    page = read(client, "/office/agreements/")
    assert "USD\u00a00.00 is signed, and USD\u00a0240.00 more is likely" in page
    assert "Norway" in page
    assert "NOR-1" not in read(client, "/office/agreements/?status=closed")
    assert "240.00" in client.get("/office/agreements.csv").content.decode()
    assert "Norway" in read(client, "/office/partners/")
    read(client, "/office/projects/")


def test_an_agreement_is_signed_and_its_instalment_received(agreement: Agreement, sign_in: SignIn) -> None:
    client = sign_in("partnerships_officer")
    page = read(client, "/office/agreements/NOR-1/")
    assert Result.objects.get(code="1.1").title["en"] in page
    client.post("/office/agreements/NOR-1/steps/sign/", {"day": "2024-02-01"})
    agreement.refresh_from_db()
    assert agreement.status == "signed"
    first = agreement.instalments.first()
    assert first is not None
    client.post(f"/office/agreements/NOR-1/instalments/{first.pk}/", {"day": "2024-03-02", "amount": "200.00"})
    page = read(client, "/office/agreements/NOR-1/")
    assert "Of USD\u00a0400.00, USD\u00a0200.00 has come" in page
    assert "USD\u00a0400.00 is left to release" in page
    entry = IncomeEntry.objects.get(agreement=agreement, step="received")
    assert (entry.amount, entry.partner, entry.fund) == (20_000, agreement.partner, agreement.fund)
    assert "all that is left returns to the partner" in page
    client.post("/office/agreements/NOR-1/steps/close/", {"reason": "All is done"})
    agreement.refresh_from_db()
    assert agreement.status == "closed"


def test_a_day_that_is_missing_is_said_and_nothing_changes(agreement: Agreement, sign_in: SignIn) -> None:
    answer = sign_in("partnerships_officer").post("/office/agreements/NOR-1/steps/sign/", {}, follow=True)
    assert "A signed agreement has a day of signature." in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == "concept"


HEADING = "document,document_line,date,fund,currency,amount,result,unit\n"


def loaded(client: Client, rows: str, **more: str) -> Any:
    file = SimpleUploadedFile("march.csv", (HEADING + rows).encode(), "text/csv")
    return client.post(f"{HERE}/imports/", {"file": file, **more}, follow=True)


def test_a_file_with_faults_says_which_cells_and_posts_nothing(money: World, sign_in: SignIn) -> None:
    client, before = sign_in(), Posting.objects.count()
    page = loaded(client, 'INV-9,1,2024-03-05,NOPE,USD,"1,000.00",1.1,LAW\n').content.decode()
    assert "cells are wrong" in page
    assert "NOPE" in page
    run = ImportRun.objects.get()
    answer = client.post(f"{HERE}/imports/{run.uid}/post/", follow=True)
    assert "This file has faults" in answer.content.decode()
    assert Posting.objects.count() == before
    read(client, f"{HERE}/imports/{run.uid}/")
    client.post(f"{HERE}/imports/{run.uid}/discard/")
    assert not ImportRun.objects.exists()


def test_a_file_that_is_right_is_posted_once(money: World, sign_in: SignIn) -> None:
    client = sign_in()
    page = loaded(client, "INV-9,1,2024-03-05,RB,USD,100.00,1.1,LAW\n").content.decode()
    assert "1 row is right and can be posted." in page
    run = ImportRun.objects.get()
    client.post(f"{HERE}/imports/{run.uid}/post/", {"reason": "March"})
    assert Posting.objects.filter(document="INV-9").count() == 1
    page = read(client, f"{HERE}/imports/{run.uid}/")
    assert "It was posted" in page
    assert "1 posting was made." in page
    assert "march.csv" in read(client, f"{HERE}/imports/")


def test_a_file_that_is_no_table_is_refused_beside_the_form(money: World, sign_in: SignIn) -> None:
    client = sign_in()
    answer = client.post(f"{HERE}/imports/", {"file": SimpleUploadedFile("a.pdf", b"%PDF"), "mapping": ""})
    assert answer.status_code == 400
    assert "This is no table." in answer.content.decode()
    answer = loaded(client, "x\n", mapping="{")
    assert "This is no JSON" in answer.content.decode()


def test_large_files_are_read_by_the_worker(
    money: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from biennium.office.budget import loading

    monkeypatch.setattr(loading, "AT_ONCE", 10)
    taken: dict[str, Any] = {}
    monkeypatch.setattr(loading.jobs, "enqueue", lambda work, **arguments: taken.update(arguments))
    answer = loaded(sign_in(), "INV-9,1,2024-03-05,RB,USD,100.00,1.1,LAW\n")
    assert "The file is being read" in answer.content.decode()
    loading.stage.func(**taken)
    assert ImportRun.objects.get().status == "checked"


def test_without_the_role_nothing_is_loaded(money: World, sign_in: SignIn) -> None:
    answer = loaded(sign_in("reader"), "INV-9,1,2024-03-05,RB,USD,100.00,1.1,LAW\n")
    assert answer.status_code == 403
    assert not ImportRun.objects.exists()


def test_a_year_is_closed_with_what_its_fund_says(money: World, sign_in: SignIn) -> None:
    client = sign_in()
    page = read(client, f"{HERE}/years/")
    assert "What is left is carried over." in page
    assert "Close 2024 of RB" in page
    assert "Close 2025 of RB" not in page
    assert "2024 is closed first." in page
    assert "No role of yours" in read(sign_in("reader"), f"{HERE}/years/")
    client.post(f"{HERE}/years/RB/2024/close/", {"reason": "The year is over"})
    assert ClosedYear.objects.get().year == 2024
    line = Line.objects.get(key=money.line("RB", result="1.1", unit="LAW").key)
    assert "2024 of RB is closed." in read(client, f"{HERE}/lines/{line.uid}/")


def test_the_books_are_proved_and_checkpointed(money: World, sign_in: SignIn) -> None:
    client = sign_in()
    read(client, "/office/books/")
    client.post("/office/books/checkpoint/")
    head = Checkpoint.objects.get().head
    assert head in read(client, "/office/books/")
    page = client.post("/office/books/", {"head": head}).content.decode()
    assert "The books agree with themselves." in page
    page = client.post("/office/books/", {"head": "0" * 64}).content.decode()
    assert "The books do not agree with themselves." in page
