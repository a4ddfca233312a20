"""Word's own numbering: paragraph numbers that Word counts and renumbers, and the bullets of lists.

One numbering runs through the document; where the given numbers jump, a new run of it starts at the number given, so
that Word shows what the document says.
"""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from biennium.documents.write.word_styles import HANGING
from biennium.documents.write.word_xml import element

PARAGRAPHS, BULLETS = 9001, 9002
STYLE = "Paper paragraph"
BULLET_SIGNS = ("•", "–", "·")
BULLET_STEP = 340


class Numbering:
    """Ties paragraphs to the numbering of the document and list items to their bullets."""

    def __init__(self, document: Any) -> None:
        self._root = document.part.numbering_part.element
        first = self._root.find(qn("w:num"))
        for abstract in (_paragraph_levels(document.styles[STYLE].style_id), _bullet_levels()):
            first.addprevious(abstract)
        self._bullets = self._new(BULLETS)
        self._current = self._new(PARAGRAPHS)
        self._expected = 1
        _tie(document.styles[STYLE].element, self._current, 0)

    def number(self, paragraph: Any, number: int) -> None:
        """Makes Word show `number` before the paragraph."""
        if number != self._expected:
            self._current = self._new(PARAGRAPHS, start=number)
        self._expected = number + 1
        _tie(paragraph._p, self._current, 0)

    def bullet(self, paragraph: Any, depth: int) -> None:
        """Makes the paragraph a bulleted item `depth` lists deep, from 0."""
        _tie(paragraph._p, self._bullets, depth)

    def _new(self, abstract: int, start: int | None = None) -> int:
        identity = max(int(num.get(qn("w:numId"))) for num in self._root.findall(qn("w:num"))) + 1
        made = element("w:num", element("w:abstractNumId", val=abstract), numId=identity)
        if start is not None:
            made.append(element("w:lvlOverride", element("w:startOverride", val=start), ilvl=0))
        self._root.append(made)
        return identity


def _tie(owner: Any, identity: int, level: int) -> None:
    properties = owner.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = identity


def _paragraph_levels(style: str) -> Any:
    level = _level(0, "decimal", "%1.", element("w:ind", left=0, hanging=HANGING.twips), style)
    return element("w:abstractNum", element("w:multiLevelType", val="singleLevel"), level, abstractNumId=PARAGRAPHS)


def _bullet_levels() -> Any:
    levels = (
        _level(depth, "bullet", sign, element("w:ind", left=BULLET_STEP * (depth + 1), hanging=BULLET_STEP))
        for depth, sign in enumerate(BULLET_SIGNS)
    )
    return element("w:abstractNum", element("w:multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=BULLETS)


def _level(depth: int, form: str, text: str, indent: Any, style: str = "") -> Any:
    return element(
        "w:lvl",
        element("w:start", val=1),
        element("w:numFmt", val=form),
        *([element("w:pStyle", val=style)] if style else []),
        element("w:lvlText", val=text),
        element("w:lvlJc", val="left"),
        element("w:pPr", indent),
        ilvl=depth,
    )
