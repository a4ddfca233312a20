"""Typography of a language: the spaces and apostrophes its readers expect, put into text that was typed without them.

Only French changes: a narrow no-break space (U+202F) before `;` `!` `?` `»` and after `«`, a no-break space (U+00A0)
before `:` and `%` and after `n°`, and `’` for the typewriter's apostrophe. Spanish and English are left as they were
written.

Invariant: typesetting twice changes nothing more, and only spaces and apostrophes ever change. Web and mail addresses,
times (12:30) and codes (GB.346/PFA/1) stay as they are.
"""

from __future__ import annotations

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"
ADDRESS = re.compile(r"((?:https?://|www\.)[^\s«»]+|[^\s«»]+@[^\s«»]+)")
GAP = "[ \u00a0\u2009\u202f]"
ENDS = r"(?=$|[\s;!?:,.»)\]”’…])"
WORD_END = r"(?<=[^\W_]|[)\]”’»%…°])"

RULES = (
    (re.compile(r"(?<=[^\W\d_])'"), "’"),
    (re.compile(rf"{GAP}+([;!?]+)"), rf"{NARROW}\1"),
    (re.compile(rf"{WORD_END}([;!?]+){ENDS}"), rf"{NARROW}\1"),
    (re.compile(rf"{GAP}+:"), f"{NO_BREAK}:"),
    (re.compile(rf"{WORD_END}:(?=$|[\s«»])"), f"{NO_BREAK}:"),
    (re.compile(rf"«{GAP}*(?=\S)"), f"«{NARROW}"),
    (re.compile(rf"(?<=[^\s«]){GAP}*»"), f"{NARROW}»"),
    (re.compile(rf"\b(n[°ᵒo]|n[ᵒo]s|nᵒˢ){GAP}(?=\d)"), rf"\1{NO_BREAK}"),
    (re.compile(rf"(?<=\d){GAP}(?=[%‰€$])"), NO_BREAK),
)


def typeset(text: str, lang: str) -> str:
    """`text` as a typesetter of the language `lang` ("fr", "fr-CH", "en" …) would space it."""
    if lang.partition("-")[0].lower() != "fr":
        return text
    pieces = ADDRESS.split(text)
    return "".join(piece if place % 2 else _spaced(piece) for place, piece in enumerate(pieces))


def _spaced(text: str) -> str:
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text
