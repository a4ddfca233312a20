"""A browser at an installation with the demonstration; each journey begins with it as it was built.

Invariant: the installation is built once a run, also when several processes share the tests; each serves a copy of it
on this machine only, which ends with the run.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.request import urlopen

import pytest

from .hands import HANDS, Hand, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TESTS = Path(__file__).resolve().parent.parent
SITE = (sys.executable, str(TESTS / "e2e" / "site.py"))
Scheme = Literal["dark", "light"]
WINDOWS = Callable[..., "Page"]
VISITS = Callable[..., "Page"]
PEOPLE = Callable[..., Hand]


@dataclass(frozen=True)
class Site:
    """Where it answers, its data directory, the session of each account by the first part of its address, the
    addresses of each page."""

    url: str
    data: Path
    sessions: dict[str, str]
    addresses: dict[str, list[str]]

    def reset(self) -> None:
        """The demonstration as it was built."""
        with urlopen(f"{self.url}/e2e/reset", timeout=60) as answer:
            assert answer.status == 200


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIENNIUM_")}
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    return {**kept, "BIENNIUM_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "e2e.settings", "PYTHONPATH": path}


def _built(run: Path) -> Path:
    """The installation of this run, built by whichever process comes first."""
    data, done = run / "built-site", run / "site-is-built"
    with (run / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            data.mkdir()
            subprocess.run([*SITE, "build"], env=_environment(data), check=True, timeout=900)
            done.touch()
    return data


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with the demonstration."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data = shutil.copytree(_built(shared), own / "site")
    with subprocess.Popen([*SITE, "serve"], env=_environment(data), stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        port = served.stdout.readline().strip()
        known = json.loads((data / "known.json").read_text(encoding="utf-8"))
        yield Site(f"http://127.0.0.1:{port}", data, **known)
        served.terminate()


def _signed_in(browser: Browser, site: Site, who: str, lang: str, width: int, scheme: Scheme) -> BrowserContext:
    """A window of somebody, who has chosen a language; without `who`, of anybody. Colours change at once in it."""
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, locale=lang, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    cookies = {"django_language": lang, **({"sessionid": site.sessions[who]} if who else {})}
    context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in cookies.items()])
    context.set_default_timeout(60_000)
    return context


@pytest.fixture
def window(site: Site, browser: Browser) -> Iterator[WINDOWS]:
    """Opens an empty window of a width for somebody."""
    site.reset()
    contexts = []

    def opened(who: str, *, width: int = 1280, lang: str = "en", scheme: Scheme = "light") -> Page:
        contexts.append(_signed_in(browser, site, who, lang, width, scheme))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(site: Site, window: WINDOWS) -> VISITS:
    """Opens an address as somebody, in a window of a width."""

    def visited(address: str, who: str = "priya", *, width: int = 1280, lang: str = "en") -> Page:
        page = window(who, width=width, lang=lang)
        page.goto(f"{site.url}{address}")
        return page

    return visited


@pytest.fixture(params=list(HANDS))
def person(request: pytest.FixtureRequest, visit: VISITS) -> Iterator[PEOPLE]:
    """Somebody at an address, with a pointer and, in a second run of the journey, with a keyboard alone."""
    kind, used = HANDS[request.param], []

    def sits_down(address: str, who: str = "", *, lang: str = "en") -> Hand:
        page = visit(address, who, lang=lang)
        watched(page.context, used.append)
        page.reload()
        return kind(page)

    yield sits_down
    if request.param == "keyboard alone":
        assert used == []
    else:
        assert "pointerdown" in used
