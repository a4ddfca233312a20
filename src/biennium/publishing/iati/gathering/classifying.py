"""What an activity is about and for, from its work item, the results it serves and the profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from biennium.kernel.shares import Shares
from biennium.programme.models import Programme, Result, WorkItem
from biennium.publishing.iati.content import (
    Coded,
    Contact,
    Description,
    Document,
    Location,
    Marker,
    Reporter,
    Words,
)
from biennium.publishing.iati.gathering import words
from biennium.publishing.iati.profile import Profile
from biennium.publishing.markers import Scores
from biennium.standards.iati import tables

DAC, SDG_GOAL, OWN = "1", "7", "99"
TAG_GOAL, TAG_TARGET = "2", "3"
GLOBAL, NATIONAL = "1", "4"
SIBLING = "3"
ADMINISTRATIVE = "91010"
OBJECTIVES_PAGE = "A02"
_GENERAL, _OBJECTIVES, _OTHER = "1", "2", "4"


def of_item(profile: Profile, one: WorkItem, chain: Sequence[Result], scores: Scores) -> dict[str, Any]:
    """Where, what for and with what emphasis; `scores` are those of its plan."""
    return {
        "scope": NATIONAL if one.place else GLOBAL,
        "countries": (Coded(one.place.alpha2),) if one.place else (),
        "regions": () if one.place else elsewhere(profile),
        "locations": (Location(one.place.code, one.place.alpha2, one.place.name),) if one.place else (),
        "sectors": sectors(profile, one, chain),
        "tags": tags(one, chain),
        "markers": markers(profile, chain, scores),
    }


def elsewhere(profile: Profile) -> tuple[Coded, ...]:
    """The region of what is for no one country."""
    return (Coded(profile.region, DAC),)


def administrative() -> tuple[Coded, ...]:
    """The purpose of what is for no one result."""
    return (Coded(ADMINISTRATIVE, DAC),)


def sectors(profile: Profile, one: WorkItem, chain: Sequence[Result]) -> tuple[Coded, ...]:
    """The DAC purpose, the goals with their shares, and the result in the organisation's own words."""
    purpose = next((profile.sectors[each.code] for each in chain if each.code in profile.sectors), profile.sector)
    goals = shares_by_goal(one.sdg)
    alone = len(goals) == 1
    return (
        Coded(purpose if chain else ADMINISTRATIVE, DAC),
        *(Coded(goal, SDG_GOAL, None if alone else share) for goal, share in goals.items()),
        *(Coded(each.code, OWN, name=each.title) for each in chain[:1]),
    )


def shares_by_goal(sdg: Mapping[str, int]) -> dict[str, int]:
    """Shares by goal in hundredths of a percent, those of its targets added up; they sum to the whole."""
    weights: dict[str, int] = defaultdict(int)
    for code, share in sdg.items():
        weights[code.split(".")[0]] += share
    known = {goal: weight for goal, weight in weights.items() if goal in tables.codes("UNSDG-Goals") and weight}
    return dict(Shares.of_weights(known)) if known else {}


def tags(one: WorkItem, chain: Sequence[Result]) -> tuple[Coded, ...]:
    """The goals and targets of the work item, and the targets its results refer to."""
    goals, targets = tables.codes("UNSDG-Goals"), tables.codes("UNSDG-Targets")
    referred = {ref.code.lower() for each in chain for ref in each.references.all() if ref.scheme == "sdg"}
    named = {code.lower() for code in one.sdg} | referred
    of_goals = sorted({code.split(".")[0] for code in named} & goals, key=int)
    of_targets = sorted({".".join(code.split(".")[:2]) for code in named} & targets)
    return (*(Coded(code, TAG_GOAL) for code in of_goals), *(Coded(code, TAG_TARGET) for code in of_targets))


def markers(profile: Profile, chain: Sequence[Result], scores: Scores) -> tuple[Marker, ...]:
    """DAC policy markers: of the plan, else of the nearest result that says something about each, by its score or by
    the profile."""
    terms = profile.marker_terms
    found = {terms[code]: given.significance for code, given in sorted(scores.items()) if code in terms}
    for each in chain:
        scored = {
            terms[ref.code]: str(min(ref.score, 2))
            for ref in sorted(each.references.all(), key=lambda ref: (ref.scheme, ref.code))
            if ref.score is not None and ref.code in terms
        }
        for code, significance in {**profile.markers.get(each.code, {}), **scored}.items():
            found.setdefault(code, significance)
    return tuple(Marker(code, found[code]) for code in sorted(found, key=int))


def descriptions(
    languages: Sequence[str], one: WorkItem, chain: Sequence[Result], programme: Programme
) -> tuple[Description, ...]:
    """What it is about, what it is to reach, and that it is a demonstration where it is one."""
    serves = [each.title for each in reversed(chain)]
    about = words.about(languages, one.title, serves, programme.code)
    aims = (Description(chain[0].title, _OBJECTIVES),) if chain else ()
    return (Description(about, _GENERAL), *aims, *_labels(languages, programme))


def shared_descriptions(languages: Sequence[str], programme: Programme) -> tuple[Description, ...]:
    """The same for the programme as a whole."""
    return (Description(words.shared_description(languages), _GENERAL), *_labels(languages, programme))


def _labels(languages: Sequence[str], programme: Programme) -> tuple[Description, ...]:
    return (Description(words.modelled(languages), _OTHER),) if programme.is_demonstration else ()


def status(programme: Programme, as_of: date) -> str:
    """1 before the programme, 2 during it, 4 afterwards."""
    if as_of < programme.start:
        return "1"
    return "2" if as_of <= programme.end else "4"


def dates(programme: Programme, as_of: date) -> tuple[tuple[str, date], ...]:
    """Planned, and actual as far as they have come: work on one programme begins and ends with it."""
    started = (("2", programme.start),) if as_of >= programme.start else ()
    ended = (("4", programme.end),) if as_of > programme.end else ()
    return (("1", programme.start), *started, ("3", programme.end), *ended)


def contacts(profile: Profile, reporter: Reporter) -> tuple[Contact, ...]:
    """Where to ask."""
    if not (profile.department or profile.email or profile.website):
        return ()
    return (Contact(reporter.name, profile.department, profile.email, profile.website),)


def pages(profile: Profile, programme: Programme, chain: Sequence[Result]) -> tuple[Document, ...]:
    """The public page of the result, where there are such pages."""
    if not profile.page or not chain:
        return ()
    url = profile.page.format(programme=programme.code, result=chain[0].code)
    title: Words = chain[0].title
    return (Document(url, "text/html", title, (OBJECTIVES_PAGE,), tuple(programme.languages)),)
