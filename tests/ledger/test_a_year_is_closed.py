"""What is left of a year goes on, lapses or returns, as the fund says; the years are closed in their order, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import ClosedYear, LineBalance, Posting
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services.year_end import close_year
from ledger.world import World, fund

pytestmark = pytest.mark.django_db
Close = Callable[[int], ClosedYear]


@pytest.fixture
def close(world: World) -> Close:
    """Closes a year of TF, whose authority is by year: USD 7.00 approved and USD 3.00 allotted in 2024."""
    of = fund("TF", kind="voluntary", releases="nothing", control_by_year=True, control_dimensions=["result"])
    line = world.line("TF", result="1.1")
    world.enter("authority", 1_000, line)
    world.enter("allotment", 300, line)
    return lambda year: close_year(
        actor=OPERATOR, fund=Fund.objects.get(pk=of.pk), programme=world.programme, year=year, reason="Closing"
    )


def stands(line: Dimensions) -> tuple[int, int]:
    """What is approved and allotted on a line."""
    found = LineBalance.objects.filter(line__key=line.key).values_list("approved", "allotted").first()
    return found or (0, 0)


@pytest.mark.parametrize(
    ("rule", "kind", "after"),
    [("carry_over", "carry_over", (700, 300)), ("lapse", "lapse", (0, 0)), ("return", "return", (0, 0))],
)
def test_what_is_left_goes_where_the_fund_says(
    world: World, close: Close, rule: str, kind: str, after: tuple[int, int]
) -> None:
    Fund.objects.filter(code="TF").update(year_end=rule)
    closed = close(2024)
    assert stands(world.line("TF", result="1.1")) == (0, 0)
    assert stands(world.line("TF", result="1.1", year=2025)) == after
    assert closed.batch
    assert kind in set(closed.batch.postings.values_list("kind", flat=True))
    assert prove().holds


def test_a_commitment_goes_on_but_does_not_lapse(world: World, close: Close) -> None:
    line = world.line("TF", result="1.1")
    world.commit(100, line)
    Fund.objects.filter(code="TF").update(year_end="lapse")
    with pytest.raises(InvalidInput, match=r"USD 1\.00 is still committed"):
        close(2024)
    assert not ClosedYear.objects.exists()
    Fund.objects.filter(code="TF").update(year_end="carry_over")
    close(2024)
    assert LineBalance.objects.get(line__key=world.line("TF", result="1.1", year=2025).key).committed == 100


def test_years_are_closed_in_their_order_and_once(world: World, close: Close) -> None:
    with pytest.raises(InvalidInput, match="2024 of TF is still open"):
        close(2025)
    close(2024)
    with pytest.raises(InvalidInput, match="2024 of TF is closed"):
        close(2024)
    with pytest.raises(InvalidInput, match="2026 is no year of"):
        close(2026)
    with pytest.raises(InvalidInput, match="none is named"):
        close(2025)
    assert not Posting.objects.filter(date__year=2025).exists()
