"""The books at scale: 6 programmes, 5,000 projects, some 2 million moves.

Use: `python benchmarks/ledger_scale.py [--share 100] [--rounds 20]`. Fills an empty database (a file of SQLite in a
temporary folder, or the one of BIENNIUM_DATABASE_URL): framework by its service, agreements and projects past it,
postings by the posting primitive. Times the table of a whole programme by result, fund and year, a figure that opens,
and the lists of the office as a browser asks for them, with the number of their queries; then the proof of all books.
One line each; exit status 1 when the 95th percentile of the table or of a list is 300 ms and more, a list takes more
than 20 queries, or the books do not hold. `--share 1` fills a hundredth of projects and moves.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

YEARS = (2014, 2016, 2018, 2020, 2022, 2024)
PROJECTS, MOVES, CHUNK = 5_000, 2_000_000, 20_000
OUTCOMES, OUTPUTS = 8, 5
MOST_MILLISECONDS, MOST_QUERIES = 300.0, 20
PROGRAMME = "/office/programmes/2024-25"
LISTS = (
    *(f"{PROGRAMME}/{name}/" for name in ("budget", "strategic-budget", "lines", "imports")),
    *(f"/office/{name}/" for name in ("funds", "partners", "agreements", "projects")),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds on the clock: half of the times, and 95 of 100, were shorter; and the queries of one time."""

    median: float
    p95: float
    queries: int


def results() -> list[dict[str, Any]]:
    """Outcomes and their outputs."""
    outcomes = [{"code": str(one), "level": "outcome", "title": {"en": f"Outcome {one}"}} for one in _outcomes()]
    outputs = [
        {"code": f"{one}.{other}", "level": "output", "parent": str(one), "title": {"en": f"Output {one}.{other}"}}
        for one, other in product(_outcomes(), range(1, OUTPUTS + 1))
    ]
    return [*outcomes, *outputs]


def _outcomes() -> range:
    return range(1, OUTCOMES + 1)


def programmes() -> list[Any]:
    """The organisation, its funds, and a programme for each two years."""
    from biennium.foundation.actors import OPERATOR
    from biennium.funding.models import CostCategory
    from biennium.programme.services.importing import import_programme
    from ledger import world
    from programme import samples

    world.organisation()
    world.fund("RB", controlled_at="budget")
    project_rules = {"control_dimensions": ["agreement", "project", "result"], "control_by_year": True}
    world.fund("XBDC", kind="voluntary", releases="signature", **project_rules)
    for code, staff in (("staff", True), ("travel", False)):
        CostCategory.objects.create(code=code, name={"en": code}, un_category=code, staff=staff)
    made = []
    for year in YEARS:
        period = {"start": f"{year}-01-01", "end": f"{year + 1}-12-31", "code": f"{year}-{(year + 1) % 100}"}
        plain = {"indicators": [], "terms": [], "work_items": [], "results": results()}
        made.append(import_programme(actor=OPERATOR, values=samples.programme(**period, **plain)))
    return made


def projects(count: int) -> list[tuple[int, int, int]]:
    """Projects, each with an agreement of its own: the keys of both, and the year their programme begins."""
    from biennium.funding.models import Agreement, Fund, Partner, Project

    partner = Partner.objects.create(code="NOR", name={"en": "Norway"}, contributor_type="C01")
    fund = Fund.objects.get(code="XBDC")
    agreements, made = [], []
    for number in range(count):
        year = YEARS[number % len(YEARS)]
        days = {"starts": date(year, 1, 1), "ends": date(year + 1, 12, 31)}
        terms = {"partner": partner, "fund": fund, "amount": 10**9, "currency": "USD", "status": "active"}
        title = {"en": f"Project {number}"}
        agreements.append(Agreement(code=f"A{number}", title=title, signed_on=days["starts"], **terms, **days))
        made.append(Project(symbol=f"P{number}", title=title, **days))
    Agreement.objects.bulk_create(agreements, CHUNK)
    Project.objects.bulk_create(made, CHUNK)
    through = Project.agreements.through
    pairs = zip(agreements, made, strict=True)
    through.objects.bulk_create((through(project=two, agreement=one) for one, two in pairs), CHUNK)
    pairs = zip(agreements, made, strict=True)
    return [(one.pk, two.pk, one.starts.year) for one, two in pairs]


def lines(made: list[Any], of: list[tuple[int, int, int]]) -> Iterator[Any]:
    """Where money stands: three outputs of each project, and every output, unit and country of the regular budget; by
    cost category and year."""
    from biennium.funding.models import CostCategory, Fund
    from biennium.ledger.books.dimensions import Dimensions
    from biennium.organisation.models import Place, Unit
    from biennium.programme.models import Result

    rb, xb = (Fund.objects.get(code=code).pk for code in ("RB", "XBDC"))
    categories = list(CostCategory.objects.values_list("pk", flat=True))
    units = list(Unit.objects.values_list("pk", flat=True))
    places = list(Place.objects.filter(code__in=("KEN", "PER", "NPL")).values_list("pk", flat=True))
    outputs = {
        one.start.year: list(Result.objects.filter(programme=one, parent__isnull=False).values_list("pk", flat=True))
        for one in made
    }
    keys = {one.start.year: one.pk for one in made}
    for number, (agreement, project, year) in enumerate(of):
        general = Dimensions(keys[year], xb, agreement=agreement, project=project)
        for one, category, more in product(range(3), categories, (0, 1)):
            result = outputs[year][(number + one) % len(outputs[year])]
            yield replace(general, result=result, cost_category=category, year=year + more)
    for year, programme in keys.items():
        general = Dimensions(programme, rb)
        for result, unit, place, category, more in product(outputs[year], units, places, categories, (0, 1)):
            yield replace(general, result=result, unit=unit, place=place, cost_category=category, year=year + more)


