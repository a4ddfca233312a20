"""`biennium serve`, `work`, `migrate`: the web server with its worker, the worker apart, the database brought up to
date."""

from __future__ import annotations

import argparse
import gc
import socket
import threading
import webbrowser
from typing import Any

from biennium.kernel.errors import InvalidInput
from biennium.site.commands.console import Verbs, command, say, whole
from biennium.site.installation import bring_up_to_date
from biennium.site.worker import Supervisor, end_with_parent

COLLECTED_AFTER = (50_000, 20, 50)
"""How many new objects are looked through for garbage at a time; a page makes some ten thousand, and leaves few."""


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    words = "Create the database, or bring it up to date."
    migrate = command(verbs, "migrate", words, migrate_database, installed=False)
    migrate.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    serving = command(verbs, "serve", "Serve the web application, with a worker for jobs.", serve, installed=False)
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serving.add_argument("--port", type=whole(1, 65_535), default=8000, help="port to listen on (8000)")
    serving.add_argument("--threads", type=whole(1, 64), default=4, help="requests served at the same time (4)")
    serving.add_argument("--no-worker", action="store_true", help="jobs are done by a `biennium work` elsewhere")
    serving.add_argument("--open", action="store_true", help="open the browser")
    command(verbs, "work", "Do the jobs that pages have enqueued, until stopped.", work)


def migrate_database(options: argparse.Namespace) -> int:
    """Tables, then the facts every installation has: places, regions, roles."""
    bring_up_to_date()
    if not options.quiet:
        say("The database is up to date.")
    return 0


def work(options: argparse.Namespace) -> int:
    """Runs jobs until interrupted."""
    from biennium.site import worker

    worker.work()
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serves until interrupted; the worker is a process beside it, started again when it ends, and ends with it."""
    must_be_free(options.host, options.port)
    bring_up_to_date()
    address = f"http://{options.host}:{options.port}"
    say(f"Biennium answers at {address} (stop with Ctrl+C)")
    supervisor = Supervisor()
    if not options.no_worker:
        supervisor.start()
    if options.open:
        threading.Timer(1.5, webbrowser.open, [address]).start()
    try:
        _run_server(options)
    finally:
        if not options.no_worker:
            supervisor.stop()
    return 0


def _run_server(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "biennium.site.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=options.threads,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    ).serve(target_loader=_application)


def _application(_target: str) -> Any:
    """What the process that answers requests runs; it ends with the one that supervises it."""
    from biennium.site.wsgi import application

    end_with_parent()
    _collect_seldom()
    return application


def _collect_seldom() -> None:
    """What is loaded by now stays: to look through all of it for garbage would hold up an answer now and then for a
    tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def must_be_free(host: str, port: int) -> None:
    """Raises `InvalidInput` when nothing can be served there: known before anything is built."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidInput(
                f"{host}:{port} cannot be listened on: {error.strerror}.",
                remedy="Choose another: --port, --host.",
            ) from None
