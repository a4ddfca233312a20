"""A chromium for the browser tests: an installed one, else one that playwright has or can download.

The one without windows of its own comes first: it shows the same pages in less time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

VARIABLE = "BIENNIUM_TEST_CHROMIUM"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
DOWNLOADING_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Chromium:
    """The path of a chromium, or without one the reason why there is none."""

    path: str = ""
    reason: str = ""


def installed() -> str:
    """The path of a chromium that is named, on the PATH or playwright's own; empty when there is none."""
    known = [os.environ.get(VARIABLE), *map(shutil.which, NAMES), str(MAC)]
    return next((path for path in known if path and os.access(path, os.X_OK)), "") or _playwrights_own()


def _playwrights_own() -> str:
    """The path of the chromium that `playwright install` keeps; empty when it was never run."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else ""


def chromium() -> Chromium:
    """The chromium for one run, downloaded when none is installed and that is possible."""
    if path := installed():
        return Chromium(path)
    print("Downloading chromium, as none is installed", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=DOWNLOADING_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return Chromium(reason="no chromium is installed, and playwright could not download one")
    path = installed()
    return Chromium(path) if path else Chromium(reason="no chromium is installed, and playwright's does not run here")
