"""The files of the repository: those git knows or would add, or all that are not generated where there is no git."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = {"data", "dist", "htmlcov", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Absolute paths, sorted."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        known = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and not _generated(path)))
    return tuple(sorted(ROOT / name for name in known if name and (ROOT / name).is_file()))


def _generated(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") for part in parts) and parts[0] not in {".ci", ".gitignore"}
    return hidden or path.suffix == ".mo" or not GENERATED.isdisjoint(parts)


def texts() -> dict[Path, str]:
    """The files that are text, by path, with their text."""
    found = {}
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:1024]:
            found[path] = content.decode("utf-8", errors="replace")
    return found


def name(path: Path) -> str:
    """How a file is named in a message."""
    return str(path.relative_to(ROOT))


def sources() -> list[Path]:
    """The Python files of the package that people wrote."""
    package = ROOT / "src"
    return [
        path
        for path in files()
        if path.suffix == ".py" and path.is_relative_to(package) and "migrations" not in path.parts
    ]
