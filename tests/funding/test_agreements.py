"""An agreement goes from idea to report step by step, and its earmarks are rules."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone, translation

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.funding.models import Agreement, CostCategory, Fund
from biennium.funding.selectors.earmarks import misfit
from biennium.funding.services import agreements as services
from biennium.funding.services.agreements import Earmarking
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.kernel.money import Money
from biennium.organisation.models import Person, Place
from biennium.programme.models import Result
from ledger.world import World

DAY = date(2024, 1, 15)


@pytest.fixture
def agreement(world: World) -> Agreement:
    partner = services.add_partner(actor=OPERATOR, code="NOR", name={"en": "Norway"}, contributor_type="C01")
    return services.add_agreement(
        actor=OPERATOR,
        code="NOR/24/01",
        title={"en": "Safe work"},
        partner=partner,
        fund=Fund.objects.get(code="XBDC"),
        amount=Money(1_000_000, "USD"),
        starts=DAY,
        ends=date(2025, 12, 31),
    )


def result(code: str) -> Result:
    return Result.objects.get(code=code)


def fits(agreement: Agreement, **line: int) -> bool:
    return not misfit(agreement, **{"result": None, "place": None, "cost_category": None, **line})


def test_an_agreement_goes_step_by_step(agreement: Agreement) -> None:
    for step, status in (("expect", "pipeline"), ("sign", "signed"), ("start", "active")):
        agreement = services.move_agreement(actor=OPERATOR, agreement=agreement, step=step, day=DAY)
        assert agreement.status == status
    assert agreement.signed_on == DAY
    with pytest.raises(InvalidInput, match="needs a reason"):
        services.move_agreement(actor=OPERATOR, agreement=agreement, step="close")
    services.move_agreement(actor=OPERATOR, agreement=agreement, step="close", reason="All is reported")
    verbs = list(AuditEvent.objects.filter(object_uid=agreement.uid).order_by("id").values_list("verb", flat=True))
    assert verbs == [f"funding.agreement_{one}" for one in ("added", "pipeline", "signed", "active", "closed")]


def test_a_step_that_is_not_possible_says_why_and_what_comes_first(agreement: Agreement) -> None:
    with pytest.raises(InvalidInput, match=r"possible from: signed.*First: sign"):
        services.move_agreement(actor=OPERATOR, agreement=agreement, step="start")
    with pytest.raises(InvalidInput, match="a day of signature"):
        services.move_agreement(actor=OPERATOR, agreement=agreement, step="sign")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "«\u00a0commencer\u00a0» est possible à partir de\u00a0: signé. État actuel (accord)\u00a0: idée."),
        ("es", "«iniciar» es posible a partir de: firmado. Estado actual (acuerdo): idea. Primero: firmar."),
    ],
)
def test_a_rule_of_the_kernel_is_told_in_the_language_of_the_reader(
    agreement: Agreement, language: str, words: str
) -> None:
    with translation.override(language), pytest.raises(InvalidInput) as refused:
        services.move_agreement(actor=OPERATOR, agreement=agreement, step="start")
    assert words in str(refused.value)


def test_nobody_signs_without_the_role(agreement: Agreement) -> None:
    person = Person.objects.create_user("reader@example.org", "Reader")
    with pytest.raises(NotPermitted):
        services.move_agreement(actor=person, agreement=agreement, step="sign", day=DAY)


def test_the_status_is_not_changed_by_the_way(agreement: Agreement) -> None:
    with pytest.raises(InvalidInput, match="step by step"):
        services.change_agreement(actor=OPERATOR, agreement=agreement, status="signed")


def test_two_who_change_the_same_agreement_are_told(agreement: Agreement) -> None:
    services.change_agreement(actor=OPERATOR, agreement=agreement, revision=1, probability=5_000)
    with pytest.raises(Conflict):
        services.change_agreement(actor=OPERATOR, agreement=agreement, revision=1, probability=6_000)


def test_a_change_of_nothing_is_not_written(agreement: Agreement) -> None:
    before = AuditEvent.objects.count()
    same = services.change_agreement(actor=OPERATOR, agreement=agreement, amount=1_000_000)
    assert (same.revision, AuditEvent.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "values", [{"amount": 0}, {"ends": date(2023, 1, 1)}, {"probability": 10_001}, {"support_cost_rate": -1}]
)
def test_terms_that_cannot_be_are_refused(agreement: Agreement, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        services.change_agreement(actor=OPERATOR, agreement=agreement, **values)


def test_money_without_earmarks_fits_everywhere(agreement: Agreement) -> None:
    assert fits(agreement, result=result("1.1").pk)


def test_an_earmark_to_an_outcome_holds_all_its_outputs_and_no_other(agreement: Agreement) -> None:
    services.set_earmarks(actor=OPERATOR, agreement=agreement, earmarks=[Earmarking(result=result("1"))])
    assert fits(agreement, result=result("1.1").pk)
    assert not fits(agreement, result=result("2.1").pk)
    assert not fits(agreement)
    rule = misfit(agreement, result=result("2.1").pk, place=None, cost_category=None)
    assert rule == "NOR/24/01 is earmarked to 1."


def test_of_each_kind_of_earmark_one_must_fit(agreement: Agreement) -> None:
    kenya, peru = (Place.objects.get(code=code).pk for code in ("KEN", "PER"))
    travel = CostCategory.objects.get(code="travel")
    flight = CostCategory.objects.create(code="6100", name={"en": "Air"}, parent=travel, un_category="travel")
    earmarks = [
        Earmarking(result=result("1.1")),
        Earmarking(result=result("1.2")),
        Earmarking(place=Place.objects.get(code="KEN")),
        Earmarking(cost_category=travel),
    ]
    services.set_earmarks(actor=OPERATOR, agreement=agreement, earmarks=earmarks)
    inside = {"result": result("1.2").pk, "place": kenya, "cost_category": flight.pk}
    assert fits(agreement, **inside)
    assert not fits(agreement, **{**inside, "place": peru})
    assert not fits(agreement, **{**inside, "cost_category": CostCategory.objects.get(code="staff").pk})


def test_an_earmark_to_an_sdg_target_fits_a_result_that_serves_it_or_its_goal(agreement: Agreement) -> None:
    services.set_earmarks(actor=OPERATOR, agreement=agreement, earmarks=[Earmarking(sdg="8.8")])
    assert fits(agreement, result=result("1.1").pk)  # outcome 1 serves SDG 8.8
    assert not fits(agreement, result=result("2.1").pk)


def test_an_earmark_names_one_thing() -> None:
    with pytest.raises(InvalidInput, match="names one"):
        _ = Earmarking().kind


def test_instalments_do_not_exceed_the_agreement_and_come_once(agreement: Agreement) -> None:
    first = services.expect_instalment(actor=OPERATOR, agreement=agreement, due=DAY, amount=600_000)
    with pytest.raises(InvalidInput, match="more than the agreement"):
        services.expect_instalment(actor=OPERATOR, agreement=agreement, due=DAY, amount=400_001)
    services.receive_instalment(actor=OPERATOR, instalment=first, day=timezone.localdate(), amount=600_000)
    with pytest.raises(InvalidInput, match="is recorded"):
        services.receive_instalment(actor=OPERATOR, instalment=first, day=DAY, amount=1)
