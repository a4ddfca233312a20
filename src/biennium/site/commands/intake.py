"""`biennium intake`: papers in."""

from __future__ import annotations

import argparse
from pathlib import Path

from biennium.site.commands.console import Verbs, command, group, must_have_folder, say, say_json, write
from biennium.site.installation import must_be_there


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "intake", "Papers in: a governing-body paper becomes a programme.")
    words = "Read a governing-body paper (txt, md, docx, pdf) into a programme."
    paper = command(nouns, "paper", words, read_paper, installed=False)
    paper.add_argument("file", metavar="FILE", type=Path)
    paper.add_argument("--lang", metavar="LANG", help="its language, when it is not recognised")
    paper.add_argument("--json", metavar="OUT", type=Path, help="write the programme in the exchange format")
    paper.add_argument("--grammar", metavar="FILE", type=Path, help="the organisation's own words for levels and lists")
    paper.add_argument("--notes", action="store_true", help="list every repair and everything not recognised")
    paper.add_argument("--save", action="store_true", help="keep it in the office, to be accepted there")
    words = "Print the words by which papers are read, to give your own."
    grammar = command(nouns, "grammar", words, print_grammar, installed=False)
    grammar.add_argument("--lang", metavar="LANG", help="only this language")


def print_grammar(options: argparse.Namespace) -> int:
    """Prints the grammar that comes with Biennium, as a file for `--grammar` may give it."""
    from biennium.intake.grammar import Grammar
    from biennium.intake.grammar.words import FORMAT
    from biennium.kernel.errors import InvalidInput

    data = Grammar.default().model_dump(mode="json", exclude_defaults=True)
    data = {"format": FORMAT, **data}
    if options.lang:
        if options.lang not in data["languages"]:
            remedy = f"Languages: {', '.join(data['languages'])}."
            raise InvalidInput(f"There are no words in “{options.lang}”.", where="--lang", remedy=remedy)
        data["languages"] = {options.lang: data["languages"][options.lang]}
    say_json(data)
    return 0


def read_paper(options: argparse.Namespace) -> int:
    """Says what was found; writes or keeps it when asked to."""
    from biennium.foundation.actors import OPERATOR
    from biennium.intake.reading import read_file
    from biennium.intake.services import keep_draft
    from biennium.programme.exchange.canonical import to_text

    if options.save:
        must_be_there()
    if options.json:
        must_have_folder(options.json)
    reading = read_file(options.file, language=options.lang, grammar=options.grammar)
    if options.json:
        write(options.json, to_text(reading.draft.programme).encode("utf-8"))
    kept = keep_draft(actor=OPERATOR, reading=reading) if options.save else None
    for line in reading.summary():
        say(line)
    if options.notes:
        for line in reading.notes():
            say(f"  {line}")
    if kept:
        say(f"Kept as draft {kept.uid}: accept it in the office under Intake.")
    return 0
