"""Activities that activities name: known when they are in one of the files given or said to be published elsewhere.

The official validator asks IATI's datastore for the rest; nothing is asked here, so an advisory means "not known here".
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from biennium.publishing.iati.findings import Finding, Place, quote
from biennium.publishing.iati.xpaths import Element, matches, texts_of
from biennium.standards.iati.tables import reference_rules

_PATHS = tuple(f"{rule.path}/@{rule.attribute}" for rule in reference_rules())


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


def references(activity: Element, known: Container[str]) -> Iterator[Reference]:
    """What an activity names and is not known yet; an empty attribute names nothing."""
    for number, path in enumerate(_PATHS):
        if any(name and name not in known for name in texts_of(path)(activity)):
            for found in matches([path], activity):
                if found.value and found.value not in known:
                    yield Reference(number, found.value, found.line)
