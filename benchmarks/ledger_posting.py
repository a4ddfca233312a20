"""How many postings a second the ledger writes, beside django-hordak on the same server with the same durability.

Use: `python benchmarks/ledger_posting.py --hordak PYTHON [--rounds 5] [--seconds 2]`. Starts a PostgreSQL server of its
own that syncs every commit, and alternates short rounds of each, so that whatever else the machine does falls on both:

- two-leg transfers by django-hordak (`account.transfer_to`), one at a time;
- the posting primitive: an allotment back and forth, one batch a posting, one at a time;
- the same in batches of 5,000;
- the whole service `allot` and `withdraw`: permission, rules, audit event;
- the primitive on SQLite (write-ahead log, `synchronous=NORMAL`), one at a time and in bulk.

PYTHON is the interpreter of an environment of its own for the peer, which is no part of Biennium:
`python -m venv PEER && PEER/bin/pip install django-hordak==2.0.0 "psycopg[binary]"`. Prints the median of the rounds.
Exit status 1 below 1.5 times (one at a time) or 20 times (in bulk) of what the peer does one at a time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
LEAST_ONE, LEAST_BULK = 1.5, 20
BULK = 5_000
Round = Callable[[int], float]
"""Does it so many times; the seconds."""


def ours() -> None:
    """The side of Biennium, in a process of its own: reads `what number`, answers with the seconds."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    rounds = _rounds()
    print("ready", flush=True)
    for line in sys.stdin:
        what, number = line.split()
        print(rounds[what](int(number)), flush=True)


def _rounds() -> dict[str, Round]:
    from django.db import transaction

    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.money import Money
    from biennium.ledger.books.orders import Entry, Step
    from biennium.ledger.services import decisions
    from biennium.ledger.services.posting import add_to, new_batch
    from ledger.world import DAY, STAGES, build

    world = build()
    top, line = world.line("RB", result="1"), world.line("RB", result="1.1", unit="LAW")
    world.enter("appropriation", 10**12, top)
    cent = Money(1, "USD")

    def entry(kind: str) -> Entry:
        here, there = (top, line) if kind == "allotment" else (line, top)
        from_stage, to_stage = STAGES[kind]
        step = Step(line=here, to=there, from_stage=from_stage, to_stage=to_stage, money=cent)
        return Entry(kind=kind, date=DAY, steps=(step,))

    pair = (entry("allotment"), entry("withdrawal"))
    say = {"actor": OPERATOR, "amount": cent, "day": DAY, "reason": "Benchmark"}

    @transaction.atomic
    def post(orders: list[Entry]) -> None:
        add_to(new_batch(actor=OPERATOR, origin="hand"), orders)

    def one(number: int) -> float:
        return _timed(lambda: [post([pair[n % 2]]) for n in range(number)])

    def bulk(number: int) -> float:
        orders = [pair[n % 2] for n in range(BULK)]
        return _timed(lambda: [post(orders) for _ in range(number // BULK)])

    def service(number: int) -> float:
        def work() -> None:
            for _ in range(number // 2):
                decisions.allot(source=top, target=line, **say)
                decisions.withdraw(line=line, back_to=top, **say)

        return _timed(work)

    return {"one": one, "bulk": bulk, "service": service}


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def _side(command: list[str], environment: dict[str, str]) -> Iterator[Callable[[str], float]]:
    """A process that is asked for rounds."""
    child = subprocess.Popen(
        command, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdin
    assert child.stdout
    if child.stdout.readline().strip() != "ready":
        raise SystemExit(f"{command[-1]} did not start")
    reading, writing = child.stdout, child.stdin

    def ask(line: str) -> float:
        writing.write(f"{line}\n")
        writing.flush()
        return float(reading.readline())

    try:
        yield ask
    finally:
        writing.close()
        child.wait()


def _biennium(stack: ExitStack, url: str) -> Callable[[str], float]:
    environment = {
        "BIENNIUM_DATABASE_URL": url,
        "BIENNIUM_DATA_DIR": stack.enter_context(tempfile.TemporaryDirectory()),
        "DJANGO_SETTINGS_MODULE": "biennium.site.settings",
    }
    return stack.enter_context(_side([sys.executable, __file__, "--ours"], environment))


def _peer(stack: ExitStack, python: str, url: str) -> Callable[[str], float]:
    parts = urlsplit(url)
    environment = {
        "BENCHMARK_DATABASE": "hordak",
        "BENCHMARK_USER": parts.username or "",
        "BENCHMARK_HOST": parse_qs(parts.query)["host"][0],
    }
    return stack.enter_context(_side([python, str(HERE / "peers_hordak.py")], environment))


def measure(python: str, rounds: int, seconds: float) -> dict[str, float]:
    """Postings a second of each, the median of the rounds."""
    import psycopg

    from running import databases

    with ExitStack() as stack:
        server = stack.enter_context(databases.postgres(databases.DURABLE))
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE hordak")
            connection.execute("CREATE DATABASE biennium")
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        postgres = _biennium(stack, server.url.replace("/postgres?", "/biennium?"))
        sqlite = _biennium(stack, f"sqlite:///{folder}/ledger.sqlite3")
        peer = _peer(stack, python, server.url)
        asked: dict[str, Round] = {
            "django-hordak, one at a time": lambda number: peer(str(number)),
            "Biennium, one at a time": lambda number: postgres(f"one {number}"),
            "Biennium, in bulk": lambda number: postgres(f"bulk {number}"),
            "Biennium, the whole service": lambda number: postgres(f"service {number}"),
            "Biennium on SQLite, one at a time": lambda number: sqlite(f"one {number}"),
            "Biennium on SQLite, in bulk": lambda number: sqlite(f"bulk {number}"),
            "Biennium on SQLite, the whole service": lambda number: sqlite(f"service {number}"),
        }
        least = {name: BULK if "bulk" in name else 20 for name in asked}
        speeds = {name: least[name] / round_(least[name]) for name, round_ in asked.items()}
        found: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, round_ in asked.items():
                number = max(1, round(speeds[name] * seconds / least[name])) * least[name]
                found[name].append(number / round_(number))
        return {name: median(values) for name, values in found.items()}


def main() -> int:
    """Prints the postings a second, and the ratio to the peer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hordak", metavar="PYTHON", help="the interpreter of the peer's environment")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="about how long a round takes")
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ours:
        ours()
        return 0
    if not options.hordak:
        parser.error("--hordak is needed: see above how to make the environment of the peer")
    speeds = measure(options.hordak, options.rounds, options.seconds)
    peer = speeds["django-hordak, one at a time"]
    for name, speed in speeds.items():
        print(f"{name:40}{speed:12,.0f} a second{speed / peer:10.2f} ×")
    one, bulk = speeds["Biennium, one at a time"] / peer, speeds["Biennium, in bulk"] / peer
    return int(one < LEAST_ONE or bulk < LEAST_BULK)


if __name__ == "__main__":
    raise SystemExit(main())
