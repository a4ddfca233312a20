"""`biennium publish`: the books in the terms of international standards."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.site.commands import publish_all, publish_iati, publish_others
from biennium.site.commands.console import Verbs, command, group, say, say_json, year

if TYPE_CHECKING:
    from biennium.publishing.datasets import Check


def add(verbs: Verbs) -> None:
    """Declares the verbs."""
    nouns = group(verbs, "publish", "The books in the terms of international standards.")
    publish_all.add(nouns)
    _of_a_year(nouns, "datacube", "Revenue and expense of a year by the UN financial data standards.")
    _of_a_year(nouns, "crs", "Commitments and disbursements of a year for the OECD-DAC.")
    publish_iati.add(nouns)
    publish_others.add(nouns)
    known = command(nouns, "difference", "Name what a table of a year has more than the books, and why.", name_known)
    known.add_argument("--table", required=True, choices=("function", "sdg", "location"), help="the table of the cube")
    known.add_argument("--year", type=year, required=True, metavar="YEAR", help="a calendar year")
    known.add_argument("--code", required=True, metavar="CODE", help="the goal, function or place that takes it")
    known.add_argument(
        "--amount", required=True, metavar="AMOUNT", help="in the reporting currency, e.g. 8.00 or -1.00"
    )
    known.add_argument("--reason", required=True, action="append", metavar="[LANG=]TEXT", help="where it comes from")


def name_known(options: argparse.Namespace) -> int:
    """The difference is a row of its own in the table, and known to its check, from now on."""
    from biennium.foundation.actors import OPERATOR
    from biennium.kernel.money import Money
    from biennium.ledger.books.rates import reporting_currency
    from biennium.publishing.datacube.services import name_difference
    from biennium.site.commands.choosing import worded

    named = name_difference(
        actor=OPERATOR,
        table=options.table,
        year=options.year,
        code=options.code,
        amount=Money.parse(options.amount, reporting_currency()).minor,
        reason=worded(options.reason),
    )
    amount = Money(named.amount, reporting_currency())
    words = "; ".join(named.reason.values())
    say(f"{named.year} {named.table} {named.code}: {amount.decimal_string()} {amount.currency} ({words})")
    return 0


def _of_a_year(nouns: Verbs, name: str, words: str) -> None:
    parser = command(nouns, name, words, publish_year)
    parser.set_defaults(standard=name)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write into")
    parser.add_argument("--year", type=year, metavar="YEAR", help="a calendar year (the latest with expense)")
    parser.add_argument("--json", action="store_true", help="for machines")


def publish_year(options: argparse.Namespace) -> int:
    """Exit status 1 when a check fails; the files are written all the same, with the check that says so."""
    from biennium.kernel.errors import InvalidInput
    from biennium.publishing import datasets
    from biennium.publishing.crs.package import package as crs
    from biennium.publishing.datacube.package import package as datacube
    from biennium.publishing.expenses import years

    known = years()
    chosen = options.year or next(iter(known), None)
    if chosen not in known:
        told = ", ".join(map(str, known)) or "none"
        raise InvalidInput(f"Nothing was spent in {chosen or 'any year'}.", remedy=f"Years with expense: {told}.")
    made = {"datacube": datacube, "crs": crs}[options.standard](chosen)
    written = datasets.write(made, options.out)
    if options.json:
        checks = [datasets.told(one) for one in made.checks]
        say_json({"files": [str(path) for path in written], "checks": checks})
    else:
        _tell(made.title, written, made.checks)
    return 0 if made.holds else 1


def _tell(title: str, written: list[Path], checks: Sequence[Check]) -> None:
    say(f"{title}: {len(written)} files in {written[0].parent}")
    for check in checks:
        out = sys.stderr if check.state == "fails" else sys.stdout
        print(f"{check.state:<6} {check.rule}{': ' if check.words else ''}{check.words}", file=out)
        for row in check.rows:
            print(f"       {row}", file=out)
