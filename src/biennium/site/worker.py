"""The worker: a process that does the jobs pages have enqueued, and its supervision by `biennium serve`.

Invariant: a worker holds the lock of a file of its own (`workers/` in the data directory) for as long as it lives,
however it ends; so the next one knows which jobs were left in the middle, and takes them back.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.crypto import get_random_string

LONGEST_PAUSE = 60
STOPPING_SECONDS = 20


def work() -> None:
    """Does jobs until it is told to end."""
    from django.conf import settings
    from django_tasks_db.management.commands.db_worker import Worker

    from biennium.foundation.jobs import take_back

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    folder = settings.DATA_DIR / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    name = get_random_string(32)
    with _alive(folder / name):
        take_back(lambda worker: is_gone(folder / worker))
        for left in folder.iterdir():
            is_gone(left)
        worker = Worker(
            queue_names=["*"],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()


def end_with_parent() -> None:
    """Ends this process soon after the one that started it is gone, however that happened."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _alive(path: Path) -> Iterator[None]:
    """Holds the lock that says a worker is there."""
    with path.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_gone(path: Path) -> bool:
    """Whether no worker holds the lock any more; clears away what one has left."""
    try:
        with path.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


class Supervisor:
    """Keeps one worker running beside the server: starts it again when it ends, each time after a longer pause."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Starts the worker and the thread that watches it."""
        self._thread.start()

    def stop(self) -> None:
        """Lets the worker finish its job, and ends it when that takes too long: the job is done again next time."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOPPING_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._thread.join()

    def _keep(self) -> None:
        pause = 1
        while not self._stopping.is_set():
            status = self._run()
            if self._stopping.wait(pause):
                return
            print(f"biennium: the worker ended ({status}) and is started again", file=sys.stderr, flush=True)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _run(self) -> int:
        """In a session of its own, so that Ctrl+C stops the server first, which lets the job be finished."""
        command = [sys.executable, "-m", "biennium.site.worker"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        if self._stopping.is_set():
            self._process.terminate()
        return self._process.wait()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biennium.site.settings")
    django.setup()
    end_with_parent()
    work()
