"""`biennium programme`: list, export, import, seal, compare."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from biennium.kernel.errors import InvalidInput
from biennium.site.commands.console import Verbs, command, group, progress, read, say, say_json, write


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "programme", "Programmes: list, export, import, seal, compare.")
    listing = command(nouns, "list", "List the programmes and their versions.", list_programmes)
    listing.add_argument("--json", action="store_true", help="for machines")
    export = command(nouns, "export", "Write a programme as programme.json.", export_programme)
    export.add_argument("code", metavar="CODE")
    export.add_argument("--version", dest="which", metavar="V", help="a sealed version: number, stage or hash")
    export.add_argument("--json", metavar="OUT", type=Path, required=True, help="file to write, - for stdout")
    bring = command(nouns, "import", "Read a programme.json into a new programme, or bring one to its state.", bring_in)
    bring.add_argument("file", metavar="FILE", type=Path)
    bring.add_argument(
        "--merge", action="store_true", help="bring the programme that has this code to the file's state"
    )
    seal = command(nouns, "seal", "Seal the programme as it is now.", seal_programme)
    seal.add_argument("code", metavar="CODE")
    seal.add_argument("stage", metavar="STAGE", help="preliminary, proposed, adopted or revised")
    seal.add_argument("--decision", action="append", default=[], metavar="[LANG=]TEXT", help="the decision it rests on")
    seal.add_argument("--reason", default="", help="guidance, budget_change, change_of_context, correction or other")
    seal.add_argument("--text", default="", help="the reason in words")
    compare = command(nouns, "compare", "Compare two versions, or a version with the live programme.", compare_versions)
    compare.add_argument("a", metavar="A", help="CODE@VERSION, e.g. 2024-25@preliminary; CODE@live for the draft")
    compare.add_argument("b", metavar="B")
    compare.add_argument("--json", action="store_true", help="for machines")


def list_programmes(options: argparse.Namespace) -> int:
    """One line a programme, one a version below it."""
    from biennium.programme.selectors import versions as selectors

    listed = [_described(one) for one in selectors.programmes()]
    if options.json:
        say_json(listed)
        return 0
    for one in listed:
        say(f"{one['code']}  {one['title']}  {one['start']} to {one['end']}")
        for version in one["versions"]:
            say(f"    v{version['number']} {version['stage']} {version['sha256'][:12]} {version['sealed_at']:%Y-%m-%d}")
    if not listed:
        say("There is no programme yet. Begin with: biennium demo, or biennium programme import FILE")
    return 0


def _described(programme: Any) -> dict[str, Any]:
    from biennium.programme.models import words
    from biennium.programme.selectors import versions as selectors

    return {
        "code": programme.code,
        "title": words(programme.title),
        "start": programme.start,
        "end": programme.end,
        "versions": [
            {"number": one.number, "stage": one.stage, "sha256": one.sha256, "sealed_at": one.sealed_at}
            for one in selectors.versions(programme)
        ],
    }


def export_programme(options: argparse.Namespace) -> int:
    """Writes the live programme or a sealed version."""
    import sys

    from biennium.programme.exchange.canonical import to_text
    from biennium.programme.selectors.document import document
    from biennium.programme.selectors.versions import find, opened, programme

    found = programme(options.code)
    exported = opened(find(found, options.which)).document if options.which else document(found)
    text = to_text(exported)
    if str(options.json) == "-":
        sys.stdout.write(text)
    else:
        write(options.json, text.encode("utf-8"))
        say(f"{options.json}: {len(exported.results)} results, {len(exported.indicators)} indicators")
    return 0


def bring_in(options: argparse.Namespace) -> int:
    """A new programme; or, with --merge, the changes that bring an existing one to the file's state."""
    from biennium.foundation.actors import OPERATOR
    from biennium.programme.exchange.canonical import from_text
    from biennium.programme.selectors.versions import programmes
    from biennium.programme.services.importing import import_programme
    from biennium.programme.services.merging import bring_to

    values = from_text(read(options.file), where=str(options.file))
    existing = programmes().filter(code=values.code).first()
    if existing is not None and not options.merge:
        remedy = "Bring it to the state of the file with --merge."
        raise InvalidInput(f"There is a programme {existing.code} already.", where=str(options.file), remedy=remedy)
    if existing is None:
        imported = import_programme(actor=OPERATOR, values=values, progress=progress("Importing"))
        say(f"{imported.code}: {len(values.results)} results, {len(values.indicators)} indicators imported")
        return 0
    count = bring_to(actor=OPERATOR, programme=existing, values=values, reason="Imported from a file")
    say(f"{existing.code}: {count} changes" if count else f"{existing.code}: nothing differs")
    return 0


def seal_programme(options: argparse.Namespace) -> int:
    """Seals and prints the hash, which may be kept outside the database."""
    from biennium.foundation.actors import OPERATOR
    from biennium.programme.selectors.versions import programme
    from biennium.programme.services.versions import seal_version
    from biennium.site.commands.choosing import worded

    version = seal_version(
        actor=OPERATOR,
        programme=programme(options.code),
        stage=options.stage,
        decision=worded(options.decision),
        reason=options.reason,
        reason_text=options.text,
    )
    say(f"{options.code} v{version.number} {version.stage} {version.sha256}")
    return 0


def compare_versions(options: argparse.Namespace) -> int:
    """One line a change."""
    from biennium.programme.selectors.comparison import compare_books, in_words, summary

    changes = compare_books(_book(options.a), _book(options.b))
    if options.json:
        say_json([summary(change) for change in changes])
        return 0
    for change in changes:
        say(in_words(change))
    say(f"{len(changes)} changes" if changes else "nothing differs")
    return 0


def _book(name: str) -> Any:
    from biennium.programme.selectors.versions import find, live, opened, programme

    code, _, which = name.partition("@")
    found = programme(code)
    return live(found) if which in {"", "live"} else opened(find(found, which))
