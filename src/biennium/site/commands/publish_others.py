"""`biennium publish uninfo` and `biennium publish reconcile`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from biennium.site.commands.choosing import chosen_programme
from biennium.site.commands.console import Verbs, command, counted, progress, say, say_json

if TYPE_CHECKING:
    from biennium.publishing.reconcile.comparing import Line, Report


def add(nouns: Verbs) -> None:
    """Declares the verbs."""
    uninfo = command(nouns, "uninfo", "The work in each country as a package for UN INFO.", publish_countries)
    uninfo.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder; each country gets its own")
    uninfo.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
    uninfo.add_argument("--country", metavar="CODE", help="one country by its ISO 3166-1 alpha-3 code (all)")
    uninfo.add_argument("--json", action="store_true", help="for machines")
    both = command(nouns, "reconcile", "The ledger beside what was published, fund by fund and year by year.", compare)
    both.add_argument("--programme", metavar="CODE", help="a programme (the latest)")
    both.add_argument("--json", action="store_true", help="for machines")


def publish_countries(options: argparse.Namespace) -> int:
    """Exit status 1 when a check fails."""
    from biennium.kernel.errors import NotFound
    from biennium.publishing import datasets
    from biennium.publishing.uninfo.country import Portfolio
    from biennium.publishing.uninfo.package import package

    portfolio = Portfolio(chosen_programme(options.programme))
    chosen = [one for one in portfolio.countries if options.country in (None, one.place.code)]
    if not chosen:
        raise NotFound(
            f"There is no work in “{options.country or 'any country'}”.",
            remedy="Countries go by their ISO alpha-3 code, e.g. KEN.",
        )
    told, lacking, failed, show = [], 0, False, progress("Countries")
    for number, country in enumerate(chosen, start=1):
        made = package(portfolio, country)
        datasets.write(made, options.out / country.place.code)
        failed = failed or not made.holds
        checks = [datasets.told(one) for one in made.checks if one.state != "holds"]
        lacking += any(check["state"] == "lacks" for check in checks)
        told.append({"country": country.place.code, "checks": checks})
        show(number, len(chosen))
    if options.json:
        say_json(told)
    else:
        lack = f"{lacking} {'lacks' if lacking == 1 else 'lack'} something that UN INFO asks for (checks.json)"
        say(f"{counted(len(chosen), 'country', 'countries')} in {options.out}; {lack}.")
    return 1 if failed else 0


def compare(options: argparse.Namespace) -> int:
    """Exit status 1 when a difference has no name, or a standard was not published yet."""
    from biennium.foundation.actors import OPERATOR
    from biennium.publishing.reconcile.comparing import Report
    from biennium.publishing.reconcile.services import reconcile

    report = Report.from_json(reconcile(actor=OPERATOR, programme=chosen_programme(options.programme)).report)
    if options.json:
        say_json(report.as_json())
    else:
        _tell(report)
    return 0 if report.holds else 1


def _tell(report: Report) -> None:
    for line in report.lines:
        tell_line(line, report.currency)
    tell_outcome(report)


def tell_line(line: Line, currency: str) -> None:
    """An amount of the books beside what was published; to stderr where they differ without a name."""
    from biennium.kernel.money import Money

    def digits(minor: int) -> str:
        return Money(minor, currency).decimal_string()

    out = sys.stderr if line.unexplained else sys.stdout
    name = " ".join(filter(None, (line.standard, line.fund, str(line.year))))
    print(f"{name}: books {digits(line.books)}, published {digits(line.published)}", file=out)
    for one in line.named:
        print(f"  {digits(one.amount)} {one.words}", file=out)
    if line.unexplained:
        print(f"  {digits(line.unexplained)} has no name", file=out)


def tell_outcome(report: Report) -> None:
    """Whether all of it agrees, in one line."""
    for standard in report.missing:
        print(f"{standard}: nothing was published yet", file=sys.stderr)
    agree = "Every difference has a name" if not report.errors else f"{_differences(len(report.errors))} no name"
    say(f"{agree}: {counted(len(report.lines), 'amount')} in {report.currency}.")


def _differences(count: int) -> str:
    return f"{counted(count, 'difference')} {'has' if count == 1 else 'have'}"
