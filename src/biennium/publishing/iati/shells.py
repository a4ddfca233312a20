"""The root of a file against the schema: its attributes, its text, and whatever stands beside its units.

Units are judged one by one while they are in memory; here the smallest valid unit stands in for them.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from lxml import etree

from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.lines import line
from biennium.publishing.iati.schema import Schema
from biennium.publishing.iati.xpaths import Element

_SMALLEST = {
    "iati-activity": (
        '<iati-activity><iati-identifier/><reporting-org ref="" type=""><narrative/></reporting-org>'
        "<title><narrative/></title><description><narrative/></description><participating-org role=''/>"
        "<activity-status code=''/><activity-date type='' iso-date='2000-01-01'/></iati-activity>"
    ),
    "iati-organisation": (
        "<iati-organisation><organisation-identifier/><name><narrative/></name>"
        '<reporting-org ref="" type=""><narrative/></reporting-org></iati-organisation>'
    ),
}


def check_shell(shell: Element, unit: str, schema: Schema) -> list[Finding]:
    """What does not follow the schema in the root itself; the units in `shell` are taken to be valid."""
    shell = copy.deepcopy(shell)
    for child in shell.findall(unit):
        stand_in: Any = copy.deepcopy(_smallest(unit))
        stand_in.sourceline = line(child)
        shell.replace(child, stand_in)
    return schema.check(shell)


@cache
def _smallest(unit: str) -> Element:
    return etree.fromstring(_SMALLEST[unit])
