"""What is not as it should be is told, with why and how to mend it; nothing is changed."""

from __future__ import annotations

from datetime import date

from biennium.foundation.actors import OPERATOR
from biennium.foundation.quality import findings
from biennium.programme.models import Indicator
from biennium.programme.services.indicators import change_indicator, described, retire_indicator
from biennium.reporting import content
from biennium.reporting.models import CountryResult, CriterionAnswer
from biennium.reporting.selectors.findings import RULES
from biennium.reporting.services.results import answer_criterion
from biennium.reporting.services.verification import submit_result, verify_result
from reporting.world import World

OWN = {rule[0] for rule in RULES}


def told(world: World) -> list[tuple[str, str]]:
    """What the rules on reports find."""
    found = [one for one in findings(world.programme) if one.rule in OWN]
    assert all(one.message and one.remedy and one.kind and one.code for one in found)
    return [(one.rule, one.where) for one in found]


def redefined(world: World, code: str, **changes: object) -> Indicator:
    indicator = world.indicator(code)
    values = described(indicator).model_copy(update=changes)
    return change_indicator(actor=OPERATOR, indicator=indicator, values=values, revision=None)


def test_what_is_in_order_has_no_findings(world: World) -> None:
    world.verified("KEN", "1.1.1", "1.2.1")
    world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"female": "5", "male": "4", "unknown": "3"}})
    assert told(world) == []


def test_cells_that_do_not_make_the_total_are_a_finding_and_stay_as_they_were_entered(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"female": "5", "male": "4"}})
    assert told(world) == [("breakdown", "1.1.2 2024 KEN")]
    assert [cell.value for cell in seen.cells.all()] == [5, 4]
    (found,) = [one for one in findings(world.programme) if one.rule == "breakdown"]
    assert "differ from the total by -3" in found.message


def test_regional_targets_that_do_not_make_the_total_are_a_finding(world: World) -> None:
    targets = described(world.indicator("1.2.1")).targets
    targets[1].value = "4"
    redefined(world, "1.2.1", targets=targets)
    assert told(world) == [("regional-targets", "1.2.1 2024-01-01–2025-12-31")]


def test_a_result_outside_every_target_is_a_finding(world: World) -> None:
    world.verified("KEN", day=date(2024, 6, 1))
    targets = described(world.indicator()).targets
    targets[0].start = date(2025, 1, 1)
    redefined(world, "1.1.1", targets=targets)
    assert told(world) == [("outside-window", "KEN-R1 → 1.1.1")]


def test_a_verified_result_without_evidence_is_a_finding(world: World) -> None:
    result = world.draft()
    answer_criterion(actor=world.ken, result=result, indicator=world.indicator(), criterion="a", met=True)
    submit_result(actor=world.ken, result=result)
    verify_result(actor=world.evaluator, result=result)
    assert told(world) == [("no-evidence", "KEN-R1")]


def test_a_verification_covers_the_content_and_a_change_past_the_services_supersedes_it(world: World) -> None:
    result = world.verified()
    assert content.holds(result)
    CountryResult.objects.filter(pk=result.pk).update(statement={"en": "Something bigger"})
    assert told(world) == [("verification-superseded", "KEN-R1")]
    CountryResult.objects.filter(pk=result.pk).update(statement=result.statement)
    CriterionAnswer.objects.update(met=False)
    assert ("verification-superseded", "KEN-R1") in told(world)


def test_what_was_reported_on_a_retired_indicator_is_kept_and_listed(world: World) -> None:
    world.observe("1.1.2", place="KEN", value="12")
    result = world.verified()
    for code in ("1.1.1", "1.1.2"):
        retire_indicator(actor=OPERATOR, indicator=world.indicator(code), reason="Merged")
    assert told(world) == [("no-home", "1.1.2 2024 KEN"), ("no-home", result.code)]


def test_an_answer_to_a_criterion_that_is_gone_is_kept_and_listed(world: World) -> None:
    world.verified()
    redefined(world, "1.1.1", criteria=described(world.indicator()).criteria[1:])
    assert CriterionAnswer.objects.get().criterion == "a"
    assert told(world) == [("no-home", "KEN-R1 → 1.1.1")]


def test_an_indicator_renamed_shows_everywhere_at_once_and_loses_no_answer(world: World) -> None:
    world.verified()
    redefined(world, "1.1.1", title={"en": "Number of Member States that ratified"})
    assert world.cell().value == 1
    assert CriterionAnswer.objects.get().served.indicator.title["en"] == "Number of Member States that ratified"
    assert told(world) == []
