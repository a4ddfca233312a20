"""A publication is written, looked at, and published, as a programme officer does it."""

from __future__ import annotations

import pytest

from .conftest import VISITS

pytestmark = pytest.mark.browser
DESK = "/office/publishing/"


def test_the_published_file_is_taken_from_the_desk(visit: VISITS) -> None:
    page = visit(f"{DESK}1/", who="elena")
    with page.expect_download() as download:
        page.get_by_role("link", name="activities-2024-25.xml", exact=True).click()
    assert download.value.path().stat().st_size > 1_000_000
