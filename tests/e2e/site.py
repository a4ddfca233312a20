"""An installation with the demonstration, for the browser: `site.py build` makes it once, `site.py serve` serves it.

Invariant: requests are answered one after the other; one to `/e2e/reset` puts the database back to what was built, so
that each test begins with the same demonstration. The port is printed when the server listens. What the tests know of
the installation is in `known.json`: a session of each account, and the addresses of each page.
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
DATABASE, BUILT, KNOWN = DATA / "biennium.sqlite3", DATA / "built.sqlite3", DATA / "known.json"
DEMONSTRATION = DATA / "demonstration.sqlite3"

LONG_FROM_NOW = 4_000_000_000

StartResponse = Callable[..., Any]
_one_at_a_time = threading.Lock()


def build() -> None:
    """The demonstration, alone and furnished."""
    from django.db import connection

    from biennium.demo import build as demonstration
    from biennium.site.installation import bring_up_to_date
    from e2e.furnishing import furnish
    from e2e.pages import visited

    bring_up_to_date()
    demonstration.build(lambda _done, _total: None)
    connection.close()
    shutil.copyfile(DATABASE, DEMONSTRATION)
    furnish()
    known = {"sessions": _sessions(), "addresses": {place.name: place.addresses() for place in visited()}}
    KNOWN.write_text(json.dumps(known), encoding="utf-8")
    connection.close()
    shutil.copyfile(DATABASE, BUILT)


def _sessions() -> dict[str, str]:
    """A session for each account, by the first part of the address: of somebody who has just signed in, and had
    something to send when the session before ended."""
    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from biennium.office import resend
    from biennium.organisation.models import Person

    unsent = {"path": "/office/p/2024-25/describe/", "fields": [["title_en", "Not sent yet"]], "files": ["paper.txt"]}
    keys = {}
    for person in Person.objects.all():
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(person.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": LONG_FROM_NOW, "reauthenticated": True}
        ]
        session[resend.KEY] = unsent
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
