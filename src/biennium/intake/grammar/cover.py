"""The first page of a paper: its masthead, its title, its labelled block; and its table of contents.

Invariant: each line of the cover is a field of the paper or not recognised; each line of the contents is a heading of
the paper or not recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from babel import Locale
from babel.dates import get_month_names

from biennium.intake.draft import Repair, Unrecognised
from biennium.intake.grammar.pieces import Piece, said
from biennium.intake.grammar.words import Words
from biennium.programme.exchange import models as exchange

_ENTRY = re.compile(
    r"(?P<title>.+?)[ \t]*(?:(?:[.…·]\s?){2,}|\t|\s{2,})\s*\d{1,4}"
    r"|(?P<tight>.+\D)[ .]+\d{1,3}"
    r"|(?P<stuck>.+[^\W\d])\d{1,3}"
)
_LABEL = re.compile(r"(?:\w+\s+)?[\w.\-]{1,6}[.:)]?\s*")
_SYMBOL = re.compile(r"[A-Z]{1,6}[.\d]*(?:/[A-Z0-9.()]+){1,5}")
_PERIOD = re.compile(r"\b(?P<first>(?:19|20)\d\d)\s?[-–—/]\s?(?P<last>(?:(?:19|20)\d\d)|\d\d)\b")
_SHORT_CODE = re.compile(r"[A-Z]{2,6}")


@dataclass(slots=True)
class Cover:
    """What the first page says. `left` are the lines that found no field."""

    title: str = ""
    paper: exchange.Paper = field(default_factory=exchange.Paper)
    left: list[Piece] = field(default_factory=list)


def period_in(text: str) -> tuple[int, int] | None:
    """The first and last year of a period such as 2024-25."""
    found = _PERIOD.search(text)
    if not found:
        return None
    first, last = int(found["first"]), found["last"]
    whole = int(last) if len(last) == 4 else first - first % 100 + int(last)
    return (first, whole) if first < whole <= first + 10 else None


def take_contents(
    pieces: list[Piece], words: Words, repairs: list[Repair], unrecognised: list[Unrecognised]
) -> tuple[list[Piece], list[Piece]]:
    """The pieces before the table of contents, and those after it. Without one, all are before it."""
    titles = {said(title) for title in words.contents}
    start = next((index for index, piece in enumerate(pieces) if said(piece.text) in titles), None)
    if start is None:
        return pieces, []
    end, entries = _contents_end(pieces, start + 1, {said(word) for word in words.page})
    after = pieces[end:]
    headings = {said(piece.text) for piece in after}
    for entry in entries:
        if not _is_heading(said(entry.title), headings):
            unrecognised.append(Unrecognised(entry.piece.where, entry.text))
    repairs.append(Repair("contents", pieces[start].where, "contents", {"count": len(entries)}))
    return pieces[:start], after


def _is_heading(title: str, headings: set[str]) -> bool:
    """Whether a heading of the text says what an entry says; the entry may have a number (Outcome 1.) more."""
    if title in headings:
        return True
    return any(one and title.endswith(one) and _LABEL.fullmatch(title.removesuffix(one)) for one in headings)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the contents: the piece it begins with, all it says, and its title without the page."""

    piece: Piece
    text: str
    title: str


def _contents_end(pieces: list[Piece], index: int, skipped: set[str]) -> tuple[int, list[_Entry]]:
    if (end := _repetition(pieces, index)) is not None:
        return end, [_Entry(piece, piece.text, piece.text) for piece in pieces[index:end]]
    entries: list[_Entry] = []
    begun: list[Piece] = []
    while index < len(pieces):
        piece = pieces[index]
        known = {said(entry.title) for entry in entries}
        if piece.number is not None or said(piece.text) in known:
            break
        if found := _ENTRY.fullmatch(piece.text):
            title = (found["title"] or found["tight"] or found["stuck"]).strip(" .…")
            before = [one.text for one in begun]
            entries.append(_Entry([*begun, piece][0], " ".join([*before, piece.text]), " ".join([*before, title])))
            begun = []
        elif said(piece.text) not in skipped:
            if piece.kind == "heading" or not _leads_to_entry(pieces, index):
                break
            begun.append(piece)
        index += 1
    return index - len(begun), entries


def _repetition(pieces: list[Piece], index: int) -> int | None:
    """Where the first entry of a table of contents without page numbers comes again, as a heading."""
    if index >= len(pieces) or _ENTRY.fullmatch(pieces[index].text) or not pieces[index].is_label:
        return None
    for later in range(index + 1, len(pieces)):
        if said(pieces[later].text) == said(pieces[index].text):
            return later
        if not pieces[later].is_label:
            return None
    return None


def _leads_to_entry(pieces: list[Piece], index: int) -> bool:
    """Whether a line without a page number goes on in the next one, which has it."""
    return index + 1 < len(pieces) and bool(_ENTRY.fullmatch(pieces[index + 1].text))


def read_cover(pieces: list[Piece], words: Words, lang: str) -> Cover:
    """The fields of the first page."""
    return _CoverReader(words, lang).read(pieces)


