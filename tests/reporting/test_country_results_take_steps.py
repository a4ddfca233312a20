"""A country result: drafted, submitted, returned, verified by a second person, published, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from biennium.foundation.actors import OPERATOR
from biennium.foundation.audit import history
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.organisation.models import Place, Unit
from biennium.programme.exchange import models as exchange
from biennium.programme.services.work_items import add_work_item
from biennium.reporting.lifecycle import steps
from biennium.reporting.models import CountryResult, ResultTransition
from biennium.reporting.selectors.visibility import find_result, transitions, visible_results
from biennium.reporting.services.results import ResultValues, answer_criterion, change_result, draft_result
from biennium.reporting.services.verification import (
    publish_result,
    return_result,
    submit_result,
    verify_result,
    withdraw_result,
)
from reporting.world import World


def values(world: World, **changes: object) -> ResultValues:
    given = {
        "place": Place.objects.get(code="KEN"),
        "date": date(2024, 6, 1),
        "statement": {"en": "Kenya ratified"},
        "indicators": [world.indicator()],
    }
    return ResultValues(**{**given, **changes})  # type: ignore[arg-type]


def test_a_result_gets_the_next_code_of_its_country(world: World) -> None:
    assert [world.draft("KEN").code, world.draft("KEN").code, world.draft("TUN").code] == ["KEN-R1", "KEN-R2", "TUN-R1"]


def test_only_who_reports_for_the_office_drafts_a_result(world: World) -> None:
    lima = Unit.objects.get(code="LIM")
    with pytest.raises(NotPermitted, match="LIM"):
        draft_result(actor=world.ken, programme=world.programme, unit=lima, values=values(world))


def test_a_result_has_a_person_as_its_author(world: World) -> None:
    with pytest.raises(InvalidInput, match="person"):
        draft_result(actor=OPERATOR, programme=world.programme, unit=Unit.objects.get(code="NBO"), values=values(world))


def test_a_result_serves_only_indicators_that_count_countries(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"1\.1\.2 does not count countries"):
        world.draft("KEN", "1.1.2")


def test_a_result_outside_the_programme_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match="outside the programme"):
        world.draft(day=date(2026, 1, 1))


def test_a_result_names_no_work_for_another_country(world: World) -> None:
    values = exchange.WorkItem(code="PER101", kind="country_outcome", title={"en": "Law"}, place="PER", result="1.1")
    item = add_work_item(actor=OPERATOR, programme=world.programme, values=values)
    kenya, indicators = Place.objects.get(code="KEN"), [world.indicator("1.1.1")]
    said = ResultValues(kenya, date(2024, 6, 1), {"en": "Ratified"}, indicators, work_item=item)
    with pytest.raises(InvalidInput, match="PER101 is work for PER, not for KEN") as refused:
        draft_result(actor=world.ken, programme=world.programme, unit=Unit.objects.get(code="NBO"), values=said)
    assert refused.value.field == "work_item"


def test_a_result_is_submitted_only_when_every_required_criterion_is_answered(world: World) -> None:
    result = world.draft()
    with pytest.raises(InvalidInput, match=r"Criterion a of indicator 1\.1\.1 is not answered"):
        submit_result(actor=world.ken, result=result)
    answer_criterion(actor=world.ken, result=result, indicator=world.indicator(), criterion="a", met=False)
    assert submit_result(actor=world.ken, result=result).status == "submitted"


def test_the_author_cannot_verify_whatever_role_the_author_has(world: World) -> None:
    from biennium.organisation.models import Role
    from biennium.organisation.services.people import assign_role

    top = Unit.objects.get(code="ORG")
    assign_role(actor=OPERATOR, person=world.ken, role=Role.objects.get(code="evaluator"), unit=top)
    result = world.submitted()
    with pytest.raises(InvalidInput, match="wrote or submitted"):
        verify_result(actor=world.ken, result=result)


def test_a_colleague_who_changed_or_submitted_it_cannot_verify_it_either(world: World) -> None:
    from biennium.organisation.models import Role
    from biennium.organisation.services.people import assign_role

    top = Unit.objects.get(code="ORG")
    assign_role(actor=OPERATOR, person=world.colleague, role=Role.objects.get(code="evaluator"), unit=top)
    result = world.proved()
    change_result(actor=world.colleague, result=result, values=values(world, statement={"en": "Reworded"}))
    submit_result(actor=world.ken, result=result)
    with pytest.raises(InvalidInput, match="wrote or submitted"):
        verify_result(actor=world.colleague, result=result)
    assert verify_result(actor=world.evaluator, result=result).status == "verified"


@pytest.mark.parametrize("column", ["author_id", "submitted_by_id"])
def test_the_database_refuses_a_verifier_who_wrote_or_submitted_it(world: World, column: str) -> None:
    result = world.verified()
    with pytest.raises(IntegrityError), transaction.atomic():
        CountryResult.objects.filter(pk=result.pk).update(verifier_id=getattr(result, column))


def test_the_database_refuses_a_verified_result_without_a_verifier(world: World) -> None:
    result = world.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        CountryResult.objects.filter(pk=result.pk).update(status="verified")


def test_nobody_verifies_at_the_command_line(world: World) -> None:
    with pytest.raises(InvalidInput, match="by a person"):
        verify_result(actor=OPERATOR, result=world.submitted())


def test_the_lead_of_an_output_verifies_what_serves_that_output_only(world: World) -> None:
    assert verify_result(actor=world.lead, result=world.submitted("KEN", "1.1.1")).status == "verified"
    with pytest.raises(NotPermitted):
        verify_result(actor=world.lead, result=world.submitted("TUN", "1.1.1", "1.2.1"))


def test_a_returned_result_shows_its_author_the_reason_and_can_be_corrected(world: World) -> None:
    result = world.submitted()
    with pytest.raises(InvalidInput, match="needs a reason"):
        return_result(actor=world.evaluator, result=result, reason=" ")
    returned = return_result(actor=world.evaluator, result=result, reason="The law is not in force yet.")
    step = transitions(world.ken, returned)[0]
    assert (step.name, step.reason, step.actor) == ("return", "The law is not in force yet.", world.evaluator)
    change_result(actor=world.ken, result=returned, values=values(world, statement={"en": "In force since June"}))
    submit_result(actor=world.ken, result=returned)
    assert verify_result(actor=world.evaluator, result=returned).status == "verified"


def test_every_step_has_who_when_and_why_and_is_never_changed(world: World) -> None:
    result = withdraw_result(actor=world.evaluator, result=world.verified(), reason="The ratification was denounced.")
    told = [(step.name, step.source, step.target, step.actor_label) for step in result.transitions.all()]
    assert told == [
        ("draft", "", "draft", "Ken"),
        ("submit", "draft", "submitted", "Ken"),
        ("verify", "submitted", "verified", "Evaluator"),
        ("annul", "verified", "withdrawn", "Evaluator"),
    ]
    for change in (lambda: result.transitions.update(reason=""), lambda: result.transitions.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_what_was_submitted_is_not_changed_and_what_was_verified_neither(world: World) -> None:
    result = world.submitted()
    with pytest.raises(InvalidInput, match="is submitted and cannot be changed"):
        change_result(actor=world.ken, result=result, values=values(world, statement={"en": "Other"}))
    verify_result(actor=world.evaluator, result=result)
    with pytest.raises(InvalidInput, match="Report it anew"):
        answer_criterion(actor=world.ken, result=result, indicator=world.indicator(), criterion="a", met=False)


def test_whoever_read_an_earlier_revision_cannot_save_or_verify(world: World) -> None:
    result = world.proved()
    seen = CountryResult.objects.get(pk=result.pk).revision
    change_result(actor=world.ken, result=result, values=values(world, statement={"en": "Other"}), revision=seen)
    with pytest.raises(Conflict):
        change_result(actor=world.ken, result=result, values=values(world, statement={"en": "Third"}), revision=seen)
    with pytest.raises(Conflict):
        submit_result(actor=world.ken, result=result, revision=seen)


def test_an_action_that_is_not_possible_states_the_rule_and_who_can_lift_it(world: World) -> None:
    result = world.submitted()
    for_author = steps(result, world.ken)
    assert for_author["withdraw"] is None
    refusal = for_author["verify"]
    assert refusal is not None
    assert refusal.permission
    assert "verify country results" in refusal.rule
    assert refusal.lifted_by
    assert steps(result, world.evaluator)["verify"] is None


def test_the_programme_office_publishes_and_then_everybody_may_see_it(world: World) -> None:
    from django.contrib.auth.models import AnonymousUser

    result, public = world.verified(), AnonymousUser()
    assert not visible_results(public).exists()
    with pytest.raises(NotPermitted):
        publish_result(actor=world.ken, result=result)
    publish_result(actor=world.planner, result=result)
    assert visible_results(public).get() == result


def test_a_draft_is_seen_by_its_office_and_nobody_else(world: World) -> None:
    result = world.draft()
    seen = {name: visible_results(person).filter(pk=result.pk).exists() for name, person in world.people.items()}
    assert {name for name, is_seen in seen.items() if is_seen} == {"ken", "colleague"}


def test_the_office_reads_a_result_with_all_that_belongs_to_it_in_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    world.verified("KEN", "1.1.1", "1.2.1")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        found = find_result(world.reader, "KEN-R1", "2024-25")
        answers = [answer for served in found.served.all() for answer in served.answers.all()]
        assert [len(answer.evidence.all()) for answer in answers] == [1]


def test_every_change_is_in_the_audit_log(world: World) -> None:
    result = world.verified()
    assert [event.verb for event in history(result.uid)][::-1] == [
        "reporting.result_drafted",
        "reporting.evidence_attached",
        "reporting.criterion_answered",
        "reporting.result_submitted",
        "reporting.result_verified",
    ]


def test_the_steps_of_a_result_are_as_many_as_its_events(world: World) -> None:
    result = publish_result(actor=world.planner, result=world.verified())
    assert ResultTransition.objects.filter(result=result).count() == 4
