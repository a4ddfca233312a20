"""The licence is whole, and every dependency is pinned to one version without naming where it comes from."""

from __future__ import annotations

import hashlib
import re
import tomllib

from repository.files import ROOT

PIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][0-9a-z.]*")
NAME = re.compile(r"^[A-Za-z0-9._-]+")
LICENCE_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def pins() -> list[str]:
    return (ROOT / "requirements" / "constraints.txt").read_text(encoding="utf-8").splitlines()


def canonical(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def test_the_licence_is_the_whole_text_of_the_agpl() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == LICENCE_SHA256


def test_a_pin_is_a_name_and_a_version_and_nothing_else() -> None:
    assert [line for line in pins() if not PIN.fullmatch(line)] == []
    names = [line.partition("==")[0] for line in pins()]
    assert names == sorted(set(names))


def test_every_declared_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(entry for extra in project["project"]["optional-dependencies"].values() for entry in extra),
    ]
    pinned = {line.partition("==")[0] for line in pins()}
    assert sorted(canonical(entry) for entry in declared if canonical(entry) not in pinned) == []


def test_the_changelog_has_a_place_for_what_is_coming() -> None:
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_publiccode_names_what_its_standard_requires() -> None:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    keys = re.findall(r"^([A-Za-z]+):", text, re.MULTILINE)
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"}
    assert required | {"legal", "maintenance", "localisation"} <= set(keys)
    shorts = re.findall(r"^ +shortDescription: (.+)$", text, re.MULTILINE)
    assert shorts
    assert max(map(len, shorts)) <= 150
