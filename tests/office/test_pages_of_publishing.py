"""The publishing desk: what is published, what would change, what blocks; and few questions to the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.foundation.actors import OPERATOR
from biennium.organisation.models import Organisation, Person, Place, Role, RoleAssignment, Unit
from biennium.organisation.roles import STANDARD_ROLES
from biennium.programme.models import WorkItem
from biennium.publishing.publications import selectors, starting
from biennium.publishing.publications.models import Publication, Waiver
from biennium.publishing.reconcile.starting import make_all
from publications import world as worlds
from publications.world import World

pytestmark = pytest.mark.django_db
DESK = "/office/publishing/"
MOST_QUERIES = 20
LARGE = 10_000_000


@pytest.fixture
def world(db: None) -> World:
    made = worlds.build()
    made.adopt()
    made.allot(LARGE)
    made.cost(1_000, "KEN101")
    return made


def sign_in(role: str = "programme_officer", language: str = "en") -> Client:
    standard = next(one for one in STANDARD_ROLES if one.code == role)
    held, _ = Role.objects.get_or_create(code=role, defaults={"name": standard.name, "actions": list(standard.actions)})
    person = Person.objects.create_user(email=f"{role}@example.org", name=role, password="x", language=language)
    RoleAssignment.objects.create(person=person, role=held, unit=Unit.objects.get(code="ORG"), starts="2024-01-01")
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def read(client: Client, url: str, status: int = 200) -> str:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert len(captured) <= MOST_QUERIES, [one["sql"][:160] for one in captured]
    return answer.content.decode()


def test_the_desk_says_that_nothing_is_published_and_how_to_begin(world: World) -> None:
    page = read(sign_in(), DESK)
    assert "Nothing is published yet." in page
    assert "No publications yet" in page
    assert "Write and check the files" in page


def test_writing_and_publishing_from_the_desk(world: World) -> None:
    client = sign_in()
    answer = client.post(DESK, {"programme": "2024-25", "day": "2025-06-30"})
    (made,) = Publication.objects.all()
    assert answer.url == f"{DESK}{made.number}/"
    page = read(client, answer.url)
    assert "Nothing is in the way: it can be published." in page
    assert "XM-DAC-41302-2024-25-KEN101" in page
    client.post(f"{DESK}{made.number}/publish/")
    assert "It was published" in read(client, answer.url)
    assert "Publication 1 is the latest" in read(client, DESK)


def test_an_error_is_shown_with_its_rule_and_waived_with_a_reason(world: World) -> None:
    Place.objects.filter(code="KEN").update(alpha2="QQ")
    publication = world.prepare()
    client = sign_in()
    page = read(client, f"{DESK}{publication.number}/")
    assert "in the way of publishing it" in page
    assert "9.50.1" in page
    assert "/publish/" not in page
    for finding in selectors.blocking(publication):
        waive = f"{DESK}{publication.number}/waive/{finding.uid}/"
        assert client.post(waive, {"reason": ""}).status_code == 302
        assert not Waiver.objects.filter(finding=finding).exists()
        client.post(waive, {"reason": "The list is old."})
    page = read(client, f"{DESK}{publication.number}/")
    assert "The list is old." in page
    assert "/publish/" in page


def test_discarding_lays_aside(world: World) -> None:
    publication, client = world.prepare(), sign_in()
    client.post(f"{DESK}{publication.number}/discard/")
    assert "It was discarded" in read(client, f"{DESK}{publication.number}/")


def test_files_and_reports_are_taken_as_they_were_checked(world: World) -> None:
    publication, client = world.prepare(), sign_in()
    for one in publication.files.select_related("file"):
        answer = client.get(f"{DESK}{publication.number}/files/{one.name}")
        assert len(answer.content) == one.file.size
        assert answer["Content-Disposition"] == f'attachment; filename="{one.name}"'
        report = client.get(f"{DESK}{publication.number}/reports/{one.name}")
        assert report.json()["file"] == one.name
    assert client.get(f"{DESK}{publication.number}/files/other.xml").status_code == 404


def test_a_reader_sees_the_desk_but_not_what_is_not_published(world: World) -> None:
    publication, client = world.prepare(), sign_in("reader")
    page = read(client, DESK)
    assert "publish to the standards" in page
    number = publication.number
    assert "/files/" not in read(client, f"{DESK}{number}/")
    assert client.get(f"{DESK}{number}/files/organisation.xml").status_code == 403
    assert client.post(f"{DESK}{number}/publish/").status_code == 403
    assert Publication.objects.get().published_at is None


def test_what_cannot_be_written_is_said_at_the_form(world: World) -> None:
    client = sign_in()
    answer = client.post(DESK, {"day": "2999-01-01"})
    assert answer.status_code == 400
    assert "still to come" in answer.content.decode()
    Organisation.objects.update(iati="")
    assert "no IATI identifier" in client.post(DESK, {"day": "2025-01-31"}).content.decode()


def test_a_large_programme_is_written_by_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 1)
    jobs: list[dict[str, object]] = []
    monkeypatch.setattr(starting.jobs, "enqueue", lambda work, **arguments: jobs.append(arguments))
    client = sign_in()
    assert client.post(DESK, {"day": "2025-06-30"}).url == DESK
    (arguments,) = jobs
    starting.make.func(**arguments)
    assert Publication.objects.get().created_by_label == "programme_officer"


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_pages_speak_the_language_of_the_reader(world: World, language: str) -> None:
    publication, client = world.publish(), sign_in(language=language)
    client.cookies["django_language"] = language
    words = {"fr": ("Elle a été publiée", "Écrire et contrôler"), "es": ("Se publicó", "Escribir y comprobar")}
    published, write = words[language]
    assert published in read(client, f"{DESK}{publication.number}/")
    assert write in read(client, DESK)


def test_the_portal_offers_what_is_published_with_its_report(world: World) -> None:
    publication = world.publish()
    page = read(Client(), "/p/2024-25/data/")
    assert "activities-2024-25.xml" in page
    assert "0 critical, 0 errors, 0 warnings" in page
    for one in publication.files.select_related("file"):
        assert one.file.sha256 in page
        address = f"/p/2024-25/data/published/{publication.number}/{one.name}"
        assert len(Client().get(address).content) == one.file.size
        assert Client().get(f"{address}/report").json()["file"] == one.name


def test_the_portal_offers_nothing_that_is_not_published(world: World) -> None:
    publication = world.prepare()
    assert "activities-2024-25.xml" not in read(Client(), "/p/2024-25/data/")
    address = f"/p/2024-25/data/published/{publication.number}/activities-2024-25.xml"
    assert Client().get(address).status_code == 404
    assert publication.created_by_label == str(OPERATOR)


def test_the_tables_are_written_from_their_page_and_published_from_their_own(world: World) -> None:
    client = sign_in()
    assert "Nothing is published yet." in read(client, f"{DESK}tables/")
    answer = client.post(f"{DESK}tables/crs/")
    made = Publication.objects.get(standard="crs")
    assert answer.url == f"{DESK}{made.number}/"
    assert "crs-2024.zip" in read(client, answer.url)
    assert client.post(f"{DESK}{made.number}/publish/").status_code == 302
    assert "Published" in read(client, f"{DESK}tables/")


def test_reconciliation_tells_what_is_missing_and_what_agrees(world: World) -> None:
    client = sign_in()
    page = f"{DESK}reconcile/"
    assert "has not been held against the books yet" in read(client, page)
    client.post(f"{DESK}tables/crs/")
    client.post(f"{DESK}{Publication.objects.get(standard='crs').number}/publish/")
    assert client.post(page).status_code == 302
    shown = read(client, page)
    assert "Not published yet:" in shown
    assert "OECD-DAC (CRS)" in shown


def test_who_may_not_publish_sees_why(world: World) -> None:
    client = sign_in("reader")
    assert "aria-disabled" in read(client, f"{DESK}reconcile/")
    assert client.post(f"{DESK}reconcile/").status_code == 403


def test_all_standards_are_written_and_published_with_two_presses(world: World) -> None:
    page, client = f"{DESK}together/", sign_in()
    assert "write and check all of it first" in read(client, page)
    assert client.post(f"{page}publish/").status_code == 403
    assert client.post(page).url == page
    assert "Nothing is in the way: all of it can be published." in read(client, page)
    assert client.post(f"{page}publish/").url == f"{DESK}reconcile/"
    published = Publication.objects.filter(published_at__isnull=False)
    assert set(published.values_list("standard", flat=True)) == set(selectors.STANDARDS)
    assert "every difference has a name" in read(client, f"{DESK}reconcile/")
    assert "All that was written is published." in read(client, page)


def test_all_standards_wait_for_what_is_in_the_way_of_one(world: World) -> None:
    page, client = f"{DESK}together/", sign_in()
    WorkItem.objects.filter(code="KEN101").update(function="")
    client.post(page)
    shown = read(client, page)
    assert "in the way of publishing all of it." in shown
    assert "Blocked" in shown
    assert client.post(f"{page}publish/").status_code == 403
    assert not Publication.objects.filter(published_at__isnull=False).exists()


def test_all_standards_stay_when_money_moved_after_they_were_written(world: World) -> None:
    page, client = f"{DESK}together/", sign_in()
    client.post(page)
    world.cost(5_00, "KEN101")
    answer = client.post(f"{page}publish/", follow=True)
    assert "does not agree with the books any more: nothing is published." in answer.content.decode()
    assert not Publication.objects.filter(published_at__isnull=False).exists()


def test_all_standards_of_a_large_programme_are_written_by_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 1)
    enqueued: list[dict[str, object]] = []
    monkeypatch.setattr(starting.jobs, "enqueue", lambda work, **arguments: enqueued.append(arguments))
    client = sign_in()
    assert "they appear below" in client.post(f"{DESK}together/", follow=True).content.decode()
    (arguments,) = enqueued
    make_all.func(**arguments)
    assert Publication.objects.count() == len(selectors.STANDARDS)


def test_what_keeps_all_standards_from_being_written_is_said_at_once(world: World) -> None:
    client = sign_in()
    Organisation.objects.update(iati="")
    assert "no IATI identifier" in client.post(f"{DESK}together/", follow=True).content.decode()
    assert not Publication.objects.exists()
    assert (
        "1999 was not adopted" in client.post(f"{DESK}tables/crs/", {"programme": "1999"}, follow=True).content.decode()
    )
    reader = sign_in("reader")
    assert "aria-disabled" in read(reader, f"{DESK}together/")
    assert reader.post(f"{DESK}together/").status_code == 403
    assert reader.post(f"{DESK}together/publish/").status_code == 403
