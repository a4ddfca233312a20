"""A fund's rules are data until money has moved; a project's shares are whole."""

from __future__ import annotations

from datetime import date

import pytest

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.funding.services import funds, projects
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Place
from biennium.programme.models import Result
from ledger.world import World


def test_a_fund_is_opened_with_its_rules(world: World) -> None:
    fund = funds.open_fund(
        actor=OPERATOR, code="PSI", name={"en": "Support cost"}, kind="other", releases="nothing", currency="USD"
    )
    assert Fund.objects.get(pk=fund.pk).releases == "nothing"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"transfer": "sometimes"}, "There are: free"),
        ({"control_dimensions": ["colour"]}, "“colour” is no dimension"),
        ({"currency": "XXX"}, "not a currency"),
    ],
)
def test_a_rule_that_is_none_is_answered_with_those_there_are(world: World, rules: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        funds.change_fund(actor=OPERATOR, fund=Fund.objects.get(code="RB"), **rules)


def test_the_control_level_is_settled_once_money_has_moved(world: World) -> None:
    fund = Fund.objects.get(code="RB")
    funds.change_fund(actor=OPERATOR, fund=fund, control_by_year=True)
    world.enter("appropriation", 1, world.line("RB"))
    with pytest.raises(InvalidInput, match="are settled"):
        funds.change_fund(actor=OPERATOR, fund=fund, control_by_year=False)
    funds.change_fund(actor=OPERATOR, fund=fund, transfer="none")


def test_a_cost_category_belongs_to_one_of_the_eight(world: World) -> None:
    with pytest.raises(InvalidInput, match="no UN cost category"):
        funds.add_cost_category(actor=OPERATOR, code="7000", name={"en": "Fun"}, un_category="fun")


def test_the_shares_of_a_project_are_whole_or_refused(world: World) -> None:
    project = projects.add_project(
        actor=OPERATOR, symbol="KEN/24/01", title={"en": "Safe work"}, starts=date(2024, 1, 1), ends=date(2025, 1, 1)
    )
    one, other = (Result.objects.get(code=code) for code in ("1.1", "1.2"))
    kenya = Place.objects.get(code="KEN")
    projects.share_project(actor=OPERATOR, project=project, results={one: 7_000, other: 3_000}, places={kenya: 10_000})
    assert project.shares.count() == 3
    with pytest.raises(InvalidInput, match=r"sum to 99\.99 %"):
        projects.share_project(actor=OPERATOR, project=project, results={one: 9_999}, places={})
    assert project.shares.count() == 3


def test_a_symbol_is_given_once(world: World) -> None:
    values = {"symbol": "X", "title": {"en": "X"}, "starts": date(2024, 1, 1), "ends": date(2024, 1, 1)}
    projects.add_project(actor=OPERATOR, **values)
    with pytest.raises(InvalidInput, match="is taken"):
        projects.add_project(actor=OPERATOR, **values)
