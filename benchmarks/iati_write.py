"""How fast activities with budgets, transactions and results are written, beside okfn-iati's generator.

Use: `python benchmarks/iati_write.py [--activities 100000] [--compare 10000]`. The same activities are made one after
the other and written to disk, each way in a process of its own: `--compare` of them by both (okfn-iati holds all in
memory), `--activities` by Biennium alone. Prints seconds of processor time, so that a busy machine does not count, and
the memory at its highest. Exit status 1 when Biennium is slower, or needs 300 MB or more.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

MOST_MEMORY = 300
GENERATED = datetime(2025, 1, 31, tzinfo=UTC)
ORGANISATION = "XM-DAC-41302"
NAME = "The organisation"
TITLE = "Decent work, number {}"
ABOUT = "What activity {} is about"
RESULT, INDICATOR = "Member States with a policy", "Number of policies"
ROLES = ("1", "2", "4")
YEARS = (2024, 2025)
TRANSACTIONS = ("11", "3", "4", "4")


def ours(number: int) -> Iterator[Any]:
    """The activities as values of Biennium."""
    from biennium.publishing.iati import content

    itself = content.Party(ORGANISATION, "40", {"en": NAME})
    for n in range(number):
        yield content.Activity(
            identifier=f"{ORGANISATION}-2024-25-{n}",
            title={"en": TITLE.format(n)},
            descriptions=(content.Description({"en": ABOUT.format(n)}, "1"),),
            participants=tuple(content.Participant(itself, role) for role in ROLES),
            status="2",
            dates=(("1", date(2024, 1, 1)), ("3", date(2025, 12, 31))),
            scope="4",
            countries=(content.Coded("NP"),),
            sectors=(content.Coded("16020", "1"),),
            collaboration="4",
            flow="10",
            finance="110",
            aid=(("1", "C01"),),
            tied="5",
            budgets=tuple(_our_budget(n, year) for year in YEARS),
            transactions=tuple(_our_transaction(n, *one, itself) for one in enumerate(TRANSACTIONS)),
            results=(_our_result(),),
        )


def _our_budget(n: int, year: int) -> Any:
    from biennium.kernel.money import Money
    from biennium.publishing.iati.content import Budget

    return Budget(date(year, 1, 1), date(year, 12, 31), Money(100_000 + n, "USD"), date(year, 1, 1))


def _our_transaction(n: int, place: int, kind: str, itself: Any) -> Any:
    from biennium.kernel.money import Money
    from biennium.publishing.iati.content import Transaction

    return Transaction(
        ref=f"{n}-{place}",
        type=kind,
        day=date(2024, 1 + place, 15),
        value=Money(1_000 + n, "USD"),
        words={"en": "A payment"},
        provider=itself,
        receiver=itself,
        flow="10",
        finance="110",
        aid=(("1", "C01"),),
        tied="5",
    )


def _our_result() -> Any:
    from biennium.publishing.iati import content

    def period(year: int) -> Any:
        target, actual = (content.Measure(value, (("sex", "women"),)) for value in ("2", "1"))
        return content.PeriodOf(date(year, 1, 1), date(year, 12, 31), (target,), (actual,))

    baselines = (content.Baseline(2023, content.Measure("0")),)
    indicator = content.Indicator(
        "1", {"en": INDICATOR}, ascending=True, baselines=baselines, periods=tuple(map(period, YEARS))
    )
    return content.Result("1", {"en": RESULT}, (indicator,))


def theirs(number: int) -> Iterator[Any]:
    """The same as values of okfn-iati."""
    from okfn_iati import models

    for n in range(number):
        yield models.Activity(
            iati_identifier=f"{ORGANISATION}-2024-25-{n}",
            reporting_org=_itself(),
            title=_words(TITLE.format(n)),
            description=[{"type": "1", "narratives": _words(ABOUT.format(n))}],
            participating_orgs=[
                models.ParticipatingOrg(role=role, ref=ORGANISATION, type="40", narratives=_words(NAME))
                for role in ROLES
            ],
            activity_status=models.ActivityStatus.IMPLEMENTATION,
            activity_dates=[
                models.ActivityDate(type="1", iso_date="2024-01-01"),
                models.ActivityDate(type="3", iso_date="2025-12-31"),
            ],
            activity_scope="4",
            recipient_countries=[{"code": "NP", "percentage": 100}],
            sectors=[{"code": "16020", "vocabulary": "1", "percentage": 100}],
            collaboration_type="4",
            default_flow_type="10",
            default_finance_type="110",
            default_aid_type="C01",
            default_tied_status="5",
            default_currency="USD",
            budgets=[_their_budget(n, year) for year in YEARS],
            transactions=[_their_transaction(n, *one) for one in enumerate(TRANSACTIONS)],
            results=[_their_result()],
        )


def _words(text: str) -> list[Any]:
    from okfn_iati import models

    return [models.Narrative(text, "en")]


def _itself() -> Any:
    from okfn_iati import models

    return models.OrganizationRef(ref=ORGANISATION, type="40", narratives=_words(NAME))


def _their_budget(n: int, year: int) -> Any:
    from okfn_iati import models

    return models.Budget(
        type="1",
        status="2",
        period_start=f"{year}-01-01",
        period_end=f"{year}-12-31",
        value=(100_000 + n) / 100,
        currency="USD",
        value_date=f"{year}-01-01",
    )


def _their_transaction(n: int, place: int, kind: str) -> Any:
    from okfn_iati import models

    return models.Transaction(
        type=kind,
        date=f"2024-0{1 + place}-15",
        value=(1_000 + n) / 100,
        transaction_ref=f"{n}-{place}",
        description=_words("A payment"),
        provider_org=_itself(),
        receiver_org=_itself(),
        flow_type="10",
        finance_type="110",
        aid_type={"code": "C01", "vocabulary": "1"},
        tied_status="5",
        currency="USD",
        value_date=f"2024-0{1 + place}-15",
    )


def _their_result() -> Any:
    from okfn_iati import models

    def part(kind: Any, value: str) -> Any:
        return kind(value=value, dimension=[{"name": "sex", "value": "women"}])

    def period(year: int) -> Any:
        return models.IndicatorPeriod(
            period_start=f"{year}-01-01",
            period_end=f"{year}-12-31",
            target=[part(models.IndicatorPeriodTarget, "2")],
            actual=[part(models.IndicatorPeriodActual, "1")],
        )

    indicator = models.Indicator(
        measure="1",
        title=_words(INDICATOR),
        ascending=True,
        baseline=[models.IndicatorBaseline(year=2023, value="0")],
        period=list(map(period, YEARS)),
    )
    return models.Result(type="1", title=_words(RESULT), indicator=[indicator])


def write_ours(number: int, folder: Path) -> int:
    """Biennium: streamed, split at 40 MB."""
    from biennium.publishing.iati.content import Reporter
    from biennium.publishing.iati.writing.files import write_activities

    reporter = Reporter(ORGANISATION, "40", {"en": NAME}, "en", "USD")
    written = write_activities(reporter, ours(number), folder=folder, stem="a", generated=GENERATED)
    return sum(one.size for one in written)


def write_theirs(number: int, folder: Path) -> int:
    """okfn-iati: all activities in one object, then one text."""
    from okfn_iati import IatiActivities, IatiXmlGenerator

    path = folder / "a.xml"
    IatiXmlGenerator().save_to_file(IatiActivities(activities=list(theirs(number))), str(path))
    return path.stat().st_size


WAYS: dict[str, Callable[[int, Path], int]] = {"biennium": write_ours, "okfn-iati": write_theirs}


def measure(name: str, number: int) -> tuple[float, float, int]:
    """Seconds of one core, megabytes of memory at the highest, and bytes written, of one way in this process."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        size = WAYS[name](number, Path(folder))
        seconds = time.process_time() - started
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, size


def apart(name: str, number: int) -> tuple[float, float]:
    """One way in a fresh process; says what it took."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        seconds, memory, size = pool.apply(measure, (name, number))
    told = f"{number:>7} activities {size / 1e6:7.1f} MB {seconds:7.2f} s {number / seconds:7.0f}/s"
    print(f"{name:<10} {told} {memory:6.0f} MB memory", flush=True)
    return seconds, memory


def main() -> int:
    """Writes with both, says whether the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--compare", type=int, default=10_000)
    options = parser.parse_args()
    their_seconds, their_memory = apart("okfn-iati", options.compare)
    seconds, memory = apart("biennium", options.compare)
    ratios = their_seconds / seconds, their_memory / memory
    print("biennium is {:.1f} times as fast, with a memory {:.1f} times as small".format(*ratios))
    _, memory = apart("biennium", options.activities)
    met = seconds <= their_seconds and memory < MOST_MEMORY
    print(
        f"{'passed' if met else 'FAILED'}: not slower, and below {MOST_MEMORY} MB for {options.activities} activities"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
