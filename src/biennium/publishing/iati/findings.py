"""What the validator has to say: a finding names its rule, and each place in the file where it was broken."""

from __future__ import annotations

from dataclasses import dataclass

from biennium.standards.iati.tables import RuleInfo

LONGEST_QUOTE = 200

CRITICAL, ERROR, WARNING, ADVISORY = "critical", "error", "warning", "advisory"
SEVERITIES = (CRITICAL, ERROR, WARNING, ADVISORY)

NOT_WELL_FORMED = RuleInfo("0.1.1", CRITICAL, "iati", "")
NOT_IATI = RuleInfo("0.2.1", CRITICAL, "iati", "The file is not an IATI file.")
NOT_SCHEMA = RuleInfo("0.3.1", CRITICAL, "schema", "")
NOT_SUPPORTED = RuleInfo("0.6.1", CRITICAL, "documents", "")
DUPLICATE = RuleInfo("1.1.2", ERROR, "identifiers", "The activity identifier must be unique for each activity.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule was broken: the line (None when the file has none) and what stands there."""

    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule with its places; `message` is the rule's own unless the rule leaves it to the parser."""

    info: RuleInfo
    places: tuple[Place, ...]
    message: str = ""
    codelist: str = ""

    @property
    def text(self) -> str:
        """The message of the official validator."""
        return self.message or self.info.message


def quote(text: str) -> str:
    """A value as it is shown: one line, cut when it is long."""
    shown = " ".join(text.split()) if len(text) <= LONGEST_QUOTE * 5 else " ".join(text[: LONGEST_QUOTE * 5].split())
    return f"{shown[:LONGEST_QUOTE]}…" if len(shown) > LONGEST_QUOTE or len(text) > LONGEST_QUOTE * 5 else shown
