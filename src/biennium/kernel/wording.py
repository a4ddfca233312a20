"""Sentences of the kernel in the language of their reader.

The kernel knows no language but that of its sources. `phrase` marks a sentence for the translators and completes it
with what it is about; an upper room hands over who translates (`translated_by`), who is asked each time.

Invariant: without a translator a sentence is said as it is written.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
_translators: list[Translate] = []


def translated_by(translate: Translate) -> None:
    """Sentences are translated by this from now on."""
    _translators[:] = [translate]


def phrase(sentence: str, **about: object) -> str:
    """The sentence, translated, with its `%(name)s` filled in; a `%` is written `%%` where there are any."""
    for translate in _translators:
        sentence = translate(sentence)
    return sentence % about if about else sentence


def marked(sentence: str) -> str:
    """Marks a sentence for the translators that is said elsewhere."""
    return sentence


def word(of: str) -> str:
    """A word that stands for itself in a sentence, such as the name of a state, translated."""
    for translate in _translators:
        return translate(of)
    return of
