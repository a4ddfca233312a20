"""A file beyond the limit of its page is refused in one line: before it is read where it is far beyond, else beside the
form."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from biennium.foundation.middleware import UploadLimit
from biennium.ledger.models import ImportRun
from biennium.office.views.imports import imports
from ledger.world import World
from office.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/office/programmes/2024-25/imports/"
MB = 1024 * 1024


class Unread:
    """A body that fails the test when it is read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def send(client: Client, length: int, **more: Any) -> Any:
    """A form with a file that says how long it is, and is never read."""
    head = {"CONTENT_TYPE": "multipart/form-data; boundary=part", "CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return client.generic("POST", PAGE, **{**head, **more})


def test_a_file_far_beyond_the_limit_is_refused_before_it_is_read(
    world: World, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.IMPORT_LIMIT = MB
    answer = send(sign_in(), 3 * MB)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "The file is larger than 1 MB." in page
    assert "nothing of it was read" in page
    assert not ImportRun.objects.exists()


def test_each_page_has_its_limit(world: World, sign_in: SignIn, settings: LazySettings) -> None:
    settings.IMPORT_LIMIT, settings.UPLOAD_LIMIT = 4 * MB, MB
    request = RequestFactory().generic("POST", PAGE, content_type="multipart/form-data; boundary=part")
    request.META["CONTENT_LENGTH"] = str(3 * MB)

    def elsewhere(*_of: Any) -> None: ...

    limit = UploadLimit(elsewhere)  # type: ignore[arg-type]
    assert limit.process_view(request, imports, (), {}) is None
    request.META["CONTENT_LENGTH"] = "many"
    assert limit.process_view(request, elsewhere, (), {}) is None


def test_a_file_hardly_beyond_the_limit_is_refused_beside_the_form(
    world: World, sign_in: SignIn, settings: LazySettings
) -> None:
    settings.IMPORT_LIMIT = MB
    file = SimpleUploadedFile("march.csv", b"document,date\n".ljust(MB + 1, b" "))
    answer = sign_in().post(PAGE, {"file": file})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The file is larger than 1 MB. Split it, or load it with the ledger command." in page
    assert "up to 1 MB" in page
