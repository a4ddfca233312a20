"""The outline of a paper that reports: numbered parts and paragraphs, annexes, and sentences whose numbers are figures.

Invariant: a number that is a figure carries its address, wherever it stands: in a sentence as in a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter

from biennium.documents.blocks import Block, Heading, Inline, Item, PageBreak, Paragraph, Span, inline
from biennium.papers.programme import roman
from biennium.papers.setting import Setter
from biennium.papers.words import words


class Outline:
    """Numbers the parts, paragraphs and annexes of one paper, in the order in which they are asked for."""

    def __init__(self, setter: Setter) -> None:
        self._setter = setter
        self._part = 0
        self._annex = 0

    def part(self, title: str) -> Heading:
        """A heading of the first level: I, II, III …"""
        self._part += 1
        return Heading(1, inline(f"{roman(self._part)}. {title}"), anchor=f"part-{self._part}")

    def annex(self, title: str, blocks: Iterable[Block]) -> Iterator[Block]:
        """An annex on a page of its own, if there is anything in it."""
        content = list(blocks)
        if not content:
            return
        self._annex += 1
        yield PageBreak()
        heading = words(self._setter.lang)["annex"].format(number=roman(self._annex), title=title)
        yield Heading(1, inline(heading), anchor=f"annex-{self._annex}")
        yield from content

    def says(self, content: Inline | str) -> Paragraph:
        """A numbered paragraph."""
        said = inline(content) if isinstance(content, str) else content
        return Paragraph(said, number=self._setter.next_number())

    def lists(self, introduction: Inline | str, items: Iterable[Inline | str]) -> Iterator[Block]:
        """A numbered paragraph that announces a list, and the list; nothing for an empty one."""
        listed = list(items)
        if listed:
            yield self.says(introduction)
            yield from (Item(inline(one) if isinstance(one, str) else one, marker="•") for one in listed)


def filled(sentence: str, **values: str | Span | Inline) -> Inline:
    """A sentence with its places filled, each by a text or by what carries its figure or its language."""
    found: list[Span] = []
    for text, name, _spec, _conversion in Formatter().parse(sentence):
        if text:
            found.append(Span(text))
        if name is not None:
            value = values[name]
            found += value if isinstance(value, tuple) else [value if isinstance(value, Span) else Span(value)]
    return tuple(found)


def bold(content: Inline) -> Inline:
    """The same in bold, as the rows of totals are."""
    return tuple(Span(span.text, bold=True, italic=span.italic, lang=span.lang, figure=span.figure) for span in content)
