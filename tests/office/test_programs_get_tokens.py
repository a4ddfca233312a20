"""Access tokens in the office: issued once, shown once, revoked by their person."""

from __future__ import annotations

from biennium.organisation.models import AccessToken
from biennium.organisation.services.tokens import person_of
from office.conftest import SignIn

ADDRESS = "/office/tokens/"


def test_the_secret_is_shown_once_and_then_never_again(sign_in: SignIn) -> None:
    client = sign_in("reader")
    assert "No token yet" in client.get(ADDRESS).content.decode()
    answered = client.post(ADDRESS, {"name": "Dashboard", "days": "30"})
    secret = answered.context["issued"].secret
    assert secret in answered.content.decode()
    assert person_of(secret).email == "reader@example.org"
    again = client.get(ADDRESS).content.decode()
    assert "Dashboard" in again
    assert secret not in again
    assert answered["Cache-Control"].startswith("max-age=0")


def test_what_is_wrong_stands_beside_its_field(sign_in: SignIn) -> None:
    answered = sign_in("reader").post(ADDRESS, {"name": "", "days": "999"})
    assert answered.status_code == 400
    assert set(answered.context["form"].errors) == {"name", "days"}
    assert AccessToken.objects.count() == 0


def test_its_person_revokes_it_and_nobody_else_finds_it(sign_in: SignIn) -> None:
    client = sign_in("reader")
    client.post(ADDRESS, {"name": "Dashboard", "days": "30"})
    token = AccessToken.objects.get()
    assert sign_in("budget_officer").post(f"{ADDRESS}{token.uid}/revoke/").status_code == 404
    assert client.post(f"{ADDRESS}{token.uid}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "revoked" in client.get(ADDRESS).content.decode()
