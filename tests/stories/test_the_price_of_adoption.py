"""Story: the price of adoption (design: arithmetic, § 2). Constant dollars, cost increase and exchange add up."""

from __future__ import annotations

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.money import Money
from biennium.kernel.rates import Rate
from biennium.ledger.models import Posting
from biennium.ledger.selectors.pricing import prices, recosted
from biennium.ledger.services.estimates import add_budget_item, estimate
from ledger.conftest import world as world
from ledger.world import World


def test_the_price_of_adoption(world: World) -> None:
    fund = Fund.objects.get(code="RB")
    part = add_budget_item(actor=OPERATOR, programme=world.programme, code="II", title={"en": "Part II"})
    item = add_budget_item(
        actor=OPERATOR, programme=world.programme, code="II.1", title={"en": "Outcomes"}, parent=part
    )
    for step, dollars in (("constant", 790_640_000), ("cost_increase", 12_908_920)):
        estimate(actor=OPERATOR, item=item, fund=fund, step=step, amount=Money(dollars * 100, "USD"))
    listed = {one.item.code: one for one in prices(world.programme)}
    price = listed["II"].price
    assert price.before_exchange == 80_354_892_000
    assert price == listed["II.1"].price
    assert round(price.cost_increase / price.constant, 4) == 0.0163

    budget, market = Rate.parse("USD", "CHF", "1.00"), Rate.parse("USD", "CHF", "0.90")
    scenario = recosted(price, "USD", 5_540, budget, market)
    assert scenario.total == scenario.constant + scenario.cost_increase + scenario.exchange
    assert round(scenario.total / 100_000_000) == 853
    assert market.convert(Money(scenario.total, "USD")).minor // 100_000_000 == 767
    assert recosted(price, "USD", 5_540, budget, budget) == price
    assert Posting.objects.count() == 0
