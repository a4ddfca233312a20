"""Observations: by the kind of the indicator, in an open round, with every revision kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.programme.services.indicators import change_indicator, described
from biennium.programme.services.versions import seal_version
from biennium.reporting.measures import Reported
from biennium.reporting.models import Observation
from biennium.reporting.services.observations import (
    correct_observation,
    rebase_reports,
    record_observation,
    withdraw_observation,
)
from biennium.reporting.services.rounds import close_round, extend_round
from reporting.world import Clock, World


def test_values_are_kept_as_scaled_integers(world: World) -> None:
    assert world.observe("1.i", place="KEN", value="4.5").value == 45


@pytest.mark.parametrize(
    ("code", "reported", "message", "field"),
    [
        ("1.1.1", {"value": "3"}, "counted from their results", "value"),
        ("1.1.2", {}, "value is missing", "value"),
        ("1.1.2", {"value": "-1"}, "not negative", "value"),
        ("1.1.2", {"value": "1.5"}, "at most 0 decimals", "value"),
        ("1.1.2", {"value": "1", "denominator": 2}, "has no denominator", ""),
        ("1.1.3", {"numerator": 1}, "numerator and its denominator", "denominator"),
        ("1.1.3", {"numerator": 1, "denominator": 0}, "more than zero", "denominator"),
        ("1.i", {"value": "4.5", "denominator": 0}, "weight is more than zero", "denominator"),
        ("1.1.6", {}, "whether the milestone was reached", "reached"),
        ("1.1.6", {"reached": True}, "on which day", "measured_on"),
        ("1.1.7", {"text": {"en": " "}}, "text is missing", "text"),
        ("1.1.5", {"value": "1", "measured_on": date(2025, 1, 1)}, "outside the window", "measured_on"),
        ("1.1.5", {"value": "1", "note": {"de": "Hinweis"}}, "not kept in “de”", ""),
    ],
)
def test_what_the_kind_does_not_take_is_refused_in_words(
    world: World, code: str, reported: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidInput, match=message) as refused:
        world.observe(code, place="KEN", **reported)
    assert refused.value.field == field
    assert not Observation.objects.exists()


def test_a_contribution_is_reported_once_and_then_corrected(world: World) -> None:
    world.observe("1.1.2", place="KEN", value="12")
    with pytest.raises(Conflict, match="reported already: 12"):
        world.observe("1.1.2", place="KEN", value="13")


def test_a_correction_is_a_further_revision_and_the_earlier_one_stays(world: World) -> None:
    first = world.observe("1.1.2", place="KEN", value="12")
    second = correct_observation(actor=world.ken, observation=first, reported=Reported(value="15"))
    first.refresh_from_db()
    assert (first.value, second.value, second.revision, second.supersedes) == (12, 15, 2, first)
    assert (first.uid, first.superseded_at) == (second.uid, second.recorded_at)
    assert world.cell("1.1.2").value == 15


def test_the_database_refuses_to_overwrite_or_delete_what_was_reported(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"female": "12"}})
    changes = (
        lambda: Observation.objects.update(value=99),
        lambda: Observation.objects.filter(pk=seen.pk).delete(),
        lambda: seen.cells.update(value=1),
    )
    for change in changes:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_a_correction_of_what_somebody_else_corrected_is_refused(world: World) -> None:
    first = world.observe("1.1.2", place="KEN", value="12")
    correct_observation(actor=world.ken, observation=first, reported=Reported(value="15"))
    with pytest.raises(Conflict):
        correct_observation(actor=world.ken, observation=first, reported=Reported(value="16"), revision=1)


def test_a_report_taken_back_counts_no_more_and_can_be_recorded_anew(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12")
    with pytest.raises(InvalidInput, match="why"):
        withdraw_observation(actor=world.ken, observation=seen, reason="")
    withdraw_observation(actor=world.ken, observation=seen, reason="It was another country's")
    assert world.cell("1.1.2").value is None
    again = world.observe("1.1.2", place="KEN", value="3")
    assert (again.revision, world.cell("1.1.2").value) == (3, 3)


def test_different_contributors_add_up(world: World) -> None:
    world.observe("1.1.2", place="KEN", value="12")
    world.observe("1.1.2", place="KEN", value="30", by="per")
    world.observe("1.1.2", region="africa", value="4")
    world.observe("1.1.2", value="1")
    assert (world.cell("1.1.2").value, world.cell("1.1.2", "africa").value) == (47, 46)


def test_only_who_reports_for_the_contributor_reports(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12")
    with pytest.raises(NotPermitted):
        correct_observation(actor=world.per, observation=seen, reported=Reported(value="15"))


def test_a_closed_round_is_closed_but_for_whoever_manages_rounds_and_says_why(world: World) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12")
    close_round(actor=world.planner, round=world.round("2024"))
    seen.round.refresh_from_db()
    with pytest.raises(NotPermitted, match="is closed") as refused:
        correct_observation(actor=world.ken, observation=seen, reported=Reported(value="15"))
    assert "extend" in refused.value.remedy
    extend_round(actor=world.planner, round=seen.round, until=date(2025, 3, 1), reason="A late statistic")
    seen.round.refresh_from_db()
    assert correct_observation(actor=world.ken, observation=seen, reported=Reported(value="15")).value == 15


def test_after_the_round_is_due_a_correction_says_why(world: World, clock: Clock) -> None:
    seen = world.observe("1.1.2", place="KEN", value="12")
    clock.set(date(2025, 2, 1))
    with pytest.raises(InvalidInput, match="after the round was due"):
        correct_observation(actor=world.ken, observation=seen, reported=Reported(value="15"))
    corrected = correct_observation(
        actor=world.ken, observation=seen, reported=Reported(value="15"), reason="Recounted"
    )
    assert corrected.reason == "Recounted"


def test_a_round_takes_reports_from_the_day_it_opens(world: World) -> None:
    with pytest.raises(InvalidInput, match="opens on 2025-01-01"):
        world.observe("1.1.2", "2025", place="KEN", value="1")


def test_cells_of_a_category_the_indicator_does_not_have_are_refused_and_unknown_is_one_it_has(world: World) -> None:
    with pytest.raises(InvalidInput, match="not broken down by sex “other”"):
        world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"other": "1"}})
    seen = world.observe("1.1.2", place="KEN", value="12", cells={"sex": {"female": "5", "male": "4", "unknown": "3"}})
    assert sum(cell.value for cell in seen.cells.all()) == 12


def test_a_country_can_say_it_has_nothing_to_report(world: World) -> None:
    world.observe("1.1.1", place="KEN", value="0")
    assert world.cell().value == 0
    with pytest.raises(InvalidInput, match="which country"):
        world.observe("1.1.1", value="0")


def test_an_observation_names_the_version_it_was_reported_against(world: World) -> None:
    from biennium.foundation.actors import OPERATOR

    version = seal_version(actor=OPERATOR, programme=world.programme, stage="preliminary")
    assert world.observe("1.1.2", place="KEN", value="12").version == version


def test_rebasing_on_another_version_keeps_every_value(world: World) -> None:
    from biennium.foundation.actors import OPERATOR

    seen = world.observe("1.1.2", place="KEN", value="12")
    version = seal_version(actor=OPERATOR, programme=world.programme, stage="preliminary")
    assert rebase_reports(actor=world.planner, version=version) == 1
    seen.refresh_from_db()
    assert (seen.version, seen.value, seen.revision) == (version, 12, 1)


def test_kind_and_decimals_of_an_indicator_stay_once_something_was_reported(world: World) -> None:
    from biennium.foundation.actors import OPERATOR

    indicator = world.indicator("1.1.2")
    changed = described(indicator).model_copy(update={"decimals": 2})
    world.observe("1.1.2", place="KEN", value="12")
    with pytest.raises(InvalidInput, match="its kind and its decimals stay"):
        change_indicator(actor=OPERATOR, indicator=indicator, values=changed, revision=None)
    reworded = described(indicator).model_copy(update={"title": {"en": "Inspectors trained"}})
    change_indicator(actor=OPERATOR, indicator=indicator, values=reworded, revision=None)
    assert world.cell("1.1.2").value == 12


def test_the_audit_log_says_what_was_before_and_after(world: World) -> None:
    seen = world.observe("1.1.3", place="KEN", numerator=1, denominator=3)
    correct_observation(actor=world.ken, observation=seen, reported=Reported(numerator=2, denominator=3))
    event = AuditEvent.objects.filter(verb="reporting.observation_corrected").get()
    assert (event.before, event.after) == ({"reported": "1/3"}, {"reported": "2/3"})


def test_an_indicator_of_another_programme_or_a_retired_one_takes_no_reports(world: World) -> None:
    from biennium.foundation.actors import OPERATOR
    from biennium.programme.services.indicators import retire_indicator

    indicator = world.indicator("1.1.2")
    retire_indicator(actor=OPERATOR, indicator=indicator, reason="Merged")
    indicator.refresh_from_db()
    with pytest.raises(InvalidInput, match="retired"):
        record_observation(
            actor=OPERATOR,
            indicator=indicator,
            round=world.round("2024"),
            unit=world.programme.unit,
            reported=Reported(value="1"),
        )
