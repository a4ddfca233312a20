"""Under which identifier and with which codes the organisation publishes is said on a page, by who may, and kept."""

from __future__ import annotations

import pytest

from biennium.foundation.models import AuditEvent
from biennium.organisation.models import Organisation
from biennium.publishing.publications import selectors
from biennium.publishing.publications.models import Publisher
from office.test_pages_of_publishing import read, sign_in
from publications import world as worlds
from publications.world import World

pytestmark = pytest.mark.django_db
PAGE, IDENTIFIER = "/office/publishing/profile/", "/office/publishing/identifier/"
TYPED = {
    "revision": "0",
    "department_en": "Programming",
    "email": "data@example.org",
    "website": "https://example.org",
    "page": "https://example.org/{programme}/{result}/",
    "type": "40",
    "region": "998",
    "collaboration": "4",
    "tied": "5",
    "sector": "16020",
    "sectors": "1 = 16070\r\n3.2=11330",
    "markers": "5 = 1:1\n7.4 = 2:1, 6:1",
    "marker_terms": "gender = 1",
    "levels": "output = 1\noutcome = 2",
}


@pytest.fixture(autouse=True)
def world(db: None) -> World:
    return worlds.build()


def test_what_is_typed_is_the_profile_with_its_history_and_shown_again() -> None:
    client = sign_in()
    assert client.post(PAGE, TYPED).status_code == 302
    profile = selectors.profile()
    assert profile.department == {"en": "Programming"}
    assert (profile.email, profile.sector, profile.sectors) == (
        "data@example.org",
        "16020",
        {"1": "16070", "3.2": "11330"},
    )
    assert profile.markers == {"5": {"1": "1"}, "7.4": {"2": "1", "6": "1"}}
    assert profile.levels == {"output": "1", "outcome": "2"}
    page = read(client, PAGE)
    for shown in ("data@example.org", "3.2 = 11330", "7.4 = 2:1 6:1", "Way of publishing described"):
        assert shown in page
    assert set(Publisher.objects.get().profile) & {"type", "region", "tied", "collaboration"} == set()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sectors": "1 = 99999"}, "n’est pas un code de la liste Sector"),
        ({"sectors": "1"}, "n’est pas une paire"),
        ({"sectors": "1 = 16070\n1 = 16080"}, "y figure deux fois"),
        ({"markers": "5 = much"}, "ne sont pas des marqueurs"),
        ({"markers": "5 = 1:9"}, "n’est pas un code de la liste PolicySignificance"),
        ({"page": "https://example.org/{secret}"}, "ne peut pas être rempli"),
        ({"type": "999"}, "999"),
        ({"email": "nobody"}, "id_email"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field_in_the_language_of_the_reader(wrong: dict[str, str], said: str) -> None:
    answer = sign_in(language="fr").post(PAGE, {**TYPED, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert f'aria-describedby="id_{next(iter(wrong))}' in page
    assert not Publisher.objects.exists()


def test_two_who_describe_it_at_once_see_both_texts() -> None:
    client = sign_in()
    client.post(PAGE, TYPED)
    answer = client.post(PAGE, {**TYPED, "email": "other@example.org", "revision": "7"})
    assert answer.status_code == 409
    assert "data@example.org" in answer.content.decode()


def test_the_identifier_is_given_by_who_manages_the_organisation_and_is_one() -> None:
    client = sign_in("administrator")
    for wrong in ("41302", "XM-DAC", "NO-WHERE-1", "XM-DAC-4 1302", ""):
        assert client.post(IDENTIFIER, {"identifier": wrong}).status_code == 400, wrong
    assert client.post(IDENTIFIER, {"identifier": " XM-DAC-41301 "}).status_code == 302
    assert Organisation.objects.get().iati == "XM-DAC-41301"
    assert AuditEvent.objects.filter(verb="organisation.described", after={"iati": "XM-DAC-41301"}).exists()
    assert "XM-DAC-41301" in read(client, PAGE)


def test_who_may_not_sees_it_and_cannot_change_it() -> None:
    reader = sign_in("reader")
    assert "XM-DAC-41302" in read(reader, PAGE)
    assert reader.post(PAGE, TYPED).status_code == 403
    assert reader.post(IDENTIFIER, {"identifier": "XM-DAC-41301"}).status_code == 403
    assert Organisation.objects.get().iati == "XM-DAC-41302"
    assert not Publisher.objects.exists()
