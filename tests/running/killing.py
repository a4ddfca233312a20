"""Work in a process of its own that is killed in the middle of it, as by a power cut: SIGKILL, nothing is tidied up."""

from __future__ import annotations

import os
import select
import signal
import time
import warnings
from collections.abc import Callable

from django.db import connections

Heartbeat = Callable[[], None]
SILENT_SECONDS = 60


def killed(work: Callable[[Heartbeat], None], *, at: int, pause: float) -> None:
    """Runs the work, which calls its heartbeat as it goes on; kills it `pause` seconds after the beat number `at`.
    Work that ends before that, fails, or is silent for a minute is an error: nothing was shown."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _live(work, writing)
    os.close(writing)
    beats = 0
    while beats < at and select.select([reading], [], [], SILENT_SECONDS)[0] and os.read(reading, 1):
        beats += 1
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    os.close(reading)
    if beats < at or not os.WIFSIGNALED(status):
        how = os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the work ended or fell silent after {beats} beats, with {how}")


def _live(work: Callable[[Heartbeat], None], writing: int) -> None:
    """What the child does: never returns. The connection of the parent is left to the parent."""
    status = 1
    try:
        del connections["default"]
        work(lambda: os.write(writing, b".") and None)
        status = 0
    finally:
        os._exit(status)
