"""A partner, its agreement and who works on them: what the pages of funding are tested with."""

from __future__ import annotations

from datetime import date

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Agreement, Fund
from biennium.funding.services import agreements
from biennium.kernel.money import Money
from biennium.programme.models import Result


def agreed(code: str = "NOR-1", *, fund: str = "XBDC") -> Agreement:
    """USD 400.00 of Norway for output 1.1, in two instalments, likely to 60 %."""
    partner = agreements.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    made = agreements.add_agreement(
        actor=OPERATOR,
        code=code,
        title={"en": "Care"},
        partner=partner,
        fund=Fund.objects.get(code=fund),
        amount=Money(40_000, "USD"),
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
        probability=6_000,
        earmarks=[agreements.Earmarking(result=Result.objects.get(code="1.1"))],
    )
    for due in (date(2024, 3, 1), date(2025, 3, 1)):
        agreements.expect_instalment(actor=OPERATOR, agreement=made, due=due, amount=20_000)
    made.refresh_from_db()
    return made


def signed(code: str = "NOR-1") -> Agreement:
    """The same, signed."""
    return agreements.move_agreement(actor=OPERATOR, agreement=agreed(code), step="sign", day=date(2024, 2, 1))
