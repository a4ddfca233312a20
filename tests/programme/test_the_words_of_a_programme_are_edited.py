"""The cover of its paper, its levels and its lists are edited in the office: what rests on a word keeps it, two people
see both texts, and what was sealed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.foundation.models import AuditEvent
from biennium.kernel.errors import Conflict, InvalidInput, NotPermitted
from biennium.organisation.models import Person
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Level, Programme, Result
from biennium.programme.selectors.document import document, level_values, term_values
from biennium.programme.selectors.versions import opened
from biennium.programme.services.levels import change_levels
from biennium.programme.services.programmes import change_programme
from biennium.programme.services.results import retire_result
from biennium.programme.services.versions import seal_version
from biennium.programme.services.vocabularies import change_vocabulary
from programme.forms import send, shown

WORDING = "/office/p/2024-25/wording/"
COVER, LEVELS, PARTNERS = f"{WORDING}cover/", f"{WORDING}levels/", f"{WORDING}lists/partner/"

SignIn = Callable[..., Client]


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    return sign_in()


def levels_with(programme: Programme, code: str, **changes: Any) -> list[exchange.Level]:
    there = level_values(programme)
    return [one.model_copy(update=changes) if one.code == code else one for one in there]


def test_the_page_says_what_it_is_called_and_in_which_words_it_speaks(officer: Client) -> None:
    page = officer.get(WORDING).content.decode()
    for words in ("Programme pour 2024-25", "ORG.1/1", "To discuss the programme.", "Catalyseur", "Action programmes"):
        assert words in page
    assert WORDING in officer.get("/office/p/2024-25/").content.decode()


def test_the_cover_is_edited_field_by_field(officer: Client, programme: Programme) -> None:
    typed = {
        "paper_session": "346",
        "paper_date": "2022-10",
        "paper_body_fr": "Conseil d’administration",
        "cover_purpose_fr": "Examiner le programme.",
        "related_documents-0-symbol": "ORG.1/2",
        "reason": "As printed",
    }
    send(officer, COVER, typed)
    paper = document(Programme.objects.get()).paper
    assert paper is not None
    assert (paper.symbol, paper.session, paper.date) == ("ORG.1/1", 346, "2022-10")
    assert paper.body == {"fr": "Conseil d’administration"}
    assert paper.cover["purpose"] == {"en": "To discuss the programme.", "fr": "Examiner le programme."}
    assert [one.symbol for one in paper.related_documents] == ["ORG.1/2"]
    event = AuditEvent.objects.get(verb="programme.described")
    assert event.reason == "As printed"
    assert sorted(event.after) == [
        "cover_purpose",
        "paper_body",
        "paper_date",
        "paper_related_documents",
        "paper_session",
    ]


def test_a_cover_on_which_nothing_is_written_is_none(officer: Client) -> None:
    send(officer, COVER, {"paper_symbol": "", "cover_purpose_en": ""})
    assert document(Programme.objects.get()).paper is None
    assert "Nothing is written on it yet" in officer.get(WORDING).content.decode()


def test_levels_are_renamed_and_put_in_order(officer: Client, programme: Programme) -> None:
    send(officer, LEVELS, {"levels-1-place": "1", "levels-0-plural_fr": "Résultats"})
    found = level_values(programme)
    assert [one.code for one in found] == ["enabler", "outcome", "output", "deliverable"]
    assert found[1].plural == {"fr": "Résultats"}
    send(officer, LEVELS, {"levels-0-place": "3"})
    assert [one.code for one in level_values(programme)] == ["outcome", "output", "enabler", "deliverable"]
    event = AuditEvent.objects.filter(verb="programme.levels_set").latest("at")
    assert event.after["order"] == "outcome, output, enabler, deliverable"


def test_a_level_is_added_and_goes_again(officer: Client, programme: Programme) -> None:
    new = {"levels-4-code": "activity", "levels-4-name_en": "Activity", "levels-4-parents": ["output"]}
    send(officer, LEVELS, new)
    assert level_values(programme)[-1].parents == ["output"]
    send(officer, LEVELS, {"levels-4-DELETE": "on"})
    assert [one.code for one in level_values(programme)][-1] == "deliverable"


def test_the_code_of_a_level_stays(officer: Client, programme: Programme) -> None:
    send(officer, LEVELS, {"levels-0-code": "goal"})
    assert level_values(programme)[0].code == "outcome"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"levels-3-DELETE": "on"}, "There are results of the level “Deliverable”. Move or retire them first."),
        ({"levels-2-parents": ["enabler"]}, "Results of the level “Output” stand below those of the level “Outcome”"),
        ({"levels-0-parents": ["enabler"]}, "Results of the level “Outcome” stand at the top."),
        ({"levels-3-counted": "on"}, "Whether results of the level “Deliverable” are numbered is fixed"),
        ({"levels-4-code": "output", "levels-4-name_en": "Again"}, "Two levels have the same code."),
        ({"levels-0-parents": ["output"], "levels-1-parents": ["output"]}, "Nothing leads from the top"),
    ],
)
def test_levels_that_results_rest_on_keep_their_place(
    officer: Client, programme: Programme, typed: dict[str, Any], words: str
) -> None:
    before = level_values(programme)
    fields = {name: value for name, value in shown(officer, LEVELS).items() if not name.startswith("levels-4-place")}
    page = officer.post(LEVELS, {**fields, **typed})
    assert page.status_code == 400
    assert words in page.content.decode()
    assert level_values(programme) == before


def test_an_error_in_a_row_is_told_beside_its_field_and_leads_there(officer: Client) -> None:
    page = send(officer, LEVELS, {"levels-2-parents": ["enabler"]}, status=400)
    assert '<a href="#id_levels-2-parents' in page
    assert "Stands below, row 3" in page


def test_a_level_with_retired_results_only_goes(programme: Programme) -> None:
    for result in programme.results.filter(code__in=["A"]):
        retire_result(actor=OPERATOR, result=result, reason="Merged")
    kept = [one for one in levels_with(programme, "output", parents=["outcome"]) if one.code != "enabler"]
    change_levels(actor=OPERATOR, programme=programme, levels=kept, revision=None)
    assert [one.code for one in level_values(programme)] == ["outcome", "output", "deliverable"]


def test_a_list_is_edited(officer: Client, programme: Programme) -> None:
    typed = {"terms-0-title_fr": "Nations Unies", "terms-1-code": "OECD", "terms-1-title_en": "OECD"}
    send(officer, PARTNERS, typed)
    terms = {(one.scheme, one.code): one for one in term_values(programme)}
    assert terms["partner", "UN"].title == {"en": "United Nations", "fr": "Nations Unies"}
    assert {("partner", "OECD"), ("action-programme", "equality")} <= set(terms)
    event = AuditEvent.objects.filter(verb="programme.terms_set").latest("at")
    assert [one["code"] for one in event.after["terms"]] == ["UN", "OECD"]


def test_a_list_is_added_and_one_without_entries_is_gone(officer: Client, programme: Programme) -> None:
    new = {"scheme": "marker", "terms-0-code": "gender", "terms-0-title_en": "Gender", "terms-0-result": "1.1"}
    send(officer, f"{WORDING}add-list/", new)
    assert officer.get(f"{WORDING}lists/marker/").status_code == 200
    send(officer, f"{WORDING}lists/marker/", {"terms-0-DELETE": "on"})
    missing = officer.get(f"{WORDING}lists/marker/")
    assert missing.status_code == 404
    assert "Its lists: action-programme, partner." in missing.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"scheme": "sdg", "terms-0-code": "8", "terms-0-title_en": "Work"}, "“sdg” is a published list."),
        ({"scheme": "partner", "terms-0-code": "X", "terms-0-title_en": "X"}, "There is a list partner already"),
        (
            {
                "scheme": "marker",
                "terms-0-code": "a",
                "terms-0-title_en": "A",
                "terms-1-code": "a",
                "terms-1-title_en": "A",
            },
            "An entry is listed twice.",
        ),
    ],
)
def test_a_list_that_cannot_be_is_refused(officer: Client, typed: dict[str, str], words: str) -> None:
    assert words in send(officer, f"{WORDING}add-list/", typed, status=400)


def test_an_entry_that_a_result_refers_to_stays(officer: Client, programme: Programme) -> None:
    result = programme.results.get(code="1.2")
    result.references.create(scheme="partner", code="UN")
    page = send(officer, PARTNERS, {"terms-0-DELETE": "on"}, status=400)
    assert "Result 1.2 refers to “UN”. Take it off there first." in page
    retire_result(actor=OPERATOR, result=result, reason="Merged")
    change_vocabulary(actor=OPERATOR, programme=programme, scheme="partner", terms=[], revision=None)
    assert not programme.terms.filter(scheme="partner").exists()


@pytest.mark.parametrize(
    ("url", "theirs", "yours"),
    [
        (COVER, {"paper_symbol": "ORG.1/Rev"}, {"paper_symbol": "ORG.1/Add"}),
        (LEVELS, {"levels-0-name_en": "ORG.1/Rev"}, {"levels-0-name_en": "ORG.1/Add"}),
        (PARTNERS, {"terms-0-title_en": "ORG.1/Rev"}, {"terms-0-title_en": "ORG.1/Add"}),
    ],
)
def test_who_saves_second_sees_both_and_saves_over_it(
    officer: Client, sign_in: SignIn, url: str, theirs: dict[str, str], yours: dict[str, str]
) -> None:
    opened_before = {**shown(officer, url), **yours}
    send(officer, url, theirs)
    answer = officer.post(url, opened_before)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ORG.1/Rev" in page
    assert "Add" in page
    again = {**opened_before, "revision": answer.context["form"]["revision"].value()}
    assert officer.post(url, again).status_code == 302
    assert "ORG.1/Add" in officer.get(url).content.decode()


def test_services_refuse_what_was_changed_meanwhile(programme: Programme) -> None:
    seen = programme.revision
    renamed = levels_with(programme, "outcome", name={"en": "Goal"})
    change_levels(actor=OPERATOR, programme=programme, levels=renamed, revision=seen)
    with pytest.raises(Conflict):
        change_levels(actor=OPERATOR, programme=programme, levels=renamed, revision=seen)
    with pytest.raises(Conflict):
        change_vocabulary(actor=OPERATOR, programme=programme, scheme="partner", terms=[], revision=seen)


def test_who_may_not_edit_the_programme_reads_and_changes_nothing(sign_in: SignIn, programme: Programme) -> None:
    reader = sign_in("reader")
    for url in (COVER, LEVELS, PARTNERS):
        page = reader.get(url)
        assert page.status_code == 200
        assert ">Save<" not in page.content.decode()
        assert reader.post(url, shown(reader, url)).status_code == 403
    assert reader.get(f"{WORDING}add-list/").status_code == 403
    person = Person.objects.get(email="reader@example.org")
    with pytest.raises(NotPermitted):
        change_levels(actor=person, programme=programme, levels=[], revision=None)
    with pytest.raises(NotPermitted):
        change_vocabulary(actor=person, programme=programme, scheme="partner", terms=[], revision=None)


def test_sealed_versions_keep_their_words(programme: Programme) -> None:
    version = seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    before = document(programme)
    renamed = levels_with(programme, "outcome", name={"en": "Goal"})
    change_levels(actor=OPERATOR, programme=programme, levels=renamed, revision=None)
    change_vocabulary(actor=OPERATOR, programme=programme, scheme="partner", terms=[], revision=None)
    version.refresh_from_db()
    assert opened(version).document == before
    assert seal_version(actor=OPERATOR, programme=programme, stage="preliminary").sha256 != version.sha256


def test_saying_what_is_there_already_changes_nothing(programme: Programme) -> None:
    events = AuditEvent.objects.count()
    change_levels(actor=OPERATOR, programme=programme, levels=level_values(programme), revision=None)
    partners = [one for one in term_values(programme) if one.scheme == "partner"]
    change_vocabulary(actor=OPERATOR, programme=programme, scheme="partner", terms=partners, revision=None)
    assert AuditEvent.objects.count() == events


def test_nothing_but_a_level_leads_to_a_level(programme: Programme) -> None:
    wrong = levels_with(programme, "output", parents=["nowhere"])
    with pytest.raises(InvalidInput, match="Nothing leads from the top to the level “Output”"):
        change_levels(actor=OPERATOR, programme=programme, levels=wrong, revision=None)


def test_words_in_a_language_the_programme_is_not_kept_in_are_refused(programme: Programme) -> None:
    now = document(programme)
    spanish, refused = {"en": "Outcome", "es": "Resultado"}, "The programme is not kept in “es”"
    levels = [now.levels[0].model_copy(update={"name": spanish}), *now.levels[1:]]
    terms = [exchange.Term(scheme="partner", code="UN", title=spanish)]
    cover = now.model_copy(update={"paper": exchange.Paper(cover={"purpose": spanish})})
    common: dict[str, Any] = {"actor": OPERATOR, "programme": programme, "revision": None}
    with pytest.raises(InvalidInput, match=refused):
        change_levels(levels=levels, **common)
    with pytest.raises(InvalidInput, match=refused):
        change_vocabulary(scheme="partner", terms=terms, **common)
    with pytest.raises(InvalidInput, match=refused):
        change_programme(values=cover, **common)


def test_names_of_levels_that_a_paper_brought_in_more_languages_than_its_own_stay(programme: Programme) -> None:
    Level.objects.filter(programme=programme, code="outcome").update(name={"en": "Outcome", "es": "Resultado"})
    levels = level_values(programme)
    levels[0].name = {**levels[0].name, "en": "Aim"}
    change_levels(actor=OPERATOR, programme=programme, levels=levels, revision=None)
    assert level_values(programme)[0].name == {"en": "Aim", "es": "Resultado"}


def test_a_language_in_which_a_level_is_named_is_kept(programme: Programme) -> None:
    programme.indicators.all().delete()
    for row in programme.results.all():
        Result.objects.filter(pk=row.pk).update(title={"en": "Work"})
    wanted = document(programme).model_copy(update={"languages": ["en"], "title": {"en": "Programme"}})
    with pytest.raises(InvalidInput, match="3 texts are written in “fr”"):
        change_programme(actor=OPERATOR, programme=programme, values=wanted, revision=None)
