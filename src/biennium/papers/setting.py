"""Setting texts in one language: into runs and paragraphs, with each fallback marked.

Invariant: a text that is not there in the language asked for is shown in another one, which is named and set as such;
nothing is left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from biennium.documents.blocks import Block, Inline, Item, Paragraph, Span, inline
from biennium.kernel.text import Resolved, resolve
from biennium.papers.words import words
from biennium.web import formatting

BULLET = "- "


@dataclass(slots=True)
class Setter:
    """Sets texts in `lang`, falling back along `order`, and numbers paragraphs from 1.

    `fallbacks` are the languages of the texts that were not there in `lang`.
    """

    lang: str
    order: Sequence[str]
    number: int = field(default=0)
    fallbacks: set[str] = field(default_factory=set)

    def next_number(self) -> int:
        """The number of the next paragraph."""
        self.number += 1
        return self.number

    def plain(self, text: Mapping[str, str]) -> str:
        """A short text where no mark is possible: in a title, in the properties of a file."""
        found = self._found(text)
        return found.value if found else ""

    def short(self, text: Mapping[str, str]) -> Inline:
        """A title or a bullet; a fallback is set in its own language and followed by its code."""
        found = self._found(text)
        if found is None:
            return ()
        content = inline(found.value, lang=found.lang if found.fallback else None)
        return (*content, Span(f"\u00a0[{found.lang}]", italic=True)) if found.fallback else content

    def long(self, text: Mapping[str, str], *, numbered: bool = True) -> Iterator[Block]:
        """The paragraphs and lists of a long text; a fallback is announced in a line of its own."""
        found = self._found(text)
        if found is None:
            return
        if found.fallback:
            language = formatting.language(found.lang)
            note = words(self.lang)["fallback"].format(language=language)
            yield Paragraph(inline(note, italic=True), style="note")
        for paragraph in found.value.split("\n\n"):
            yield from self._paragraph(paragraph.split("\n"), found, numbered)

    def _found(self, text: Mapping[str, str]) -> Resolved | None:
        found = resolve(text, self.lang, self.order)
        if found and found.fallback:
            self.fallbacks.add(found.lang)
        return found

    def _paragraph(self, lines: list[str], found: Resolved, numbered: bool) -> Iterator[Block]:
        lang = found.lang if found.fallback else None
        text = " ".join(line.strip() for line in lines if line.strip() and not line.lstrip().startswith(BULLET))
        if text:
            number = self.next_number() if numbered else None
            yield Paragraph(inline(text, lang=lang), number=number)
        for line in lines:
            if line.lstrip().startswith(BULLET):
                yield Item(inline(line.lstrip().removeprefix(BULLET), lang=lang), marker="•")
