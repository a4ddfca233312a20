"""How fast IATI files are validated with all rules, beside lxml's bare parse and its parse with the schema.

Use: `python benchmarks/iati_validate.py [--megabytes 60] [--runs 3] [--file FILE]`. Writes a file of activities with
budgets, transactions and results (or takes FILE), then reads it three ways, each in a process of its own; prints the
best of the runs in seconds of processor time, so that a busy machine does not count, and the memory at its highest.
Exit status 1 below 8 MB/s or above 300 MB.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

LEAST_SPEED = 8
MOST_MEMORY = 300

ACTIVITY = """
  <iati-activity xml:lang="en" default-currency="USD" last-updated-datetime="2024-05-0{d}T00:00:00Z" hierarchy="1">
    <iati-identifier>XM-DAC-41302-{n}</iati-identifier>
    <reporting-org ref="XM-DAC-41302" type="40"><narrative>The organisation</narrative></reporting-org>
    <title><narrative>Decent work, number {n}</narrative><narrative xml:lang="fr">Travail décent</narrative></title>
    <description type="1">
      <narrative>Constituents have stronger institutions for social dialogue and labour protection.</narrative>
    </description>
    <participating-org ref="GB-CHC-{n}" type="10" role="1" activity-id="XM-DAC-41302-{n}" crs-channel-code="41302"/>
    <participating-org ref="XM-DAC-41302" type="40" role="4"/>
    <other-identifier type="A1" ref="ARG{n}"><owner-org ref="XM-DAC-41302"/></other-identifier>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2024-01-01"/>
    <activity-date type="2" iso-date="2024-01-15"/>
    <activity-date type="3" iso-date="2025-12-31"/>
    <contact-info type="1"><email>someone@example.org</email></contact-info>
    <activity-scope code="4"/>
    <recipient-country code="AR" percentage="60"/>
    <recipient-country code="UY" percentage="40"/>
    <location><location-reach code="1"/><name><narrative>Buenos Aires</narrative></name>
      <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>-34.6 -58.4</pos></point></location>
    <sector vocabulary="1" code="16020" percentage="33.33"/>
    <sector vocabulary="1" code="16070" percentage="66.67"/>
    <sector vocabulary="99" code="ILO{d}"><narrative>Policy outcome {d}</narrative></sector>
    <tag vocabulary="3" code="8.5"/>
    <policy-marker vocabulary="1" code="1" significance="2"/>
    <collaboration-type code="1"/>
    <default-flow-type code="10"/>
    <default-finance-type code="110"/>
    <default-aid-type code="C01"/>
    <default-tied-status code="5"/>
{budgets}{transactions}
    <document-link url="https://example.org/{n}" format="application/pdf"><title><narrative>Report</narrative></title>
      <category code="A01"/><language code="en"/></document-link>
    <related-activity type="3" ref="XM-DAC-41302-{n}"/>
    <result type="2" aggregation-status="1">
      <title><narrative>Member States with a policy</narrative></title>
      <indicator measure="1" ascending="1"><title><narrative>Number of policies</narrative></title>
        <reference vocabulary="9" code="8.5.2"/>
        <baseline year="2023" iso-date="2023-12-31" value="0"/>{periods}
      </indicator>
    </result>
  </iati-activity>"""
BUDGET = """    <budget type="1" status="2"><period-start iso-date="2024-0{d}-01"/><period-end iso-date="2024-0{d}-28"/>
      <value currency="USD" value-date="2024-01-01">{n}.50</value></budget>
"""
TRANSACTION = """    <transaction ref="{n}-{d}"><transaction-type code="3"/><transaction-date iso-date="2024-0{d}-15"/>
      <value currency="USD" value-date="2024-0{d}-15">{n}.25</value>
      <description><narrative>Payment {d}</narrative></description>
      <provider-org ref="XM-DAC-41302" type="40" provider-activity-id="XM-DAC-41302-{n}"><narrative>We</narrative>
      </provider-org>
      <receiver-org ref="AR-CUIT-{n}" type="22"><narrative>A partner</narrative></receiver-org>
      <flow-type code="10"/><finance-type code="110"/><aid-type vocabulary="1" code="C01"/>
      <aid-type vocabulary="2" code="4"/><tied-status code="5"/></transaction>
