"""Pages read by somebody, with few enough queries."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from biennium.organisation.models import Person

HERE = "/office/programmes/2024-25"
MOST_QUERIES = 20


def signed_in(person: Person) -> Client:
    """The office as somebody sees it."""
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, url: str, status: int = 200, most: int = MOST_QUERIES) -> str:
    """The page at an address, made with few enough queries."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    assert len(captured) <= most, [one["sql"][:160] for one in captured]
    return answer.content.decode()


def send(client: Client, url: str, status: int = 200, **fields: Any) -> str:
    """The page a form leads to."""
    answer = client.post(url, fields, follow=True)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()
