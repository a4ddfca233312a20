"""From blocks to a draft: the stages of reading a paper, one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from biennium.documents.blocks import Block
from biennium.intake.draft import Draft, Repair, Unrecognised
from biennium.intake.grammar.body import Body, Node
from biennium.intake.grammar.cover import Cover, period_in, read_cover, take_contents
from biennium.intake.grammar.headings import Headings
from biennium.intake.grammar.joining import join_cut, part_merged
from biennium.intake.grammar.mentions import Finder
from biennium.intake.grammar.numbers import give_back_numbers, state_numbers
from biennium.intake.grammar.pieces import Piece, laid_out, pieces_of
from biennium.intake.grammar.words import Grammar, Words
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange

_FEWEST = 5


def read_programme(blocks: Sequence[Block], *, grammar: Grammar, language: str | None = None) -> Draft:
    """The programme a paper describes.

    Raises `InvalidInput` when no result of any level is found, when the period is not stated, or when the language is
    none of the grammar's.
    """
    repairs: list[Repair] = []
    unrecognised: list[Unrecognised] = []
    pieces = pieces_of(blocks, repairs)
    lang = language or _language(pieces, grammar)
    words = _words(grammar, lang)
    headings = Headings(grammar, words, lang)
    front, rest = take_contents(pieces, words, repairs, unrecognised)
    state_numbers(rest or front, repairs)
    if not rest:
        front, rest = _split_cover(front, headings)
    for piece in rest:
        piece.text = piece.text.replace("\t", " ") if piece.kind != "table" else piece.text
    rest = join_cut(rest, headings.is_known, repairs)
    give_back_numbers(rest, repairs)
    cover = read_cover(laid_out(front), words, lang)
    body = Body(grammar, words, lang)
    body.read(part_merged(rest, words, repairs))
    if not body.results:
        raise InvalidInput(
            _("No outcome or output was found: this is not a programme paper, or it uses other words."),
            remedy=_("Give the organisation's words in a grammar file."),
        )
    programme = _Writer(grammar, words, lang, body, cover).programme(pieces)
    left = [Unrecognised(piece.where, piece.text) for piece in cover.left]
    repairs += body.repairs
    return Draft(programme, lang, repairs, [*left, *unrecognised, *body.unrecognised])


def _words(grammar: Grammar, lang: str) -> Words:
    if lang not in grammar.languages:
        known = ", ".join(sorted(grammar.languages))
        raise InvalidInput(
            _("Papers in “%(lang)s” cannot be read.") % {"lang": lang},
            remedy=_("The grammar knows %(known)s.") % {"known": known},
        )
    return grammar.languages[lang]


def _language(pieces: list[Piece], grammar: Grammar) -> str:
    """The language whose headings the paper has; where none has, the one whose common words it is full of."""
    counted = Counter(word for piece in pieces for word in re.findall(r"\w+", piece.text.casefold()))
    labels = [piece.text for piece in pieces if piece.is_label]
    scores = {
        lang: (_headings_in(labels, grammar, lang), sum(counted[word] for word in words.common) / len(words.common))
        for lang, words in grammar.languages.items()
    }
    best = max(scores, key=lambda lang: scores[lang], default=None)
    if best is None or (not scores[best][0] and scores[best][1] * len(grammar.languages[best].common) < _FEWEST):
        raise InvalidInput(_("The language of the paper was not recognised."), remedy=_("Name its language."))
    return best


def _headings_in(labels: list[str], grammar: Grammar, lang: str) -> int:
    headings = Headings(grammar, grammar.languages[lang], lang)
    return sum(headings.is_known(label) for label in labels)


def _split_cover(pieces: list[Piece], headings: Headings) -> tuple[list[Piece], list[Piece]]:
    """Without a table of contents the body begins at the first numbered paragraph or result, with its heading."""
    start = next(
        (
            index
            for index, piece in enumerate(pieces)
            if piece.number is not None or (piece.is_label and headings.is_known(piece.text))
        ),
        len(pieces),
    )
    while start > 1 and pieces[start - 1].kind == "heading" and start < len(pieces):
        start -= 1
    return pieces[:start], pieces[start:]


class _Writer:
    """Writes what was read as a document of the exchange format."""

    def __init__(self, grammar: Grammar, words: Words, lang: str, body: Body, cover: Cover) -> None:
        self.grammar, self.words, self.lang, self.body, self.cover = grammar, words, lang, body, cover
        names = [name for one in grammar.levels for name in grammar.words_for(one.level, lang)]
        self.finder = Finder(words, names)
        self.codes = {node.code for node in body.results}

    def programme(self, pieces: list[Piece]) -> exchange.Programme:
        """The whole document."""
        first, last = self._period(pieces)
        languages = self._languages()
        self._name_sections()
        self.finder.learn(piece.text for piece in pieces)
        return exchange.Programme(
            code=f"{first}-{last % 100:02d}",
            title={self.lang: self.cover.title or f"{first}-{last % 100:02d}"},
            start=date(first, 1, 1),
            end=date(last, 12, 31),
            languages=languages,
            organisation=self._organisation(pieces),
            paper=self.cover.paper,
            levels=[one.level.kept_in(languages) for one in self.grammar.levels],
            sections=[self._section(node) for node in self.body.sections],
            results=[self._result(node, node.level) for node in self._in_tree_order() if node.level],
        )

    def _languages(self) -> list[str]:
        """The paper's language, then those of passages and names of levels it has not in its own."""
        others = {
            lang for node in (*self.body.results, *self.body.sections) for lang in (node.heading_lang, node.text_lang)
        }
        names = [one.level.name for one in self.grammar.levels]
        others |= {min(name) for name in names if self.lang not in name}
        return [self.lang, *sorted(others - {"", self.lang})]

    def _period(self, pieces: list[Piece]) -> tuple[int, int]:
        if found := period_in(self.cover.title):
            return found
        counted = Counter(found for piece in pieces if (found := period_in(piece.text)))
        if not counted:
            raise InvalidInput(
                _("The paper does not say which years its programme covers."),
                remedy=_("Put them in its title: 2024-25."),
            )
        return counted.most_common(1)[0][0]

    def _organisation(self, pieces: list[Piece]) -> exchange.Organisation:
        for piece in pieces:
            if found := re.search(self.words.organisation, piece.text):
                return exchange.Organisation(
                    name={self.lang: found["name"].strip()}, acronym={self.lang: found["acronym"]}
                )
        return exchange.Organisation(name=self.cover.paper.body or {self.lang: self.cover.title or "?"})

    def _name_sections(self) -> None:
        counts: Counter[str] = Counter()
        for node in self.body.sections:
            counts[node.kind] += 1
            prefix = node.kind.replace("_", "-")
            node.code = (
                prefix if node.kind == "decision" and counts[node.kind] == 1 else f"{prefix}-{counts[node.kind]}"
            )

    def _section(self, node: Node) -> exchange.Section:
        return exchange.Section(
            code=node.code,
            kind=node.kind,
            heading={node.heading_lang or self.lang: node.heading},
            body={node.text_lang or self.lang: node.text},
            paragraphs=_range(node),
            parent=node.parent.code if node.parent else None,
            result=node.result.code if node.result else None,
            addressee=self._addressee(node) if node.kind == "decision" else {},
        )

    def _addressee(self, node: Node) -> exchange.Text:
        for one in self.words.addressees:
            if found := re.search(one.pattern, node.text, re.IGNORECASE):
                who = f"{one.article} {found['who']}".strip()
                return {self.lang: who[:1].upper() + who[1:]}
        return {}

    def _in_tree_order(self) -> list[Node]:
        below: dict[int, list[Node]] = {}
        for node in self.body.results:
            below.setdefault(id(node.parent) if node.parent else 0, []).append(node)
        ordered: list[Node] = []
        stack = list(reversed(below.get(0, [])))
        while stack:
            node = stack.pop()
            ordered.append(node)
            stack += reversed(below.get(id(node), []))
        return ordered

    def _result(self, node: Node, level: exchange.Level) -> exchange.Result:
        mentions = self.finder.find(f"{node.heading}\n{node.text}")
        above = set()
        parent: Node | None = node
        while parent:
            above.add(parent.code)
            parent = parent.parent
        return exchange.Result(
            code=node.code,
            level=level.code,
            parent=node.parent.code if node.parent else None,
            title={node.heading_lang or self.lang: node.heading},
            strategy={node.text_lang or self.lang: node.text},
            scope=node.scope,
            paragraphs=_range(node),
            item=node.item,
            references=mentions.references,
            links=[code for code in mentions.links if code in self.codes and code not in above],
        )


def _range(node: Node) -> list[int] | None:
    return [node.first, node.last] if node.first is not None and node.last is not None else None
