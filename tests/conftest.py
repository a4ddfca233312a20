"""What every test stands on: hypothesis profiles, files kept apart, the browser, and which tests need a database.

Invariant: tests write nothing outside the folders made for them. A test that no database can change is marked
`database_free` (the folders below are so as a whole) and runs once, on SQLite; so do the tests with a browser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from running import browsers, crowds

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DATABASE_FREE_FOLDERS = ("kernel", "standards", "documents", "repository", "running", "iati")
QUIET_BROWSER = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

settings.register_profile("laptop", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "laptop")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the database-free folders, and leaves out on PostgreSQL what has run on SQLite."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in DATABASE_FREE_FOLDERS:
            item.add_marker("database_free")
    if os.environ.get("BIENNIUM_TEST_DATABASE") == "postgresql":
        once = [item for item in items if item.get_closest_marker("database_free") or _uses_browser(item)]
        items[:] = [item for item in items if item not in set(once)]
        config.hook.pytest_deselected(items=once)


def _uses_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None or "browser" in getattr(item, "fixturenames", ())


@pytest.fixture(autouse=True, scope="session")
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded files go to a folder of the run, not to the data directory of whoever runs the tests; and the passwords
    of invented people are hashed in no time."""
    from django.test import override_settings

    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files"), PASSWORD_HASHERS=QUICK_HASHERS):
        yield


@pytest.fixture(autouse=True, scope="session")
def _committed_rows_can_be_removed() -> Iterator[None]:
    """Tests that commit (`transactional_db`, `live_server`) leave an empty database behind."""
    from django.test import TransactionTestCase

    from running import triggers

    teardown = TransactionTestCase._fixture_teardown

    def lifted(self: Any) -> None:
        with triggers.lifted():
            teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running chromium. Skips, with the reason, where there is none."""
    path = browsers.installed()
    if not path:
        pytest.skip("no chromium is installed, and playwright could not download one")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET_BROWSER, *sandbox])
        yield running
        running.close()


@pytest.fixture
def crowd(transactional_db: None, tmp_path: Path) -> Iterator[crowds.Crowd]:
    """People who work at the same moment, on a database of their own."""
    with crowds.crowd(tmp_path) as people:
        yield people
