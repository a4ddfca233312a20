"""Every command, option, setting and table is documented; every page is reachable and every link leads somewhere."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from repository.files import ROOT, files, name

DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
SHOWN = re.compile(r"(?<![\w/=.-])biennium (?!biennium )([^`|;&#<>\n]+)")
CODE = re.compile(r"^```.*?^```|^(?:    .*\n)+|`[^`\n]+`", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links(path: Path) -> list[str]:
    """The targets inside the repository that a page links to."""
    targets = LINK.findall(FENCED.sub("", read(path)))
    return [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def anchors(path: Path) -> set[str]:
    """What a link can lead to within a page: its headings, as they are named in addresses."""
    titles = [re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(FENCED.sub("", read(path)))]
    return {title.replace(" ", "-") for title in titles}


def unknown(parser: argparse.ArgumentParser, words: list[str]) -> str:
    """The first word that is no command below a parser, or no option of the command; empty where all are known."""
    options = {option for action in parser._actions for option in action.option_strings}
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if below and words and words[0].isalpha() and words[0].islower():
        return unknown(below[0].choices[words[0]], words[1:]) if words[0] in below[0].choices else words[0]
    asked = [word.partition("=")[0].strip("[]") for word in words]
    return next((word for word in asked if word.startswith("--") and word not in options), "")


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield command
                yield from commands(command)


def test_every_command_and_option_is_documented() -> None:
    from biennium.site.command import build_parser

    page = read(DOCS / "reference" / "commands.md")
    for command in commands(build_parser()):
        section = page.partition(f"## `{command.prog}`\n")[2].partition("\n## ")[0]
        assert section, command.prog
        options = {option for action in command._actions for option in action.option_strings} - {"-h", "--help"}
        assert [option for option in sorted(options) if f"`{option}`" not in section] == [], command.prog


def test_every_setting_is_documented_with_its_default() -> None:
    from biennium.site.environment import SETTINGS

    page = read(DOCS / "reference" / "settings.md")
    assert [one.name for one in SETTINGS if f"| `{one.name}` | `{one.default}` |" not in page] == []


def test_no_page_names_a_setting_there_is_none_of() -> None:
    from biennium.site.environment import SETTINGS

    known = {one.name for one in SETTINGS}
    named = {(name(path), word) for path in pages() for word in re.findall(r"\bBIENNIUM_[A-Z_]+\b", read(path))}
    assert {(page, word) for page, word in named if word not in known and "_TEST" not in word} == set()


def test_the_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_link_into_a_page_leads_to_a_heading(page: Path) -> None:
    targets = [target.partition("#") for target in LINK.findall(FENCED.sub("", read(page))) if "://" not in target]
    inside = [((page.parent / path) if path else page, anchor) for path, _hash, anchor in targets if anchor]
    assert [(name(path.resolve()), anchor) for path, anchor in inside if anchor not in anchors(path)] == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    from biennium.site.command import build_parser

    shown = [line for code in CODE.findall(read(page)) for line in SHOWN.findall(code.replace("\\\n", " "))]
    assert [(line, word) for line in shown if (word := unknown(build_parser(), line.split()))] == []


def test_every_page_is_reached_from_the_index() -> None:
    reached, queue = set(), [DOCS / "index.md"]
    while queue:
        page = queue.pop()
        if page not in reached:
            reached.add(page)
            queue += [(page.parent / target).resolve() for target in links(page) if target.endswith(".md")]
    assert [name(page) for page in pages() if page.is_relative_to(DOCS) and page not in reached] == []


@pytest.mark.parametrize("record", sorted((DOCS / "adr").glob("[0-9]*.md")), ids=name)
def test_every_decision_says_context_decision_and_consequences(record: Path) -> None:
    text = read(record)
    number, _, title = text.partition("\n")[0].removeprefix("# ").partition(". ")
    assert (int(number), bool(title)) == (int(record.name[:4]), True)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
