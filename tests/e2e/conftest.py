"""A browser at an installation with the demonstration; each test begins with it as it was built.

Invariant: the installation is built once a run and listens on this machine only; it ends with the run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TESTS = Path(__file__).resolve().parent.parent
VISITS = Callable[..., "Page"]


@dataclass(frozen=True)
class Site:
    """Where it answers, and the session of each account by the first part of its address."""

    url: str
    sessions: dict[str, str]

    def reset(self) -> None:
        """The demonstration as it was built."""
        with urlopen(f"{self.url}/e2e/reset", timeout=60) as answer:
            assert answer.status == 200


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIENNIUM_")}
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    return {**kept, "BIENNIUM_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "e2e.settings", "PYTHONPATH": path}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with the demonstration."""
    data = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(TESTS / "e2e" / "site.py")]
    subprocess.run([*command, "build"], env=_environment(data), check=True, timeout=900)
    with subprocess.Popen([*command, "serve"], env=_environment(data), stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        port = served.stdout.readline().strip()
        sessions = json.loads((data / "sessions.json").read_text(encoding="utf-8"))
        yield Site(f"http://127.0.0.1:{port}", sessions)
        served.terminate()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[VISITS]:
    """Opens an address as somebody, in a window of a width."""
    site.reset()
    contexts = []

    def visited(address: str, who: str = "priya", *, width: int = 1280, lang: str = "en") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=lang)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": "sessionid", "value": site.sessions[who], "url": site.url},
                {"name": "django_language", "value": lang, "url": site.url},
            ]
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{site.url}{address}")
        return page

    yield visited
    for context in contexts:
        context.close()
