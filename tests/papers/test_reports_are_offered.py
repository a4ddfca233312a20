"""The pages of papers offer the reports of the day: in public and in the office, held against the latest version."""

from __future__ import annotations

from datetime import date

from django.test import Client

from biennium.organisation.models import Person, Role, RoleAssignment, Unit
from biennium.programme.models import Programme


def officer() -> Client:
    """Somebody who works in the office."""
    role = Role.objects.create(code="reader", name={"en": "Reader"}, actions=["organisation.see_office"])
    person = Person.objects.create_user(email="reader@example.org", name="Reader", password="x")
    unit = Unit.objects.first()
    RoleAssignment.objects.create(person=person, role=role, unit=unit, starts=date(2024, 1, 1))
    client = Client()
    client.force_login(person)
    return client


def test_the_portal_and_the_office_offer_the_report_against_the_latest_version(sealed: Programme) -> None:
    office = officer().get("/office/p/2024-25/papers/")
    assert office.status_code == 200
    assert b"/office/p/2024-25/papers/2/implementation.fr.pdf" in office.content
    assert b"papers/1/implementation" not in office.content
    portal = Client().get("/p/2024-25/papers/")
    assert b"/p/2024-25/papers/2/implementation.fr.pdf" in portal.content
    assert b"papers/1/implementation" not in portal.content


def test_what_they_offer_is_there(sealed: Programme) -> None:
    for client, address in ((officer(), "/office/p/2024-25/papers/2/"), (Client(), "/p/2024-25/papers/2/")):
        assert client.get(f"{address}implementation.en.html").status_code == 200


def test_before_the_first_version_the_office_holds_it_against_the_draft(programme: Programme) -> None:
    assert b"papers/live/implementation.en.pdf" in officer().get("/office/p/2024-25/papers/").content
