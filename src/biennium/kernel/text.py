"""Multilingual text: `{language: text}`, and no silent fallback.

Invariant: a cleaned text has no empty translations, is in Unicode NFC with LF line ends, and its
languages are lower-case BCP 47 tags. Whoever shows a text asks `resolve`, which says which language
it found, so that a fallback can be marked.

Long texts carry a light, plain convention: paragraphs are separated by a blank line, and a line that
begins with `- ` is a list item.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biennium.kernel.errors import InvalidInput
from biennium.kernel.wording import phrase

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "dv"})
_MARK = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text in the best language there is: `fallback` is true when it is not the one asked for."""

    value: str
    lang: str
    fallback: bool

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the HTML `dir` attribute."""
        return "rtl" if self.lang.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def normalise(value: str) -> str:
    """One text in NFC, with LF line ends, no control characters and no outer white space."""
    unified = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", unified).strip()


def folded(value: str) -> str:
    """A text as it is looked for: without accents and case, compatible forms made one (“Œuvre” stays “œuvre”)."""
    return _MARK.sub("", unicodedata.normalize("NFKD", value)).casefold()


def clean(value: Mapping[str, str]) -> Text:
    """The canonical form of a multilingual text: languages sorted, empty translations absent.

    Raises `InvalidInput` for a key that is no language tag or a translation that is no string.
    """
    cleaned: Text = {}
    for lang in sorted(value):
        text = value[lang]
        if not LANGUAGE_TAG.fullmatch(lang):
            raise InvalidInput(
                phrase("“%(lang)s” is not a language tag.", lang=lang), remedy=phrase("Use tags such as en, fr, es.")
            )
        if not isinstance(text, str):
            raise InvalidInput(phrase("The translation for “%(lang)s” is not text.", lang=lang))
        if normalised := normalise(text):
            cleaned[lang] = normalised
    return cleaned


def resolve(value: Mapping[str, str], lang: str, order: Sequence[str] = ()) -> Resolved | None:
    """The text in `lang`, else in the first language of `order` it exists in, else in any; None when empty."""
    for candidate in (lang, *order, *sorted(value)):
        if found := value.get(candidate):
            return Resolved(found, candidate, fallback=candidate != lang)
    return None
