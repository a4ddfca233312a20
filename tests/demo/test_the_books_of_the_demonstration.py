"""The demonstration's books hold the published totals of 2024 to the dollar, and agree with themselves; its reports are
illustrative, in every state."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test import override_settings

from biennium.demo.build import build
from biennium.demo.money.plan import build as plan
from biennium.foundation import files
from biennium.foundation.actors import OPERATOR
from biennium.foundation.quality import ERROR, findings
from biennium.funding.models import Agreement, Instalment, Project
from biennium.ledger.models import IncomeEntry, LineBalance, Posting
from biennium.ledger.selectors.income import income
from biennium.ledger.selectors.previous import previous
from biennium.ledger.selectors.proof import prove
from biennium.ledger.selectors.reconciliation import books, budget_to_accounts
from biennium.ledger.selectors.scope import Scope
from biennium.ledger.selectors.tables import table, totals
from biennium.organisation.services.facts import load_facts
from biennium.programme.models import Programme
from biennium.publishing.datacube.package import package
from biennium.publishing.iati.totals import totals as files_totals
from biennium.publishing.publications.selectors import counts, history, severities
from biennium.publishing.reconcile.comparing import compare
from biennium.reporting.models import CountryResultIndicator, Evidence, Observation
from biennium.workplan.models import Plan, PlanMarker
from biennium.workplan.selectors.slices import Slice
from biennium.workplan.selectors.work import workload
from running import sites

pytestmark = pytest.mark.django_db
DOLLAR = 100


@pytest.fixture(scope="module")
def programme(
    django_db_setup: None, django_db_blocker: pytest.DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Programme]:
    """For the module: on SQLite a copy of the one that the run has built, on PostgreSQL one that is built for it."""
    with django_db_blocker.unblock(), _copied(tmp_path_factory) if connection.vendor == "sqlite" else _built():
        yield Programme.objects.get()


@contextmanager
def _copied(folders: pytest.TempPathFactory) -> Iterator[None]:
    """The demonstration in place of what is in the database, which comes back."""
    data = sites.built(folders)
    own = shutil.copytree(data / "files", folders.mktemp("demonstration") / "files")
    connection.ensure_connection()
    with closing(sqlite3.connect(":memory:")) as before, closing(sqlite3.connect(data / "demonstration.sqlite3")) as it:
        connection.connection.backup(before)
        it.backup(connection.connection)
        with override_settings(FILES_DIR=own):
            yield
        before.backup(connection.connection)


@contextmanager
def _built() -> Iterator[None]:
    """The demonstration, inside a transaction that is rolled back."""
    with transaction.atomic():
        load_facts(actor=OPERATOR)
        build(progress=lambda _done, _total: None)
        yield
        transaction.set_rollback(True)


def test_the_programme_before_stands_beside_it_as_it_was_published(programme: Programme) -> None:
    found, published = previous(programme), plan().previous
    assert found is not None
    assert (found.code, found.whole.constant, found.whole.before_exchange, found.whole.total) == (
        "2022-23",
        published.constant,
        published.with_cost_increases,
        published.recosted,
    )
    assert found.precision == {"constant": 1, "cost_increase": 1, "exchange": published.precision}


def test_income_is_what_was_published(programme: Programme) -> None:
    recognised = {row.key[0]: row.recognised for row in income(["partner"], years=[2024], authority=True)}
    named = {code: amount for code, amount in recognised.items() if code}
    assert len(named) == 192
    assert sum(named.values()) == 831_092_021 * DOLLAR
    assert recognised[""] == 101_672_719 * DOLLAR
    assert sum(recognised.values()) == 932_764_740 * DOLLAR
    other = IncomeEntry.objects.filter(fund__isnull=True).aggregate(Sum("reporting"))["reporting__sum"]
    assert other == 117_311_697 * DOLLAR


def test_expense_is_what_was_published_with_support_cost_counted_once(programme: Programme) -> None:
    made = table(Scope.parse(programme, "year=2024"), ["fund"])
    assert made.consolidated == 858_209_541 * DOLLAR
    assert budget_to_accounts(Scope.parse(programme, "year=2024")).accounts == 858_209_541 * DOLLAR


def test_expense_by_place_function_and_goal_is_what_was_published(programme: Programme) -> None:
    direct = LineBalance.objects.filter(line__cost_category__support_cost=False, line__year=2024)
    by_function = dict(direct.values_list("line__work_item__function").annotate(Sum("spent_reporting")).order_by())
    wanted: dict[str, int] = {}
    for cell in plan().expense:
        wanted[cell.function] = wanted.get(cell.function, 0) + cell.amount
    assert by_function == wanted
    assert sum(by_function.values()) == 858_209_541 * DOLLAR
    places = {row.key[0] for row in table(Scope.parse(programme, "year=2024"), ["place"]).rows if row.amounts.spent}
    assert len(places - {"-"}) == 162


def test_a_few_lines_are_overspent_and_nothing_else_is_uncovered(programme: Programme) -> None:
    rows = table(Scope.parse(programme, ""), ["fund"]).rows
    assert {row.key[0]: row.amounts.uncovered for row in rows if row.amounts.uncovered} == {"RB": -51_341_769}


def test_all_work_is_planned_and_needs_what_the_plan_of_the_money_says(programme: Programme) -> None:
    load = workload(programme, 2025)
    assert all(work.plan is not None and work.plan.modelled for work in load.works)
    assert load.amounts(Slice()).requirement == sum(row.amount for row in plan().requirements)
    by_output = load.by("result")
    for code in ("1.1", "3.2", "7.5"):
        wanted = sum(row.amount for row in plan().requirements if row.result == code)
        assert by_output[code].requirement == wanted


def test_the_gap_is_visible_and_what_work_has_was_allotted(programme: Programme) -> None:
    for year in (None, 2024, 2025):
        load = workload(programme, year)
        total = load.amounts(Slice())
        assert 0 < total.expected_gap <= total.gap < total.requirement
        allotted = totals(Scope.parse(programme, f"year={year}" if year else "")).allotted
        assert total.resources <= allotted


def test_the_books_agree_with_each_other(programme: Programme) -> None:
    proof = prove()
    assert (proof.faults, proof.tail) == ([], 0)
    assert [one for one in books(programme) if one.difference] == []
    paid = IncomeEntry.objects.filter(step="received", agreement__isnull=False).order_by().values_list("agreement")
    came = Instalment.objects.exclude(received=0).order_by().values_list("agreement")
    assert dict(came.annotate(Sum("received"))) == dict(paid.annotate(Sum("amount")))
    assert Instalment.objects.filter(received=0, agreement__status="signed").exists()
    assert totals(Scope.parse(programme, "")).approved > totals(Scope.parse(programme, "")).allotted


def test_the_cube_is_what_was_published_and_names_the_difference_of_its_tables(programme: Programme) -> None:
    made = package(2024)
    totals_of = {one.name: one.total() for one in made.datasets if "amount" in one.columns}
    assert totals_of["expenses_sub_agency"] == totals_of["expenses_by_country_region_sub_agency"] == 858_209_541
    assert totals_of["expenses_sdgs"] == 858_209_549
    assert totals_of["revenue_sub_agency"] == 932_764_740 + 117_311_697
    assert made.holds
    assert [check.rows for check in made.checks if check.state == "known"] == [
        ("8: +8.00 (Expense by goal against expense by function)",)
    ]


def test_what_is_published_has_no_finding_and_sums_to_the_books(programme: Programme, tmp_path: Path) -> None:
    (publication,) = history()
    assert publication.published_at is not None
    assert set(severities(publication).values()) == {0}
    assert counts(publication)["new"] == programme.work_items.count() + 1
    paths = []
    for one in publication.files.exclude(programme=None).select_related("file"):
        paths.append(tmp_path / one.name)
        paths[-1].write_bytes(files.read(one.file))
    found = files_totals(paths)
    rows = table(Scope.parse(programme, ""), ["fund", "year"])
    spent = {(row.key[0], int(row.key[1])): row.amounts.spent for row in rows.rows if row.amounts.spent}
    charged = sum(spent.values()) - rows.consolidated
    spent["XBDC", 2024] -= charged
    assert found.spent() == spent
    allotted = sum(row.amounts.allotted for row in table(Scope.parse(programme, ""), ["fund"]).rows)
    assert sum(found.budgets.values()) == allotted - charged
    signed = Agreement.objects.filter(status__in=("signed", "active")).aggregate(sum=Sum("amount"))["sum"]
    assert found.of_type("11") == signed
    assert found.of_type("1") == sum(row.amount for row in plan().agreements if row.status == "active")
    assert found.of_type("3") == sum(row.amount for row in plan().expense if row.cost_category == "transfers")
    assert found.of_type("2") > 0


def test_nobody_who_is_paid_by_name_is_real(programme: Programme) -> None:
    names = set(Posting.objects.filter(kind__in=("expense", "commitment")).values_list("counterparty", flat=True))
    assert len(names) > 100
    assert all(name.startswith("Illustrative partner organisation") for name in names - {""})


def test_every_plan_has_the_markers_that_un_info_asks_for_with_evidence(programme: Programme) -> None:
    given = PlanMarker.objects.filter(plan__work_item__programme=programme)
    assert given.count() == 2 * Plan.objects.count()
    assert set(given.values_list("marker__code", flat=True)) == {"gender", "human_rights"}
    assert all(one.evidence["en"].startswith("Illustrative") for one in given.filter(score__gt=0))


def test_everything_published_is_the_money_of_the_books(programme: Programme) -> None:
    report = compare(programme)
    assert (report.missing, report.errors) == ((), [])
    assert {line.standard.partition(" ")[0] for line in report.lines} == {"iati", "datacube", "crs", "uninfo"}


def test_results_are_in_every_state_but_withdrawn_and_nobody_verified_their_own(programme: Programme) -> None:
    results = programme.country_results.all()
    assert {one.status for one in results} == {"draft", "submitted", "returned", "verified", "published"}
    assert all(one.verifier_id != one.author_id for one in results)
    counted = CountryResultIndicator.objects.filter(result__programme=programme, result__status="verified")
    assert set(counted.values_list("met", flat=True)) == {True, False}


def test_every_result_value_and_piece_of_evidence_says_that_it_is_illustrative(programme: Programme) -> None:
    words = {"en": "Illustrative", "fr": "À titre d’illustration", "es": "Ilustrativo"}
    texts = [one.statement for one in programme.country_results.all()]
    texts += [one.source for one in Observation.objects.filter(round__programme=programme)]
    assert all(text[lang].startswith(begin) for text in texts for lang, begin in words.items())
    assert set(Evidence.objects.values_list("title", flat=True)) == {"Illustrative evidence"}


def test_the_first_round_is_closed_and_some_values_are_zero_and_some_missing(programme: Programme) -> None:
    assert list(programme.rounds.values_list("code", "status")) == [("2024", "closed"), ("2025", "open")]
    assert Observation.objects.filter(value=0).exists()
    reported = Observation.objects.filter(round__code="2025").values("indicator").distinct().count()
    assert 0 < reported < programme.indicators.exclude(kind="country_count").count()


def test_the_figures_are_what_the_reports_amount_to(programme: Programme) -> None:
    assert [one for one in findings(programme) if one.severity == ERROR] == []


def test_projects_hold_all_that_their_agreements_spend_and_divide_it_as_they_say(programme: Programme) -> None:
    spent = {one.key[0]: one.amounts.spent for one in table(Scope(programme), ["agreement"]).rows}
    projects = list(Project.objects.prefetch_related("agreements", "shares__result", "shares__place"))
    assert len(projects) == 5
    for project in projects:
        scope = Scope(programme, {"project": project.symbol})
        paid = [spent.get(one.code, 0) for one in project.agreements.all()]
        assert totals(scope).spent == sum(paid) > 0, project
        assert totals(scope).uncovered == 0, project
        first = [one for one in project.shares.all() if one.since.year == 2024]
        assert sum(one.share for one in first if one.result) == 10_000
        assert sum(one.share for one in first if one.place) in (0, 10_000)
    joint = next(one for one in projects if one.agreements.filter(code__endswith="2024").count() == 2)
    assert joint.symbol == "GLO/24/01/MUL"
