"""A browser at an installation with the demonstration; each journey begins with it as it was built.

Invariant: the installation is built once a run, also when several processes share the tests; each serves a copy of it
on this machine only, which ends with the run.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.request import urlopen

import pytest

from running import sites

from .hands import HANDS, Hand, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with the demonstration."""
    data = shutil.copytree(sites.built(tmp_path_factory), tmp_path_factory.getbasetemp() / "site")
    command, environment = [*sites.COMMAND, "serve"], sites.environment(data)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        port = served.stdout.readline().strip()
        known = json.loads((data / "known.json").read_text(encoding="utf-8"))
        yield Site(f"http://127.0.0.1:{port}", data, **known)
        served.terminate()


def signed_in(browser: Browser, site: Site, who: str, lang: str, width: int, scheme: Scheme) -> BrowserContext:
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
        contexts.append(signed_in(browser, site, who, lang, width, scheme))
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
