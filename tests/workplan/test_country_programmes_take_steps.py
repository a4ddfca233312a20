"""A country programme: planned, endorsed with its signatories, active, completed; dormant when nothing is heard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from biennium.foundation import audit
from biennium.kernel.errors import InvalidInput, NotPermitted
from biennium.organisation.models import Place
from biennium.workplan.models import CountryProgramme, CountryProgrammeKind
from biennium.workplan.selectors.country_programmes import country_programmes, find
from biennium.workplan.services.country_programmes import (
    CountryProgrammeValues,
    Endorsement,
    Titled,
    change_country_programme,
    move_country_programme,
)
from biennium.workplan.services.milestones import MilestoneValues, add_milestone, reach_milestone, tell
from workplan.world import World

SIGNED = Endorsement(date(2022, 2, 1), {"government": ["A. Minister"], "workers": ["B. Union", "B. Union"]})


def move(world: World, programme: CountryProgramme, step: str, **more: object) -> CountryProgramme:
    return move_country_programme(actor=world.people["ken"], country_programme=programme, step=step, **more)  # type: ignore[arg-type]


def changed(world: World, programme: CountryProgramme, **more: object) -> CountryProgrammeValues:
    values = {name: getattr(programme, name) for name in ("code", "title", "kind", "unit", "start", "end")}
    values |= {"places": list(programme.places.all()), "priorities": [Titled("1", {"en": "Jobs"})]}
    return CountryProgrammeValues(**{**values, **more})  # type: ignore[arg-type]


def test_it_is_endorsed_by_the_constituents_before_it_starts(world: World) -> None:
    programme = world.country_programme()
    with pytest.raises(InvalidInput, match="have not endorsed it"):
        move(world, programme, "start")
    with pytest.raises(InvalidInput, match="on which day"):
        move(world, programme, "endorse")
    endorsed = move(world, programme, "endorse", endorsement=SIGNED)
    assert endorsed.endorsed_on == date(2022, 2, 1)
    assert [str(one) for one in endorsed.signatories.all()] == ["government: A. Minister", "workers: B. Union"]
    assert move(world, endorsed, "start").status == "active"


def test_a_kind_that_is_not_endorsed_starts_at_once(world: World) -> None:
    programme = world.country_programme(kind=CountryProgrammeKind.objects.get(code="none"))
    with pytest.raises(InvalidInput, match="is not endorsed"):
        move(world, programme, "endorse", endorsement=SIGNED)
    assert move(world, programme, "start").status == "active"


def test_planned_anew_it_has_to_be_endorsed_again(world: World) -> None:
    programme = move(world, world.country_programme(), "endorse", endorsement=SIGNED)
    reopened = move(world, programme, "reopen", reason="A new government")
    assert (reopened.endorsed_on, reopened.signatories.count()) == (None, 0)


def test_only_the_office_that_is_responsible_keeps_it(world: World) -> None:
    with pytest.raises(NotPermitted):
        world.country_programme(by="per")
    programme = world.country_programme()
    with pytest.raises(NotPermitted, match="LIM"):
        change_country_programme(
            actor=world.people["ken"],
            country_programme=programme,
            values=changed(world, programme, unit=world.unit("LIM")),
        )


def test_what_plans_stand_on_cannot_be_taken_away(world: World) -> None:
    programme = world.country_programme()
    world.plan(country_programme=programme, priority=programme.priorities.get())
    for taken in ({"places": [Place.objects.get(code="PER")]}, {"priorities": []}):
        with pytest.raises(InvalidInput, match="KEN101 is planned under what would be taken away"):
            change_country_programme(
                actor=world.people["ken"], country_programme=programme, values=changed(world, programme, **taken)
            )


def test_a_change_says_what_it_changed(world: World) -> None:
    programme = world.country_programme()
    values = changed(world, programme, title={"en": "Kenya at work"})
    after = change_country_programme(actor=world.people["ken"], country_programme=programme, values=values, revision=1)
    event = audit.history(programme.uid).first()
    assert event is not None
    assert event.after == {"title": {"en": "Kenya at work"}, "links": {}}
    assert after.revision == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "KEN-CP"}, "is taken"),
        ({"code": "X", "places": []}, "needs its country"),
        ({"code": "X", "end": date(2021, 1, 1)}, "end before it starts"),
        ({"code": "X", "title": {}}, "needs a title"),
        ({"code": "X", "priorities": [Titled("1", {"en": "Jobs"}), Titled("1", {"en": "Law"})]}, "1 is there twice"),
        ({"code": "X", "links": [Titled("O1", {"en": "Jobs"}, "un_outcome")] * 2}, "O1 is there twice"),
    ],
)
def test_what_cannot_be_is_refused(world: World, wrong: dict[str, object], words: str) -> None:
    world.country_programme()
    with pytest.raises(InvalidInput, match=words):
        world.country_programme(**wrong)


def test_it_lies_dormant_when_nothing_was_heard_for_as_long_as_its_kind_allows(world: World) -> None:
    programme = move(world, move(world, world.country_programme(), "endorse", endorsement=SIGNED), "start")
    plan = world.plan(by="ken", country_programme=programme)
    at = timezone.localdate()
    assert [one.dormant for one in country_programmes(at)] == [True]
    tell(actor=world.people["ken"], plan=plan, kind="progress", text={"en": "The bill is before parliament"})
    listed = country_programmes(at)[0]
    assert (listed.dormant, listed.last, listed.outcomes) == (False, at, 1)
    assert country_programmes(at + timedelta(days=365))[0].dormant is False
    assert country_programmes(at + timedelta(days=366))[0].dormant is True


def test_a_milestone_that_was_reached_is_news(world: World) -> None:
    programme = move(world, move(world, world.country_programme(), "endorse", endorsement=SIGNED), "start")
    plan = world.plan(by="ken", country_programme=programme)
    due = MilestoneValues({"en": "Bill tabled"}, date(2024, 6, 1))
    milestone = add_milestone(actor=world.people["ken"], plan=plan, values=due)
    reach_milestone(actor=world.people["ken"], milestone=milestone, day=date(2024, 5, 1))
    assert country_programmes(date(2024, 12, 1))[0].last == date(2024, 5, 1)
    assert find("KEN-CP").code == "KEN-CP"
