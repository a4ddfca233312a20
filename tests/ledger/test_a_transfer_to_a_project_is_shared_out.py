"""A transfer to a project is split once, by the shares that hold on its day, as an allotment is (design: arithmetic,
§ 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Project
from biennium.funding.services import projects
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.shares import apportion
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Line, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import decisions
from biennium.organisation.models import Place
from biennium.programme.models import Result
from ledger.world import World, fund

BEFORE, AFTER = date(2024, 3, 1), date(2024, 7, 1)
HELD = 10_000_000
shares = st.integers(1, 9_999)


@pytest.fixture
def source(world: World) -> Dimensions:
    """USD 100,000.00 allotted to a line of no project."""
    fund("POOL", kind="voluntary", releases="nothing", control_dimensions=["project", "result"])
    line = world.line("POOL", unit="LAW")
    world.enter("authority", 2 * HELD, line)
    world.enter("allotment", HELD, line)
    return line


@pytest.fixture
def project(world: World) -> Project:
    return projects.add_project(
        actor=OPERATOR, symbol="GLO/1", title={"en": "Care"}, starts=date(2024, 1, 1), ends=date(2025, 12, 31)
    )


def share(project: Project, one: int, other: int, since: date | None = None) -> None:
    results, places = (Result.objects, ("1.1", "1.2")), (Place.objects, ("KEN", "NPL"))
    halves = [
        {rows.get(code=code): part for code, part in zip(codes, (first, 10_000 - first), strict=True)}
        for (rows, codes), first in ((results, one), (places, other))
    ]
    projects.share_project(actor=OPERATOR, project=project, results=halves[0], places=halves[1], since=since)


def transfer(source: Dimensions, target: Dimensions, amount: int, day: date = BEFORE, **more: Stage) -> Posting:
    money = Money(amount, "USD")
    return decisions.transfer(
        actor=OPERATOR, source=source, target=target, amount=money, day=day, reason="The plan", **more
    )


def standing(project: Project, name: str) -> dict[str, int]:
    """What is allotted to the project by its results, or by its places."""
    found: dict[str, int] = {}
    for line in Line.objects.filter(project=project).select_related("balance", name):
        code = getattr(line, name).code
        found[code] = found.get(code, 0) + line.balance.allotted
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(1, HELD), one=shares, other=shares, later=st.booleans())
def test_its_parts_sum_to_the_amount_whatever_the_shares(
    world: World, source: Dimensions, project: Project, amount: int, one: int, other: int, later: bool
) -> None:
    point = transaction.savepoint()
    share(project, one, other)
    share(project, 10_000 - one, 10_000 - other, since=AFTER)
    posting = transfer(source, replace(source, project=project.pk), amount, AFTER if later else BEFORE)
    assert sum(move.amount for move in posting.moves.all()) == amount
    for name, first in (("result", one), ("place", other)):
        weights = [10_000 - first, first] if later else [first, 10_000 - first]
        parts = apportion(amount, weights)
        assert [standing(project, name).get(code, 0) for code in _codes(name)] == parts
    assert Line.objects.get(key=source.key).balance.allotted == HELD - amount
    assert prove().holds
    transaction.savepoint_rollback(point)


def _codes(name: str) -> tuple[str, str]:
    return ("1.1", "1.2") if name == "result" else ("KEN", "NPL")


def test_what_is_only_approved_stays_above_the_lines_it_will_be_used_on(
    world: World, source: Dimensions, project: Project
) -> None:
    share(project, 5_000, 5_000)
    whole = replace(source, project=project.pk)
    transfer(source, whole, 100, stage=Stage.APPROVED)
    assert Line.objects.get(project=project).key == whole.key


def test_more_than_is_left_is_refused_as_a_whole(world: World, source: Dimensions, project: Project) -> None:
    share(project, 5_000, 5_000)
    with pytest.raises(InvalidInput, match=r"Only USD 100000\.00 is left .* \(asked: 100000\.01\)"):
        transfer(source, replace(source, project=project.pk), HELD + 1)
    assert not Posting.objects.filter(kind="transfer").exists()


def test_a_line_of_the_project_gives_nothing_to_the_project_as_a_whole(
    world: World, source: Dimensions, project: Project
) -> None:
    share(project, 5_000, 5_000)
    whole = replace(source, project=project.pk)
    transfer(source, whole, 1_000)
    of = {"result": Result.objects.get(code="1.1").pk, "place": Place.objects.get(code="KEN").pk}
    with pytest.raises(InvalidInput, match="A transfer goes to another line"):
        transfer(replace(whole, **of), whole, 10)
