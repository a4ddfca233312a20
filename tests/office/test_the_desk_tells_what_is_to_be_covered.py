"""My desk tells whoever may cover it what was spent without being allotted, and nobody else."""

from __future__ import annotations

import pytest

from biennium.ledger.models import Line
from ledger.world import World

from .conftest import SignIn

pytestmark = pytest.mark.django_db


def test_what_is_to_be_covered_waits_for_whoever_may(world: World, sign_in: SignIn) -> None:
    line = world.line("RB", result="1.1", unit="LAW")
    officer, reader = sign_in(), sign_in("reader")
    assert "Expense to cover" not in officer.get("/office/").content.decode()
    world.spend(300, line)
    desk = officer.get("/office/").content.decode()
    assert "USD\u00a03.00 was spent on 1 line without being allotted." in desk
    assert f"/lines/{Line.objects.get(unit__code='LAW').uid}/" in desk
    assert "Expense to cover" not in reader.get("/office/").content.decode()
    page = officer.get("/office/programmes/2024-25/quality/?rule=uncovered-expense").content.decode()
    assert "USD 3.00 was spent without being allotted." in page
    assert f"/lines/{Line.objects.get(unit__code='LAW').uid}/" in page
