"""The last franc (design: arithmetic, § 3): officers who decide upon the same money at the same moment; one succeeds,
the other reads what is left, and nothing is ever overdrawn.

SQLite lets one write at a time, and who waits is not served in the order of coming: on a very busy machine one waits
longer than the database allows, and is told so. That is no decision: nothing was written, the officer asks again, and
the others have an end. What is asserted stays what it was: each officer gets an answer to every request, and all that
is given, to the cent, is what there was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError

from biennium.foundation.actors import OPERATOR
from biennium.foundation.database import is_busy
from biennium.kernel.books.accounts import NothingLeft
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import Batch, ControlAccount, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import decisions
from ledger.world import World, build
from running.crowds import Crowd

TIMES = 100
TURNS = 100
DAY = date(2024, 3, 1)
Decision = Callable[..., Posting]


@pytest.fixture
def world(crowd: Crowd) -> World:
    return crowd.alone(build)


def decide(decision: Decision, amount: int, **lines: Dimensions) -> Posting | NothingLeft:
    """The posting, or the refusal for want of money; who is told that the database is busy asks again. Anything else
    that goes wrong is raised."""
    asked: dict[str, Any] = {"amount": Money(amount, "USD"), "day": DAY, "reason": "Work plan"}
    for _turn in range(TURNS):
        try:
            return decision(actor=OPERATOR, **asked, **lines)
        except NothingLeft as refusal:
            return refusal
        except OperationalError as error:
            if not is_busy(error):
                raise
    raise AssertionError(f"Told {TURNS} times that the database is busy.")


def test_two_officers_allot_the_last_ten_thousand_a_hundred_times(crowd: Crowd, world: World) -> None:
    voted = crowd.alone(lambda: world.line("RB", result="1"))
    wanted = crowd.alone(lambda: [world.line("RB", result="1.1", unit=unit) for unit in ("LAW", "ORG")])
    crowd.alone(lambda: world.enter("appropriation", 1_000_000, voted))
    meet = Barrier(2, timeout=600)
    outcomes: list[list[Posting | NothingLeft]] = [[], []]

    def officer(number: int) -> None:
        for _ in range(TIMES):
            meet.wait()
            outcome = decide(decisions.allot, 1_000_000, source=voted, target=wanted[number])
            outcomes[number].append(outcome)
            meet.wait()
            if isinstance(outcome, Posting):
                decide(decisions.withdraw, 1_000_000, line=wanted[number], back_to=voted)

    assert crowd.together([lambda: officer(0), lambda: officer(1)]) == [None, None]
    for pair in zip(*outcomes, strict=True):
        assert sorted(type(outcome).__name__ for outcome in pair) == ["NothingLeft", "Posting"]
        refusal = next(outcome for outcome in pair if isinstance(outcome, NothingLeft))
        assert str(refusal).startswith("Only USD 0.00 is left to allot on RB · 1 (asked: 10000.00).")
    assert crowd.alone(lambda: world.account(voted).approved) == 1_000_000
    assert crowd.alone(prove).holds


def test_eight_writers_a_hundred_times_each_share_out_what_there_is_and_no_more(crowd: Crowd, world: World) -> None:
    voted = crowd.alone(lambda: world.line("RB", result="1"))
    units, places = ("LAW", "ORG"), ("KEN", "PER", "NPL", None)
    named = [{"unit": unit, **({"place": place} if place else {})} for unit in units for place in places]
    targets = crowd.alone(lambda: [world.line("RB", result="1.1", **names) for names in named])
    crowd.alone(lambda: world.enter("appropriation", 3_000, voted))

    def writer(target: Dimensions) -> int:
        outcomes = [decide(decisions.allot, 7, source=voted, target=target) for _ in range(TIMES)]
        return sum(isinstance(outcome, Posting) for outcome in outcomes)

    succeeded = crowd.together([lambda target=target: writer(target) for target in targets])
    assert sum(succeeded) == 3_000 // 7
    assert crowd.alone(lambda: world.account(voted).approved) == 3_000 % 7
    assert crowd.alone(prove).holds


def test_writers_who_transfer_to_and_fro_wait_for_each_other_and_lose_nothing(crowd: Crowd, world: World) -> None:
    voted = crowd.alone(lambda: world.line("RB", result="1"))
    lines = crowd.alone(lambda: [world.line("RB", result="1.1", unit=unit) for unit in ("LAW", "ORG")])

    def prepare() -> None:
        world.enter("appropriation", 100, voted)
        world.enter("allotment", 100, voted, to=lines[0])

    crowd.alone(prepare)

    def writer(number: int) -> int:
        one, other = lines[number % 2], lines[1 - number % 2]
        outcomes = [decide(decisions.transfer, 60, source=one, target=other) for _ in range(TIMES // 4)]
        return sum(isinstance(outcome, Posting) for outcome in outcomes)

    moved = crowd.together([lambda number=number: writer(number) for number in range(8)])
    assert sum(moved[::2]) - sum(moved[1::2]) in (0, 1)
    accounts = crowd.alone(lambda: sorted(ControlAccount.objects.values_list("allotted", flat=True)))
    assert accounts in ([0, 0, 100], [0, 40, 60])
    assert crowd.alone(Batch.objects.count) == 2 + sum(moved)
    assert crowd.alone(prove).holds
