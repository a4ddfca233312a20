"""The key that signs sessions, where the environment gives none: made once and kept in the data directory.

Invariant: it is kept when an installation is made or served, never when a command only looks for one; every process of
an installation has the same.
"""

from __future__ import annotations

import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from biennium.kernel.errors import InvalidInput
from biennium.site import environment

NAME = "secret-key"


def is_given() -> bool:
    """Whether the environment gives one, so that none is kept."""
    return environment.read("BIENNIUM_SECRET_KEY") != "generated in DATA_DIR"


def found() -> str:
    """The key of the environment, else the one that is kept, else a new one for as long as this process lives.

    Raises `InvalidInput` when one is kept that may not be read.
    """
    if is_given():
        return environment.read("BIENNIUM_SECRET_KEY")
    with suppress(FileNotFoundError, NotADirectoryError):
        return _read(environment.data_dir() / NAME)
    return secrets.token_urlsafe(50)


def kept(key: str) -> str:
    """Keeps this key unless there is one, readable by its owner only; returns the one that holds. Raises `OSError`."""
    if is_given():
        return key
    path = environment.data_dir() / NAME
    if not path.exists():
        _write(path, key)
    return _read(path)


def _write(path: Path, key: str) -> None:
    """Whole under a name of its own first: whoever comes second finds the key of whoever came first."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as written:
        written.write(key)
        written.flush()
        with suppress(FileExistsError):
            path.hardlink_to(written.name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except PermissionError:
        raise InvalidInput(
            "The key of this installation may not be read.", where=str(path), remedy="Run this as its owner."
        ) from None
