"""A PostgreSQL server for the tests: the one that is named, else one from installed programs, else from a package.

Invariant: a server started here listens on nothing but a Unix socket in a folder that only its user may enter, and is
gone with its data when the context ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from running.installations import UnavailableError, User, installed, packaged, unprivileged

VARIABLE = "BIENNIUM_TEST_POSTGRES_URL"
STARTING_SECONDS = 30
STOPPING_SECONDS = 20
SPEED_BEFORE_SAFETY = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"),
    # Tables whose rows a test rolled back would pass for empty, and the next test's questions be planned for that.
    *("autovacuum=off", "lock_timeout=120s"),
)
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=256MB")


@dataclass(frozen=True, slots=True)
class Server:
    """A server to test on by its URL, and where it came from; or without a URL the reason why there is none."""

    url: str = ""
    source: str = ""
    reason: str = ""


@contextmanager
def postgres(settings: Sequence[str] = SPEED_BEFORE_SAFETY) -> Iterator[Server]:
    """The server for one run; one started here has the settings. Ends the program when the one that was named does not
    answer: that is no reason to skip."""
    if named := os.environ.get(VARIABLE):
        if problem := _unanswered(named):
            raise SystemExit(f"The server named by {VARIABLE} does not answer: {problem}")
        yield Server(url=named, source=VARIABLE)
        return
    scratch = Path(tempfile.mkdtemp(prefix="biennium-postgres-"))
    try:
        with _throwaway(scratch, settings) as server:
            yield server
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _throwaway(scratch: Path, settings: Sequence[str]) -> Iterator[Server]:
    """A server of our own in a scratch folder, or the reason why it could not be started."""
    scratch.chmod(0o755)
    process = None
    try:
        try:
            user = unprivileged()
            programs = installed() or packaged(user, scratch)
            url, process = _start(programs, user, scratch, settings)
        except (UnavailableError, OSError) as error:
            yield Server(reason=str(error))
        else:
            yield Server(url=url, source=f"a throwaway server from {programs}")
    finally:
        if process is not None:
            _stop(process)


def _start(programs: Path, user: User, scratch: Path, settings: Sequence[str]) -> tuple[str, subprocess.Popen[bytes]]:
    """Creates the cluster and starts its server. Raises `UnavailableError` with the last line of what it said."""
    home = scratch / "cluster"
    home.mkdir(mode=0o700)
    user.own(home)
    creation = [programs / "initdb", "-D", home / "data", "-U", "biennium", "-A", "trust", "-E", "UTF8", "--locale=C"]
    made = subprocess.run([*creation, "--no-sync"], check=False, capture_output=True, cwd=home, **user.options)
    if made.returncode != 0:
        raise UnavailableError(f"initdb failed: {_last_line(made.stderr)}")
    command = [programs / "postgres", "-D", home / "data", "-k", home, "-c", "listen_addresses="]
    for setting in settings:
        command += ["-c", setting]
    with (scratch / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home, start_new_session=True, **user.options
        )
    url = f"postgres://biennium@/postgres?host={quote(str(home))}"
    if _answers_in_time(url, process):
        return url, process
    _stop(process)
    raise UnavailableError(f"the PostgreSQL server did not start: {_last_line((scratch / 'log').read_bytes())}")


def _answers_in_time(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if not _unanswered(url):
            return True
        time.sleep(0.1)
    return False


def _unanswered(url: str) -> str:
    """Why a server does not answer, or nothing when it does."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as error:
        return (str(error).splitlines() or [type(error).__name__])[0]
    return ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the server to end its sessions and stop; kills it when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _last_line(output: bytes) -> str:
    return (output.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
