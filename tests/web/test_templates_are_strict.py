"""The content security policy allows no inline style and no inline script: no template of any room has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import biennium
from web import gallery

ROOT = Path(biennium.__file__).parent
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if "templates" in path.parts)
SCRIPTS = sorted((ROOT / "web/static").rglob("*.js"))
STYLES = sorted((ROOT / "web/static").rglob("*.css"))
FORBIDDEN = {
    "an inline style": re.compile(r"""\sstyle\s*=|<style\b""", re.IGNORECASE),
    "an event handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "an address that is a script": re.compile(r"javascript:", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "something of another server": re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.IGNORECASE),
    "scripted htmx": re.compile(r"hx-on|hx-vals=.js:|hx-vars", re.IGNORECASE),
}


@pytest.mark.urls("web.urls")
@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_and_no_page_has(fault: str) -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in TEMPLATES}
    sources |= {name: gallery.page(name) for name in gallery.PAGES}
    assert [name for name, source in sources.items() if FORBIDDEN[fault].search(source)] == []


def test_scripts_evaluate_no_text() -> None:
    for path in SCRIPTS:
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_load_nothing_and_follow_the_direction_of_writing(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"@import|url\(", source)
    assert not re.search(r"(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)|float:", source)
    assert len(source.splitlines()) < 400


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_named_in_one_place(path: Path) -> None:
    if path.name != "tokens.css":
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", path.read_text(encoding="utf-8"), re.IGNORECASE)
