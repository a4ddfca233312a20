"""The shell's own templates win over those of the libraries, and the pages nobody wants to see can be made."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.template import Context
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation

from biennium.kernel.errors import Conflict, NotPermitted

pytestmark = pytest.mark.urls("web.urls")
OVERRIDDEN = (
    "account/login.html",
    "account/password_reset.html",
    "account/reauthenticate.html",
    "allauth/elements/fields.html",
    "allauth/layouts/base.html",
    "django/forms/div.html",
    "django/forms/field.html",
    "django/forms/errors/list/ul.html",
)


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_a_template_of_a_library_is_replaced(name: str) -> None:
    assert "biennium/web/templates" in get_template(name).origin.name.replace("\\", "/")


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "404.html", "500.html"])
@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_an_error_page_needs_no_request_and_no_database(name: str, lang: str) -> None:
    with translation.override(lang):
        html = get_template(name).template.render(Context())
    assert f'<html lang="{lang}"' in html
    assert html.count("<h1>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "title"),
    [(NotPermitted("The rule.", remedy="The way out."), "Not permitted"), (Conflict("Two."), "Changed")],
)
def test_a_refusal_says_the_rule_and_the_way_out(error: Exception, title: str) -> None:
    status = 403 if isinstance(error, NotPermitted) else 409
    html = get_template("refusal.html").render({"error": error, "status": status}, RequestFactory().get("/"))
    assert title in html
    assert error.message in html  # type: ignore[attr-defined]
    assert error.remedy in html  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_sign_in_page_speaks_the_readers_language(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"accept-language": "fr"})
    html = answer.content.decode()
    assert "<h1>Se connecter</h1>" in html
    assert 'lang="fr"' in html
    assert 'autocomplete="current-password"' in html


@pytest.mark.django_db
def test_a_language_is_chosen_by_a_form_and_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "es", "next": "/accounts/login/"}, follow=True)
    assert "<h1>Iniciar sesión</h1>" in answer.content.decode()
    assert client.cookies["django_language"].value == "es"


@pytest.mark.django_db
def test_wrong_credentials_are_said_above_the_form(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert "error-summary" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["logout", "password/change", "2fa", "2fa/totp/activate", "reauthenticate", "email"]
)
def test_a_signed_in_person_can_open(address: str, client: Client) -> None:
    person = get_user_model().objects.create_user(email="a@example.org", name="A. Person", password="a long password")
    client.force_login(person)
    answer = client.get(f"/accounts/{address}/", follow=True)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
