"""Takes the picture of README: the portal's first page, from an installation with the demonstration.

Serves the data directory on a free port of this machine, opens the page in chromium, and writes
docs/pictures/portal.webp: light colours, a desktop's width, in English.

Use: build the demonstration (`make demo ARGS="--no-serve"`), then `make picture`.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures" / "portal.webp"
PAGE = "/p/2024-25/"
WIDTH, HEIGHT, SHARPNESS = 1280, 880, 1.5
MOST_BYTES = 250_000
PATIENCE_S = 60

sys.path.insert(0, str(ROOT / "tests"))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Returns when somebody listens on the port. Ends the program when nobody does in time."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The server did not start within {PATIENCE_S} seconds.")


def taken(url: str) -> bytes:
    """What a reader sees on arriving at the page, as PNG."""
    from running import browsers

    path = browsers.chromium().path
    if not path:
        raise SystemExit("No chromium is installed, and playwright could not download one.")
    sandbox = [] if hasattr(os, "geteuid") and os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SHARPNESS,
            color_scheme="light",
            locale="en",
            reduced_motion="reduce",
        )
        answer = page.goto(url, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise SystemExit(f'{url} is not there. Is the demonstration built? make demo ARGS="--no-serve"')
        picture = page.screenshot()
        browser.close()
    return picture


def main() -> int:
    """Writes the picture; says how large it is."""
    port = free_port()
    command = (str(Path(sys.executable).parent / "biennium"), "serve", "--port", str(port), "--no-worker")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as served:
        try:
            wait_for(port)
            picture = taken(f"http://127.0.0.1:{port}{PAGE}")
        finally:
            served.terminate()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).save(TARGET, quality=88, method=6)
    size = TARGET.stat().st_size
    print(f"{TARGET.relative_to(ROOT)}: {size // 1000} kB")
    return 0 if size <= MOST_BYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
