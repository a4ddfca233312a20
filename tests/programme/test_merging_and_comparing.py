"""Comparing documents, and bringing a programme to the state of another document."""

from __future__ import annotations

import pytest
from django.template import Context
from django.utils import translation

from biennium.foundation.actors import OPERATOR
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import from_data, plain
from biennium.programme.models import Programme
from biennium.programme.selectors.comparison import compare_documents
from biennium.programme.selectors.document import document
from biennium.programme.services.merging import accept_changes, propose_changes
from biennium.web.templatetags.changes import changed_field
from programme import samples


def _copy(programme: Programme) -> exchange.Programme:
    return from_data(plain(document(programme)))


def _accept_all(programme: Programme, wanted: exchange.Programme, *, partial: bool = False) -> exchange.Programme:
    proposal = propose_changes(document(programme), wanted, partial=partial)
    keys = [change.key for change in proposal.changes]
    accept_changes(actor=OPERATOR, programme=programme, proposal=proposal, keys=keys, reason="Test")
    programme.refresh_from_db()
    return document(programme)


def test_a_document_compared_with_itself_gives_nothing(programme: Programme) -> None:
    assert compare_documents(document(programme), _copy(programme)) == []


def test_what_the_governing_body_changed_is_listed_and_nothing_else(programme: Programme) -> None:
    wanted = _copy(programme)
    next(one for one in wanted.results if one.code == "1.2").parent = "2"
    wanted.results.sort(key=lambda one: exchange.natural_key(one.parent or one.code))
    wanted.indicators[0].targets[0].value = "24"
    wanted.results[0].title["en"] = "Stronger rules"
    told = {(change.change, change.label.split()[0]) for change in compare_documents(document(programme), wanted)}
    assert told == {("moved", "1.2"), ("retargeted", "1.1.1"), ("reworded", "1")}


def _edits(wanted: exchange.Programme) -> None:
    """One of everything."""
    by_code = {one.code: one for one in wanted.results}
    by_code["1.1"].title["fr"] = "Autre"
    by_code["1.1"].references.append(exchange.Reference(scheme="sdg", code="8.5"))
    by_code["1.1"].links = ["A"]
    by_code["2.2"].lead_unit = None
    wanted.results = [one for one in wanted.results if one.code not in {"2.1", "2.1.C1"}]
    wanted.indicators = [one for one in wanted.indicators if one.result != "2.1"]
    place = next(index for index, one in enumerate(wanted.results) if one.code == "1.1.C1")
    new = exchange.Result(code="1.1.C3", level="deliverable", parent="1.1", title={"en": "New"}, scope="country")
    wanted.results.insert(place, new)
    wanted.indicators[0].targets[0].value = "24"
    wanted.indicators[0].criteria[0].text["en"] = "Registered"
    wanted.indicators[0].targets.append(
        exchange.Target(start=wanted.start, end=wanted.start.replace(month=12, day=31), value="9")
    )
    wanted.sections[0].body["fr"] = "Pourquoi"
    wanted.sections.reverse()
    wanted.work_items[0].title["en"] = "Kenya denounces"
    wanted.terms.append(exchange.Term(scheme="partner", code="OECD", title={"en": "OECD"}))
    wanted.title["en"] = "Another title"
    assert wanted.paper
    wanted.paper.cover["purpose"]["fr"] = "Objet"


def test_accepting_every_change_gives_the_proposed_document(programme: Programme) -> None:
    wanted = _copy(programme)
    _edits(wanted)
    result = _accept_all(programme, wanted)
    left = [change for change in compare_documents(result, wanted) if not change.identity.startswith("new-")]
    assert [change.key for change in left if change.change != "dropped"] == []


def test_codes_can_be_exchanged_between_two_results(programme: Programme) -> None:
    wanted = _copy(programme)
    one, other = (next(each for each in wanted.results if each.code == code) for code in ("1.1.C1", "1.1.C2"))
    one.code, other.code = other.code, one.code
    result = _accept_all(programme, wanted)
    titles = {each.code: each.title["en"] for each in result.results}
    assert (titles["1.1.C1"], titles["1.1.C2"]) == ("Translate the rules", "Advise on ratification")


