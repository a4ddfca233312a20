"""Writes requirements/constraints.txt from what is installed: every package Biennium needs, at its exact version.

Invariant: one `name==version` a line, sorted, no hashes and no index addresses; exactly the packages that
pyproject.toml leads to (dependencies, all extras and the build system), nothing that merely happens to be installed.

Use: `make constraints` (CONTRIBUTING.md, "Dependencies").
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "requirements" / "constraints.txt"


def declared() -> Iterator[Requirement]:
    """What pyproject.toml asks for by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
    ]
    for entries in lists:
        yield from map(Requirement, entries)


def needed_by(requirement: Requirement) -> Iterator[Requirement]:
    """What one requirement, with its extras, needs on this machine."""
    extras = {"", *requirement.extras}
    for line in requires(requirement.name) or ():
        further = Requirement(line)
        if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
            yield further


def closure() -> dict[str, str]:
    """Canonical name to installed version. Raises `PackageNotFoundError` for one that is not installed."""
    versions: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = list(declared())
    while queue:
        requirement = queue.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key not in seen:
            seen.add(key)
            versions[key[0]] = version(requirement.name)
            queue.extend(needed_by(requirement))
    return versions


def main() -> int:
    """Writes the file; exit status 1 when a package is missing from the environment."""
    try:
        versions = closure()
    except PackageNotFoundError as error:
        print(f"{error.name} is not installed. Run `make constraints`, which installs every extra.", file=sys.stderr)
        return 1
    lines = [f"{name}=={installed}\n" for name, installed in sorted(versions.items())]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(lines)} packages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
