"""The `biennium` program: verbs that read as sentences.

Exit status: 0 when all is well, 1 when a check found something, 2 when the command could not be carried out. Errors go
to stderr as one line: what is wrong, where, what to do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from django.db import OperationalError

from biennium import __version__
from biennium.kernel.errors import BienniumError
from biennium.site.commands import (
    check,
    demo,
    explain,
    intake,
    ledger,
    organisation,
    paper,
    programme,
    publish,
    regions,
    serve,
    validate,
    workbook,
)
from biennium.site.commands.console import Parser
from biennium.site.installation import must_be_there

COMMANDS = (
    *(demo, serve, check, organisation, explain, intake, programme, regions),
    *(workbook, paper, ledger, publish, validate),
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, documented in docs/reference/commands.md."""
    parser = Parser(
        prog="biennium", description="Run an international organisation's programme and budget in one set of books."
    )
    parser.add_argument("--version", action="version", version=f"biennium {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(verbs)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = build_parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biennium.site.settings")
    try:
        return _run(options)
    except BienniumError as error:
        print(f"biennium: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except OperationalError as error:
        print(
            f"biennium: The database stopped the work: {' '.join(str(error).split())}{_way_out(error)}", file=sys.stderr
        )
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _way_out(error: OperationalError) -> str:
    from biennium.foundation.database import is_busy

    return ". Others are writing: try again in a moment." if is_busy(error) else ""


def _run(options: argparse.Namespace) -> int:
    # What asks nothing of this installation leaves it alone: no settings are read, no folder is made.
    if getattr(options, "standalone", False):
        return int(options.run(options))
    import django

    from biennium.foundation.context import request_context
    from biennium.kernel.identity import new_uid

    django.setup()
    if options.installed:
        must_be_there()
    with request_context(f"cli-{new_uid().hex}"):
        status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
