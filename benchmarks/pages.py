"""How fast the pages of the portal answer one reader of the demonstration, and how much memory serving them takes.

Use: `python benchmarks/pages.py [--data DIR] [--rounds 20]`. Serves the demonstration in DIR (one is built when none
is given) as `biennium serve` does, and asks for each page of the portal over one connection: once to warm up, then as
often as there are rounds, page after page. Prints for each address the median, the 95th percentile and the size, then
the 95th percentile of all answers and the memory of the server at its highest. Exit status 1 when a page fails, or when
the 95th percentile of all is 100 milliseconds or more.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
BIENNIUM = (sys.executable, "-m", "biennium.site.command")
MOST_MILLISECONDS = 100.0
STARTING_SECONDS = 60


def addresses(data: Path) -> list[str]:
    """Every page of the portal, with the examples of the tests with a browser."""
    os.environ["BIENNIUM_DATA_DIR"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biennium.site.settings")
    import django

    django.setup()
    from e2e.pages import visited

    pages = [place for place in visited() if place.name.startswith("portal:") and not place.is_file]
    return [address for place in pages for address in place.addresses()]


@contextmanager
def served(data: Path) -> Iterator[tuple[HTTPConnection, subprocess.Popen[bytes]]]:
    """A connection to a server of this data directory, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*BIENNIUM, "serve", "--port", str(port), "--no-worker"]
    with subprocess.Popen(command, env={**os.environ, "BIENNIUM_DATA_DIR": str(data)}, stdout=subprocess.DEVNULL) as it:
        try:
            _wait(port)
            yield HTTPConnection("127.0.0.1", port, timeout=60), it
        finally:
            it.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def ask(connection: HTTPConnection, address: str) -> tuple[float, int]:
    """Milliseconds until the whole answer is there, and its size. Ends the program when it is no page."""
    started = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status}.")
    return (time.perf_counter() - started) * 1000, size


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """The memory at its highest of a process and those it started; nothing where the system does not tell."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        parents[int(facts["Pid"])] = (int(facts["PPid"]), int(facts.get("VmHWM", "0 kB").split()[0]))
    family = {process.pid}
    while more := {pid for pid, (parent, _peak) in parents.items() if parent in family} - family:
        family |= more
    return sum(peak for pid, (_parent, peak) in parents.items() if pid in family) / 1024


def percentile(values: list[float]) -> float:
    """Below this are 95 of 100."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def measure(data: Path, rounds: int) -> int:
    """Asks, prints, and says whether the bar is met."""
    pages = addresses(data)
    taken: dict[str, list[float]] = {page: [] for page in pages}
    with served(data) as (connection, server):
        sizes = {page: ask(connection, page)[1] for page in pages}
        for _round in range(rounds):
            for page in pages:
                taken[page].append(ask(connection, page)[0])
        memory = megabytes(server)
    print(f"{'median ms':>10} {'p95 ms':>8} {'KB':>6}  page")
    for page, values in sorted(taken.items(), key=lambda one: -statistics.median(one[1])):
        print(f"{statistics.median(values):>10.1f} {percentile(values):>8.1f} {sizes[page] / 1024:>6.0f}  {page}")
    of_all = percentile([value for values in taken.values() for value in values])
    print(f"All {len(pages)} pages: p95 {of_all:.1f} ms (bar {MOST_MILLISECONDS:.0f} ms); memory {memory:.0f} MB")
    return int(of_all >= MOST_MILLISECONDS)


def main() -> int:
    """Builds the demonstration when there is none."""
    parser = argparse.ArgumentParser(description="How fast the pages of the portal answer.")
    parser.add_argument("--data", type=Path, help="a data directory with the demonstration")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    if options.data:
        return measure(options.data, options.rounds)
    with tempfile.TemporaryDirectory(prefix="biennium-pages-") as folder:
        environment = {**os.environ, "BIENNIUM_DATA_DIR": folder}
        subprocess.run([*BIENNIUM, "demo", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
        return measure(Path(folder), options.rounds)


if __name__ == "__main__":
    raise SystemExit(main())
