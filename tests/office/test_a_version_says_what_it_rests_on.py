"""The decision a version rests on is written in several languages, and read in the reader's."""

from __future__ import annotations

import pytest
from django.test import Client

from biennium.programme.models import Version
from office.test_pages_of_publishing import read, sign_in
from publications import world as worlds

pytestmark = pytest.mark.django_db
VERSIONS, PAPERS = "/office/p/2024-25/versions/", "/p/2024-25/papers/"


def test_a_decision_in_two_languages_is_read_in_each() -> None:
    worlds.build()
    client = sign_in()
    typed = {"stage": "preliminary", "reason_text": "As decided", "decision_en": "Item 4", "decision_fr": "Point 4"}
    answer = client.post(VERSIONS, typed)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Version.objects.get().decision == {"en": "Item 4", "fr": "Point 4"}
    assert "Item 4" in read(client, VERSIONS)
    french = Client(headers={"accept-language": "fr"}).get(PAPERS).content.decode()
    assert "Point 4" in french
    assert "Item 4" not in french
