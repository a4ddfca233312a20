"""An installation with the demonstration, for the browser: `site.py build` makes it once, `site.py serve` serves it.

Invariant: requests are answered one after the other; one to `/e2e/reset` puts the database back to what was built, so
that each test begins with the same demonstration. The port is printed when the server listens.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

DATA = Path(os.environ["BIENNIUM_DATA_DIR"])
DATABASE, BUILT, SESSIONS = DATA / "biennium.sqlite3", DATA / "built.sqlite3", DATA / "sessions.json"

StartResponse = Callable[..., Any]
_one_at_a_time = threading.Lock()


def build() -> None:
    """The demonstration with a session for each account, and another, empty of programmes, for nobody yet."""
    from django.db import connection

    from biennium.demo import build as demonstration
    from biennium.site.commands.serve import bring_up_to_date

    bring_up_to_date()
    demonstration.build(lambda _done, _total: None)
    SESSIONS.write_text(json.dumps(_sessions()), encoding="utf-8")
    connection.close()
    shutil.copyfile(DATABASE, BUILT)


def _sessions() -> dict[str, str]:
    """A session for each account, by the first part of the address."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from biennium.organisation.models import Person

    keys = {}
    for person in Person.objects.all():
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        keys[person.email.partition(".")[0]] = str(session.session_key)
    return keys


def reset() -> None:
    """The database as it was built."""
    for suffix in ("-wal", "-shm"):
        DATABASE.with_name(DATABASE.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(BUILT, DATABASE)


def serve() -> None:
    """Serves on a free port until ended."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def one_at_a_time(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with _one_at_a_time:
            if environ["PATH_INFO"] == "/e2e/reset":
                reset()
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"as it was built"]
            response = application(environ, start_response)
            content = b"".join(response)
            response.close()
            return [content]

    class Quiet(WSGIRequestHandler):
        def log_message(self, *arguments: Any) -> None:
            """Says nothing."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(one_at_a_time)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    import django

    django.setup()
    {"build": build, "serve": serve}[sys.argv[1]]()