def orders(of: list[Any], count: int) -> Iterator[Any]:
    """Authority, an allotment and expenses on each line, most of them covered."""
    from biennium.kernel.books.stages import Stage
    from biennium.kernel.money import Money
    from biennium.ledger.books.orders import Entry, Expense, Step

    spent = max(1, count // len(of) - 2)
    for line in of:
        day = date(line.year, 6, 30)
        for kind, source, goal in (
            ("authority", Stage.SOURCE, Stage.APPROVED),
            ("allotment", Stage.APPROVED, Stage.ALLOTTED),
        ):
            money = Money(spent * 10_000, "USD")
            yield Entry(kind=kind, date=day, steps=(Step(line=line, from_stage=source, to_stage=goal, money=money),))
        for number in range(spent):
            yield Expense(line=line, money=Money(9_000 + number * 53 % 2_000, "USD"), date=day)


def post(wanted: Iterator[Any]) -> int:
    """Posts by the primitive, batch by batch. Returns how many."""
    from django.db import transaction

    from biennium.foundation.actors import OPERATOR
    from biennium.ledger.services.posting import add_to, new_batch

    written = 0
    while chunk := list(islice(wanted, CHUNK)):
        with transaction.atomic():
            add_to(new_batch(actor=OPERATOR, origin="import"), chunk)
        written += len(chunk)
    return written


def settle() -> None:
    """Lets the database know how much it holds, as its own housekeeping does in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(action: Callable[[], object], rounds: int) -> Taken:
    """A first time warms up, and counts the queries."""
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(count):
        action()
    found = [_once(action) for _round in range(rounds)]
    return Taken(statistics.median(found), statistics.quantiles(found, n=20, method="inclusive")[-1], len(asked))


def _once(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def reader() -> Any:
    """A budget officer of the whole office, with a browser."""
    from django.test import Client

    from biennium.organisation.models import Person, Role, RoleAssignment, Unit
    from biennium.organisation.roles import STANDARD_ROLES

    standard = next(one for one in STANDARD_ROLES if one.code == "budget_officer")
    role, _made = Role.objects.get_or_create(
        code=standard.code, defaults={"name": standard.name, "actions": list(standard.actions)}
    )
    person = Person.objects.create_user(email="b@example.org", name="Budget", password="x", language="en")
    unit = Unit.objects.get(code="ORG")
    RoleAssignment.objects.create(person=person, role=role, unit=unit, starts=date(2014, 1, 1))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    return client


def asked(programme: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """What people wait for."""
    from biennium.ledger.selectors.figures import money
    from biennium.ledger.selectors.scope import Scope
    from biennium.ledger.selectors.tables import table

    client = reader()

    def read(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")

    yield "the table result × fund × year", lambda: table(Scope(programme), ("result", "fund", "year"))
    yield "the figure money.spent, opened", lambda: money(Scope(programme), "spent")
    for address in LISTS:
        yield address, lambda address=address: read(address)


def run(share: int, rounds: int) -> int:
    """Fills the database, measures, and says which bar is missed."""
    from django.core.management import call_command

    from biennium.ledger.models import Move
    from biennium.ledger.selectors.proof import prove

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    made = programmes()
    where = list(lines(made, projects(PROJECTS * share // 100)))
    posted = post(orders(where, MOVES * share // 100))
    print(f"{len(where):,} lines, {posted:,} postings, {Move.objects.count():,} moves", flush=True)
    print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)
    settle()
    missed = 0
    for name, action in asked(made[-1]):
        taken = timed(action, rounds)
        is_missed = taken.p95 >= MOST_MILLISECONDS or taken.queries > MOST_QUERIES
        missed += is_missed
        figures = f"median {taken.median:7.1f} ms   p95 {taken.p95:7.1f} ms   {taken.queries:3} queries"
        print(f"{name:45} {figures}   {'MISSED' if is_missed else 'ok'}", flush=True)
    started = time.perf_counter()
    holds = prove().holds
    words = "the books hold" if holds else "the books do not hold"
    print(f"{'verify':45} {time.perf_counter() - started:7.1f} s   {words}", flush=True)
    return int(missed > 0 or not holds)


def main() -> int:
    """Sets up an installation of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=int, default=100, help="per cent of the full size (100)")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="biennium-scale-") as folder:
        os.environ["BIENNIUM_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "biennium.site.settings"
        import django

        django.setup()
        return run(options.share, options.rounds)


if __name__ == "__main__":
    raise SystemExit(main())
