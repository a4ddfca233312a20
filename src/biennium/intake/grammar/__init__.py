"""The grammar of a governing-body paper: from blocks to a programme.

Which words an organisation uses (outcome, output; at country level …) is data: `words.Grammar`.
"""

from __future__ import annotations

from biennium.intake.grammar.reading import read_programme
from biennium.intake.grammar.words import Grammar

__all__ = ["Grammar", "read_programme"]
