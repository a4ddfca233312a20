"""`biennium demo`: the ILO's programme for 2024–25, built through the services like a user would."""

from __future__ import annotations

import argparse
import sys

from biennium.site.commands.console import Verbs, command, progress, say, whole
from biennium.site.commands.serve import must_be_free, serve
from biennium.site.installation import bring_up_to_date


def add(verbs: Verbs) -> None:
    """Declares the verb."""
    demo = command(verbs, "demo", "Build the demonstration and open it in the browser.", run, installed=False)
    demo.add_argument("--no-serve", action="store_true", help="only build it")
    demo.add_argument("--reset", action="store_true", help="start afresh: deletes the demonstration's database")
    demo.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    demo.add_argument("--port", type=whole(1, 65_535), default=8000, help="port to listen on (8000)")


def run(options: argparse.Namespace) -> int:
    """Builds it unless it is there, says how to sign in, serves."""
    from biennium.demo.build import ACCOUNTS_PASSWORD, build, reset

    if not options.no_serve:
        must_be_free(options.host, options.port)
    if options.reset:
        reset()
    bring_up_to_date()
    built = build(progress=progress("Building the demonstration"))
    say("The demonstration is built." if built.new else "The demonstration is there already.")
    say(f"Sign in with one of these addresses and the password {ACCOUNTS_PASSWORD}")
    for account in built.accounts:
        say(f"  {account.email:32} {account.role}")
    if options.no_serve:
        return 0
    options.threads, options.no_worker, options.open = 4, False, sys.stdout.isatty()
    return serve(options)