class _CoverReader:
    """Goes down the first page line by line."""

    def __init__(self, words: Words, lang: str) -> None:
        self.words, self.lang = words, lang
        self.values: dict[str, object] = {}
        self.cover: dict[str, exchange.Text] = {}
        self.open_field: str | None = None
        self.found = Cover()

    def read(self, pieces: list[Piece]) -> Cover:
        """The cover these lines make."""
        for piece in _parted(pieces, self.words):
            if not (self._labelled(piece) or self._continued(piece) or self._masthead(piece)):
                self.found.left.append(piece)
        self._choose_title()
        author = self.cover.pop("author_unit", {})
        related = self.cover.pop("related_documents", {}).get(self.lang, "")
        documents = [self._document(part) for part in related.strip(" .").split(";") if part.strip()]
        self.found.paper = exchange.Paper.model_validate(
            {**self.values, "author_unit": author, "related_documents": documents, "cover": self.cover}
        )
        return self.found

    def _labelled(self, piece: Piece) -> bool:
        for name, labels in self.words.cover.items():
            for label in labels:
                found = re.match(rf"{re.escape(label)}\s*(?::|\t|$)\s*", piece.text, re.IGNORECASE)
                if found:
                    rest = piece.text[found.end() :].strip()
                    self.cover[name] = {self.lang: rest} if rest else {}
                    self.open_field = None if rest else name
                    return True
        return self._dated(piece)

    def _dated(self, piece: Piece) -> bool:
        label, colon, rest = piece.text.partition(":")
        if not colon:
            return False
        if said(label) in {said(one) for one in self.words.date} and (found := _date(rest, self.lang)):
            self.values["date"] = found
            return True
        if said(label) in {said(one) for one in self.words.original} and (tag := language_tag(rest, self.lang)):
            self.values["original_language"] = tag
            return True
        return False

    def _continued(self, piece: Piece) -> bool:
        if self.open_field is None:
            return False
        self.cover[self.open_field] = {self.lang: piece.text}
        self.open_field = None
        return True

    def _masthead(self, piece: Piece) -> bool:
        text = piece.text
        if _SYMBOL.fullmatch(text):
            self.values["symbol"] = text
        elif found := re.match(self.words.session, text, re.IGNORECASE):
            self.values["session"] = int(found["number"])
            self.values["session_held"] = {self.lang: found["held"]} if found["held"] else {}
            if self.found.left and "body" not in self.values:
                self.values["body"] = {self.lang: self.found.left.pop().text}
        elif re.search(self.words.item, text, re.IGNORECASE):
            self.values["item"] = {self.lang: text}
        elif re.search(self.words.segment, text, re.IGNORECASE):
            self._append("segment", text)
        elif re.search(self.words.section, text, re.IGNORECASE):
            self.values["section"] = {self.lang: text}
        elif _SHORT_CODE.fullmatch(text) and "section" in self.values:
            self._append("segment", text)
        else:
            return False
        return True

    def _append(self, name: str, text: str) -> None:
        before = self.values.get(name)
        earlier = f"{before[self.lang]}\n" if isinstance(before, dict) else ""
        self.values[name] = {self.lang: f"{earlier}{text}"}

    def _choose_title(self) -> None:
        labels = [piece for piece in self.found.left if piece.is_label]
        dated = [piece for piece in labels if period_in(piece.text)]
        top = [piece for piece in labels if piece.kind == "heading"]
        chosen = next(iter([*dated, *top, *labels]), None)
        if chosen is not None:
            self.found.title = chosen.text
            self.found.left.remove(chosen)

    def _document(self, text: str) -> exchange.RelatedDocument:
        name = text.strip()
        if _SYMBOL.fullmatch(name):
            return exchange.RelatedDocument(symbol=name)
        return exchange.RelatedDocument(title={self.lang: name})


def _parted(pieces: list[Piece], words: Words) -> Iterable[Piece]:
    """Lines set side by side one after the other; a label stays with its text."""
    labels = {said(label) for listed in words.cover.values() for label in listed}
    for piece in pieces:
        parts = piece.text.split("\t")
        if len(parts) == 1 or said(parts[0]) in labels:
            yield piece
        else:
            yield from (replace(piece, text=part.strip()) for part in parts if part.strip())


def _date(text: str, lang: str) -> str | None:
    """`7 octobre 2022` as 2022-10-07, `October 2022` as 2022-10."""
    months = {name.casefold(): number for number, name in _months(lang)}
    found = re.search(r"(?:(\d{1,2})\D{1,4})?\b([^\W\d]{3,12})\.?\s+(?:de\s+)?(\d{4})", text)
    if not found or found[2].casefold() not in months:
        iso = re.search(r"\d{4}-\d{2}(?:-\d{2})?", text)
        return iso[0] if iso else None
    month = f"{int(found[3]):04d}-{months[found[2].casefold()]:02d}"
    return f"{month}-{int(found[1]):02d}" if found[1] else month


def _months(lang: str) -> Iterable[tuple[int, str]]:
    return get_month_names("wide", locale=lang).items()


def language_tag(text: str, lang: str) -> str | None:
    """The tag of a language by its name in another."""
    names = {str(name).casefold(): tag for tag, name in Locale.parse(lang).languages.items()}
    return names.get(text.strip(" .").casefold())