"""
PERIOD = """
        <period><period-start iso-date="2024-0{d}-01"/><period-end iso-date="2024-0{d}-28"/>
          <target value="{d}"><dimension name="sex" value="women"/>
            <comment><narrative>Planned</narrative></comment></target>
          <actual value="{d}.5"><dimension name="sex" value="women"/></actual></period>"""


def activities(megabytes: float) -> Iterator[bytes]:
    """A file of about that size, valid and without a finding."""
    yield b'<?xml version="1.0" encoding="utf-8"?>\n<iati-activities version="2.03">'
    written, number = 0, 100_000
    while written < megabytes * 1_000_000:
        number += 1
        parts = {
            "budgets": "".join(BUDGET.format(n=number, d=day) for day in range(1, 5)),
            "transactions": "".join(TRANSACTION.format(n=number, d=day) for day in range(1, 2 + number % 9)),
            "periods": "".join(PERIOD.format(d=day) for day in range(1, 5)),
        }
        piece = ACTIVITY.format(n=number, d=number % 9 + 1, **parts).encode()
        written += len(piece)
        yield piece
    yield b"\n</iati-activities>\n"


def parse(path: str) -> str:
    """Bare parsing with lxml, event by event, every activity let go when it ends."""
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(path, events=("end",), tag="iati-activity"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        count += 1
    return f"{count} activities"


def parse_with_schema(path: str) -> str:
    """The same with lxml's validation by the schema while it parses."""
    from lxml import etree

    from biennium.publishing.iati.schema import schema_file

    schema = etree.XMLSchema(etree.parse(str(schema_file("iati-activities"))))
    count = 0
    for _, element in etree.iterparse(path, events=("end",), tag="iati-activity", schema=schema):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        count += 1
    return f"{count} activities"


def validate(path: str) -> str:
    """`biennium validate iati`: schema, code lists, ruleset, references, report."""
    from biennium.publishing.iati.setting import Setting
    from biennium.publishing.iati.validator import Validator

    setting = Setting(now=datetime(2026, 1, 1, tzinfo=UTC))
    with Path(path).open("rb") as stream, Validator(setting).validate(stream, "file") as report:
        for _ in report.json():
            pass
        return ", ".join(f"{count} {severity}" for severity, count in report.summary().items())


WAYS: dict[str, Callable[[str], str]] = {
    "lxml: parse": parse,
    "lxml: parse + schema": parse_with_schema,
    "biennium: all rules": validate,
}


def measure(name: str, path: str) -> tuple[float, float, str]:
    """Seconds of one core, megabytes of memory at the highest, and what was found, of one way in this process."""
    started = time.process_time()
    found = WAYS[name](path)
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, found


def best(name: str, path: str, runs: int) -> tuple[float, float, str]:
    """The fastest of some runs, each in a fresh process on one core; the memory is the highest of all."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        measured = [pool.apply(measure, (name, path)) for _ in range(runs)]
    seconds, _, found = min(measured)
    return seconds, max(memory for _, memory, _ in measured), found


def main() -> int:
    """Writes the file, measures the three ways, says whether the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--file", type=Path, help="validate this file instead of a made one")
    options = parser.parse_args()
    with tempfile.NamedTemporaryFile(suffix=".xml") as made:
        if not options.file:
            made.writelines(activities(options.megabytes))
            made.flush()
        path = str(options.file or made.name)
        size = os.path.getsize(path) / 1e6  # noqa: PTH202
        print(f"{size:.1f} MB, best of {options.runs}, processor time of one core")
        for name in WAYS:
            seconds, memory, found = best(name, path, options.runs)
            print(f"{name:<22} {seconds:6.2f} s {size / seconds:6.1f} MB/s {memory:5.0f} MB memory  {found}")
    met = size / seconds >= LEAST_SPEED and memory < MOST_MEMORY
    print(f"{'passed' if met else 'FAILED'}: at least {LEAST_SPEED} MB/s and below {MOST_MEMORY} MB")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
