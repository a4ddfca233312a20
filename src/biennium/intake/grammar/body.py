"""The body of a paper: headings, numbered paragraphs and lists become sections and results.

Invariant: whatever is put into the body stands, afterwards, in a result, in a section, or in `unrecognised`; only the
fixed formulas of the grammar (a list's introduction, the heading of a strategy) are told by structure alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from biennium.documents.blocks import Where
from biennium.intake.draft import Repair, Unrecognised
from biennium.intake.grammar.cover import language_tag
from biennium.intake.grammar.headings import Heading, Headings
from biennium.intake.grammar.pieces import Piece
from biennium.intake.grammar.words import Grammar, Words
from biennium.programme.exchange import models as exchange

_SCOPE_LETTERS: dict[exchange.Scope, str] = {"country": "C", "regional": "R", "global": "G", "office": "O"}
_MARK = re.compile(r"\s*\[([a-z]{2,3})\](?=[.;]?$)")
_TITLE = 80
_SAID_TWICE = re.compile(r"\b(\w{4,})\s+(?:\w{1,3}\s+)?\1\b", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Node:
    """A result or a section while it is being read: its texts and the paragraphs it spans."""

    heading: str
    level: exchange.Level | None = None
    kind: exchange.SectionKind = "other"
    code: str = ""
    parent: Node | None = None
    result: Node | None = None
    paragraphs: list[str] = field(default_factory=list)
    first: int | None = None
    last: int | None = None
    scope: exchange.Scope | None = None
    item: int | None = None
    heading_lang: str = ""
    text_lang: str = ""

    @property
    def text(self) -> str:
        """The paragraphs, lists kept together, as one long text."""
        joined = ""
        for paragraph in self.paragraphs:
            in_list = paragraph.startswith("- ") and joined.rpartition("\n")[2].startswith("- ")
            joined += ("\n" if in_list else "\n\n" if joined else "") + paragraph
        return joined

    def span(self, number: int) -> None:
        """Takes a paragraph number into the range, here and in the results above."""
        self.first = number if self.first is None else self.first
        self.last = number
        if self.level is not None and self.parent is not None:
            self.parent.span(number)


@dataclass(slots=True)
class _List:
    """The list being read: where its bullets go."""

    owner: Node
    scope: exchange.Scope
    number: int | None
    bullets: list[Node] = field(default_factory=list)
    # Whether the last bullet may have bullets below it: one that ends as a clause does is complete.
    is_open: bool = False


class Body:
    """Reads the body of a paper, piece by piece."""

    def __init__(self, grammar: Grammar, words: Words, lang: str) -> None:
        self.grammar, self.words, self.lang = grammar, words, lang
        self.headings = Headings(grammar, words, lang)
        self.results: list[Node] = []
        self.sections: list[Node] = []
        self.repairs: list[Repair] = []
        self.unrecognised: list[Unrecognised] = []
        self.phrases: dict[str, list[Where]] = {}
        self.node: Node | None = None
        self.top: Node | None = None
        self.list: _List | None = None
        self.in_annex = False

    def read(self, pieces: list[Piece]) -> None:
        """Reads all pieces, in order."""
        for index, piece in enumerate(pieces):
            following = next((one for one in islice(pieces, index + 1, None) if one.kind != "note"), None)
            self._read(piece, following)
        self._close_list()
        self._note_phrases()

    def _read(self, piece: Piece, following: Piece | None) -> None:
        heading = None if self.in_annex else self.headings.read(piece, following)
        self.in_annex = self.in_annex or (heading is not None and heading.kind == "annex")
        if piece.kind == "note":
            self._note(piece)
        elif piece.kind == "table" or self.in_annex:
            self._close_list()
            self.unrecognised.append(Unrecognised(piece.where, piece.text))
        elif heading:
            self._close_list()
            self._heading(heading, piece, following)
        elif piece.kind == "item":
            self._item(piece)
        else:
            self._paragraph(piece, following)

    def _heading(self, heading: Heading, piece: Piece, following: Piece | None) -> None:
        if heading.kind == "fixed":
            self._phrase(piece)
            return
        if heading.kind == "level" and heading.level is not None:
            self._result(heading, heading.level, piece)
        elif heading.kind == "group":
            self._phrase(piece)
            self.node = self.top = None
        elif following is None or (self.headings.read(following, None) and not heading.numbered):
            self.unrecognised.append(Unrecognised(piece.where, piece.text))
        else:
            self._section(heading, piece)

    def _result(self, heading: Heading, level: exchange.Level, piece: Piece) -> None:
        parent = self._parent_of(heading.code, level)
        if any(one.code == heading.code for one in self.results):
            self.node = None
            self.repairs.append(Repair("doubt", piece.where, "used_twice", {"code": heading.code}))
            self.unrecognised.append(Unrecognised(piece.where, piece.text))
            return
        if level.parents and parent is None:
            self.node = None
            self.unrecognised.append(Unrecognised(piece.where, piece.text))
            return
        if twice := _SAID_TWICE.search(heading.title):
            values = {"code": heading.code, "text": twice[0]}
            self.repairs.append(Repair("doubt", piece.where, "said_twice", values))
        title, lang = _language_of(heading.title)
        self.node = Node(title, level=level, code=heading.code, parent=parent, heading_lang=lang)
        self.results.append(self.node)

    def _parent_of(self, code: str, level: exchange.Level) -> Node | None:
        """The result this one stands below: by its code (1.2 below 1), else the last of a fitting level."""
        fitting = [
            one for one in self.results if one.level is not None and one.level.code in level.parents and not one.item
        ]
        by_code = [one for one in fitting if re.match(rf"{re.escape(one.code)}[.\-]", code)]
        return max(by_code, key=lambda one: len(one.code), default=fitting[-1] if fitting else None)

    def _section(self, heading: Heading, piece: Piece) -> None:
        in_result = self.node if self.node is not None and self.node.level is not None else None
        kind = heading.section or ("box" if in_result else "other" if self.results else "vision")
        parent = None
        if not heading.numbered and kind not in ("box", "decision") and self.top is not None:
            parent = self.top
        title, lang = _language_of(heading.title)
        section = Node(title, kind=kind, parent=parent, heading_lang=lang)
        if kind == "box":
            section.result = in_result or (self.node.result if self.node else None)
        elif parent is None:
            self.top = section if kind != "decision" else None
        self.sections.append(section)
        self.node = section
        if piece.boxed and kind != "box":
            self.top = None

    def _paragraph(self, piece: Piece, following: Piece | None) -> None:
        self._close_list()
        if piece.number is not None and self.node is not None and self.node.kind == "box" and self.node.result:
            self.node = self.node.result
        if found := re.match(self.words.fallback, piece.text):
            self._speaks(language_tag(found["language"], self.lang))
            self._phrase(piece)
            return
        node = self.node = self.node or self._unnamed(piece)
        if piece.number is not None:
            node.span(piece.number)
        opens = piece.text.endswith(":") and following is not None and following.kind == "item"
        if opens and self._takes_bullets(node):
            self.list = _List(node, self._scope(piece.text), piece.number)
            if any(re.match(pattern, piece.text, re.IGNORECASE) for pattern in self.words.formulas):
                self._phrase(piece)
                return
            self.repairs.append(Repair("note", piece.where, "long_introduction"))
        node.paragraphs.append(piece.text)

    def _speaks(self, lang: str | None) -> None:
        """What follows under this heading is in another language, as the paper says."""
        if self.node is not None and lang:
            self.node.text_lang = lang

    def _unnamed(self, piece: Piece) -> Node:
        """Text below a heading that only groups results, or before any heading."""
        title = piece.text if len(piece.text) <= _TITLE else f"{piece.text[:_TITLE].rpartition(' ')[0]} …"
        self.sections.append(Node(title))
        return self.sections[-1]

    def _takes_bullets(self, node: Node) -> bool:
        bullet = self.grammar.bullet_level
        return bullet is not None and node.level is not None and node.level.code in bullet.parents

    def _scope(self, introduction: str) -> exchange.Scope:
        """The level a list speaks of: that of its first clause, else of the whole introduction, else the world."""
        clause = introduction.split(",")[0]
        for text in (clause, introduction):
            for scope in ("office", "country", "global", "regional"):
                pattern = self.words.scopes.get(scope)
                if pattern and re.search(pattern, text, re.IGNORECASE):
                    return scope
        return "global"

    def _item(self, piece: Piece) -> None:
        if self.list is None:
            node = self.node
            if node is None:
                self.unrecognised.append(Unrecognised(piece.where, piece.text))
            else:
                node.paragraphs.append(f"{'  ' * piece.depth}- {piece.text}".strip())
            return
        if piece.depth and self.list.bullets and self.list.is_open:
            above = self.list.bullets[-1]
            above.heading = f"{above.heading} {piece.marker} {piece.text}"
            self.repairs.append(Repair("join", piece.where, "bullet_below"))
            return
        bullet = Node(piece.text, level=self.grammar.bullet_level, parent=self.list.owner, scope=self.list.scope)
        bullet.first = bullet.last = self.list.number
        self.list.bullets.append(bullet)
        self.list.is_open = not piece.text.endswith((";", "."))

    def _close_list(self) -> None:
        if self.list is None:
            return
        bullets = self.list.bullets
        if any(one.heading.endswith(";") for one in bullets) or all(one.heading[:1].islower() for one in bullets):
            for one in bullets:
                one.heading = self.headings.without_end(one.heading)
        letter = _SCOPE_LETTERS[self.list.scope]
        taken = sum(one.parent is self.list.owner and one.scope == self.list.scope for one in self.results)
        for place, one in enumerate(bullets, start=1):
            one.heading, one.heading_lang = _language_of(one.heading)
            one.item = place
            one.code = f"{self.list.owner.code}.{letter}{taken + place}"
            self.results.append(one)
        self.list = None

    def _phrase(self, piece: Piece) -> None:
        self.phrases.setdefault(piece.text, []).append(piece.where)

    def _note_phrases(self) -> None:
        """Each set phrase once, with how often it stands in the paper."""
        for text, places in self.phrases.items():
            said = "phrase" if len(places) > 1 else "phrase_once"
            self.repairs.append(Repair("phrase", places[0], said, {"text": text, "count": len(places)}))

    def _note(self, piece: Piece) -> None:
        """A footnote goes to the end of the text that calls it."""
        mark = piece.marker.translate(_SUPERSCRIPTS)
        texts: list[Node] = [*self.results, *self.sections]
        callers = [one for one in texts if any(mark in text for text in one.paragraphs)]
        where = f"{mark} {piece.text}"
        if mark and callers:
            caller = next((one for one in callers if one is self.node), callers[-1])
            caller.paragraphs.append(where)
            self.repairs.append(Repair("note", piece.where, "footnote", {"mark": piece.marker}))
        else:
            self.unrecognised.append(Unrecognised(piece.where, where))


def _language_of(title: str) -> tuple[str, str]:
    """A title without the mark that it is in another language than the paper, and that language."""
    found = _MARK.search(title)
    return (_MARK.sub("", title), found[1]) if found else (title, "")
