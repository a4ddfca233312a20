"""Talking to whoever typed the command: words and JSON to stdout, progress to a terminal only."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from biennium.kernel.errors import InvalidInput

Verbs = Any
BAR = 30


def say(words: str) -> None:
    """One line to stdout."""
    print(words)


def counted(count: int, one: str, more: str = "") -> str:
    """“1 row”, “2 rows”."""
    return f"{count} {one if count == 1 else more or f'{one}s'}"


def say_json(data: Any) -> None:
    """Data for machines, with readable characters."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def year(text: str) -> int:
    """A calendar year, as the type of an option."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"“{text}” is no calendar year; it looks like 2024")
    return int(text)


def write(path: Path, content: bytes) -> None:
    """Writes a file whole. Raises `InvalidInput` when the folder is not there or not writable."""
    must_have_folder(path)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(f"This file cannot be written: {error.strerror}.", where=str(path)) from None


def must_have_folder(path: Path) -> None:
    """Raises `InvalidInput` when there is no folder for the file: known before the work is done, not after."""
    if not path.parent.is_dir():
        raise InvalidInput("There is no such folder.", where=str(path.parent), remedy="Make it, or name another.")


def read(path: Path) -> bytes:
    """Reads a file whole. Raises `InvalidInput` when it is not there or not readable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"This file cannot be read: {error.strerror}.", where=str(path)) from None


def progress(label: str) -> Callable[[int, int], None]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        filled = BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(f"\r{label} {'█' * filled}{'·' * (BAR - filled)} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def command(
    verbs: Verbs, name: str, words: str, run: Callable[[argparse.Namespace], int], *, installed: bool = True
) -> argparse.ArgumentParser:
    """Declares a verb and what carries it out, and whether that needs an installation to be there."""
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run, installed=installed)
    return parser


class Parser(argparse.ArgumentParser):
    """Tells what was typed wrongly in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit status 2."""
        self.exit(2, f"{self.prog}: {message.rstrip('.')}. See {self.prog} --help.\n")


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within bounds."""

    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number from {least} to {most}")
        return int(text)

    return number


def group(verbs: Verbs, name: str, words: str) -> Verbs:
    """Declares a noun with verbs of its own."""
    return verbs.add_parser(name, help=words, description=words).add_subparsers(
        dest=f"{name}_verb", metavar="VERB", required=True
    )
