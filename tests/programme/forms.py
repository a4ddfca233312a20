"""What a browser would send: the fields of a form as the page shows them, with what a person types over it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.test import Client

from biennium.kernel.text import Text


def shown(client: Client, url: str) -> dict[str, Any]:
    """Everything the form on a page says, rows included."""
    context: Any = client.get(url).context
    said: dict[str, Any] = {}
    for form in (context["form"], *(one for rows in context["formsets"] for one in rows)):
        said |= _fields(form)
    for rows in context["formsets"]:
        said |= {f"{rows.prefix}-{name}": value for name, value in rows.management_form.initial.items()}
    return said


def _fields(form: Form) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, dict) or hasattr(bound.field, "languages"):
            text: Text = value or {}
            said |= {f"{bound.html_name}_{lang}": text.get(lang, "") for lang in bound.field.languages}  # type: ignore[attr-defined]
        elif value is True:
            said[bound.html_name] = "on"
        elif value is not None and value is not False:
            said[bound.html_name] = value
    return said


def send(client: Client, url: str, typed: dict[str, Any], status: int = 302) -> str:
    """Sends the form of a page with what is typed over it; the page that answers."""
    answer = client.post(url, {**shown(client, url), **typed})
    page = answer.content.decode()
    assert answer.status_code == status, page[-3000:]
    return page
