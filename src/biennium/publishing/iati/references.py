"""Activities that activities name: known when they are in one of the files given or said to be published elsewhere.

The official validator asks IATI's datastore for the rest; nothing is asked here, so an advisory means "not known here".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biennium.publishing.iati.findings import Finding, Place, quote
from biennium.publishing.iati.xpaths import Element, compiled, matches
from biennium.standards.iati.tables import reference_rules

_PATHS = tuple(f"{rule.path}/@{rule.attribute}" for rule in reference_rules())
_ANY = f"boolean({' | '.join(_PATHS)})"


@dataclass(frozen=True, slots=True)
class Reference:
    """An activity that is named: by which rule's attribute, which one, at which line."""

    rule: int
    identifier: str
    line: int | None

    def finding(self) -> Finding:
        """That it is not known."""
        text = f"{_PATHS[self.rule]} = “{quote(self.identifier)}” is in none of the files given"
        return Finding(reference_rules()[self.rule].info, (Place(self.line, text),))


def references(activity: Element) -> Iterator[Reference]:
    """What an activity names; an empty attribute names nothing."""
    if compiled(_ANY)(activity):
        for number, path in enumerate(_PATHS):
            for found in matches([path], activity):
                if found.value:
                    yield Reference(number, found.value, found.line)
