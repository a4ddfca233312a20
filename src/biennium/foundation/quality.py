"""Data quality: rules over a programme that rooms register, each with why it is asked and how a finding is mended.

Invariant: a rule changes nothing, and its code stays; its severity says whether figures are wrong (`error`) or may
mislead (`warning`). A rule that is `deep` recomputes so much that only `biennium check` asks it, not a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from biennium.foundation.context import remembering
from biennium.foundation.registry import Registry

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a rule is not kept, what is wrong, and the way out. `unit` is the code of the office it falls to.

    `kind` and `code` name the object in which it is mended; without them it is an object of its own, named by `where`.
    """

    rule: str
    severity: str
    where: str
    message: str
    remedy: str
    unit: str = ""
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of a programme: `label` in a few words, `why` in a sentence; `find` says where it is not so."""

    code: str
    severity: str
    label: Any
    why: Any
    find: Callable[[Any], Iterator[Finding]]
    deep: bool = False


RULES: Registry[Rule] = Registry("rules of data quality")


def register_rule(
    code: str, severity: str, label: Any, why: Any, find: Callable[[Any], Iterator[Finding]], *, deep: bool = False
) -> Rule:
    """Adds a rule under a code of its own."""
    return RULES.register(code, Rule(code, severity, label, why, find, deep))


def findings(programme: Any) -> list[Finding]:
    """Everything that is not as it should be in a programme, rule by rule; what rules share is read once."""
    with remembering():
        return [one for rule in RULES.values() for one in rule.find(programme)]
