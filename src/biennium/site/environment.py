"""The settings of an installation, read from the environment, each with a default that works on a laptop.

Invariant: nothing else in Biennium reads the environment for its configuration, so this table is the whole
reference (docs/reference/settings.md is checked against it).
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from biennium.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default as written, what it means."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("BIENNIUM_DATA_DIR", "data", "Folder of the database file, uploaded files and collected static files."),
    Setting(
        "BIENNIUM_DATABASE_URL",
        "sqlite:///DATA_DIR/biennium.sqlite3",
        "Database: sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.",
    ),
    Setting("BIENNIUM_SECRET_KEY", "generated in DATA_DIR", "Key that signs sessions. Set it in production."),
    Setting("BIENNIUM_DEBUG", "0", "1 shows error pages for developers. Never in production."),
    Setting("BIENNIUM_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this installation answers to."),
    Setting("BIENNIUM_BASE_URL", "http://127.0.0.1:8000", "Public address, for links in messages and documents."),
    Setting("BIENNIUM_HTTPS", "0", "1 when served over HTTPS: secure cookies, HSTS, redirect from HTTP."),
    Setting("BIENNIUM_LANGUAGE", "en", "Language of the interface where the reader has not chosen: en, fr, es."),
    Setting("BIENNIUM_TIME_ZONE", "UTC", "Time zone in which dates and times are shown."),
    Setting("BIENNIUM_EMAIL_URL", "console", "Outgoing mail: console, or smtp://USER:PASSWORD@HOST:PORT."),
    Setting("BIENNIUM_UPLOAD_LIMIT_MB", "50", "Largest file that may be uploaded or read, in megabytes."),
    Setting("BIENNIUM_IMPORT_LIMIT_MB", "200", "Largest file of the ERP that the office takes, in megabytes."),
    Setting("BIENNIUM_INTAKE_GRAMMAR", "", "File with the organisation's own words, by which its papers are read."),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


def read(name: str) -> str:
    """The value of a documented setting, or its default."""
    return os.environ.get(name) or _DEFAULTS[name]


def flag(name: str) -> bool:
    """A setting that is on (1, true, yes) or off."""
    return read(name).lower() in {"1", "true", "yes"}


def whole(name: str) -> int:
    """A setting that is a whole number. Raises `InvalidInput`."""
    if not read(name).isdecimal():
        raise InvalidInput(f"“{read(name)}” is no whole number.", where=name)
    return int(read(name))


def one_of(name: str, known: Collection[str]) -> str:
    """A setting that is one of a few words. Raises `InvalidInput`."""
    if read(name) not in known:
        raise InvalidInput(f"“{read(name)}” is none of {', '.join(known)}.", where=name)
    return read(name)


def time_zone(name: str) -> str:
    """A setting that is a time zone. Raises `InvalidInput`."""
    try:
        return ZoneInfo(read(name)).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        remedy = "Name one like Europe/Paris."
        raise InvalidInput(f"“{read(name)}” is no time zone.", where=name, remedy=remedy) from None


def data_dir() -> Path:
    """The data directory, absolute."""
    return Path(read("BIENNIUM_DATA_DIR")).expanduser().resolve()