def test_what_is_not_accepted_stays_as_it_is(programme: Programme) -> None:
    before = document(programme)
    wanted = _copy(programme)
    _edits(wanted)
    proposal = propose_changes(before, wanted)
    key = next(change.key for change in proposal.changes if change.change == "retargeted")
    accept_changes(actor=OPERATOR, programme=programme, proposal=proposal, keys=[key], reason="Test")
    assert [change.key for change in compare_documents(before, document(programme))] == [key]


def test_a_paper_in_one_language_keeps_the_others_and_what_it_cannot_say(programme: Programme) -> None:
    paper = samples.programme(languages=["fr"], indicators=[], work_items=[], terms=[])
    for one in paper.results:
        one.title = {"fr": one.title["fr"]}
        one.lead_unit, one.references, one.strategy = None, [], {}
    paper.title = {"fr": "Programme pour 2024-25"}
    proposal = propose_changes(document(programme), paper, partial=True)
    assert [change.key for change in proposal.changes] == []


def test_an_inserted_bullet_does_not_make_the_others_look_reworded(programme: Programme) -> None:
    paper = samples.programme()
    country = [one for one in paper.results if one.parent == "1.1" and one.scope == "country"]
    new = exchange.Result(
        code="1.1.C1", level="deliverable", parent="1.1", title={"en": "Draft a law"}, scope="country"
    )
    for place, one in enumerate(country, start=2):
        one.code = f"1.1.C{place}"
    paper.results.insert(paper.results.index(country[0]), new)
    proposal = propose_changes(document(programme), paper, partial=True)
    words = sorted(change.change for change in proposal.changes)
    assert words == ["added", "changed", "changed"]
    result = _accept_all(programme, paper, partial=True)
    assert [one.title["en"] for one in result.results if one.parent == "1.1" and one.scope == "country"] == [
        "Draft a law",
        "Advise on ratification",
        "Translate the rules",
    ]


@pytest.mark.parametrize("partial", [True, False])
def test_proposing_what_is_there_already_proposes_nothing(programme: Programme, partial: bool) -> None:
    assert propose_changes(document(programme), samples.programme(), partial=partial).changes == [] or not partial


def test_a_paper_without_a_result_leaves_what_refers_to_it_standing_by_itself(programme: Programme) -> None:
    """A work item has money on it, an entry of a list may be wanted again: neither goes with the result."""
    paper = _copy(programme)
    paper.results = [one for one in paper.results if not one.code.startswith("1.")]
    paper.indicators, paper.work_items, paper.terms = [], [], []
    proposal = propose_changes(document(programme), paper, partial=True)
    after = _accept_all(programme, paper, partial=True)
    assert compare_documents(proposal.proposed, after) == []
    assert [(one.code, one.result) for one in after.work_items] == [("KEN101", None)]
    assert [(one.code, one.result) for one in after.terms] == [("equality", None), ("UN", None)]


def test_what_is_accepted_takes_along_the_entries_it_refers_to_and_takes_off_none_in_use(programme: Programme) -> None:
    wanted = _copy(programme)
    entry = exchange.Reference(scheme="partner", code="ITU")
    wanted.results[1].references.append(entry)
    wanted.terms.append(exchange.Term(scheme="partner", code="ITU", title={"en": "The Union"}))
    proposal = propose_changes(document(programme), wanted)
    of_result = [change.key for change in proposal.changes if change.kind != "term"]
    told = r"1\.1 would refer to “ITU”, which the list “partner” would not have\. Accept both changes, or neither"
    with pytest.raises(InvalidInput, match=told):
        accept_changes(actor=OPERATOR, programme=programme, proposal=proposal, keys=of_result, reason="Test")
    assert _accept_all(programme, wanted).results[1].references[0] == entry
    without = _copy(programme)
    without.terms = [term for term in without.terms if term.code != "ITU"]
    with pytest.raises(InvalidInput, match=told):
        _accept_all(programme, without)


def test_objects_are_called_by_their_names_in_the_readers_language(programme: Programme) -> None:
    wanted = _copy(programme)
    wanted.results[1].title["en"] = "Other"
    with translation.override("fr"):
        (change,) = compare_documents(document(programme), wanted)
        assert change.label == "1.1 Ratification (fr)"
        assert changed_field(Context(), "cover.purpose") == "objet du document"
