"""Comparing two documents of a programme: what was added, dropped, moved, reworded, re-targeted.

Results and indicators are matched by their identity; a document that has none (a paper just read) is matched first by
`selectors.matching`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from biennium.foundation.registry import Registry
from biennium.kernel.compare import Change, Codes, Field, Node, Number, Plain, Texts, compare, with_moved_parts
from biennium.kernel.text import Text, resolve
from biennium.programme.exchange import models as exchange

if TYPE_CHECKING:
    from biennium.programme.selectors.versions import Book

HEAD = "programme"
SIGN = {
    "added": "+",
    "dropped": "−",
    "moved": "→",
    "reordered": "↕",
    "retargeted": "#",
    "repriced": "$",
    "reworded": "~",
}


PAPER_TEXTS = ("body", "session_held", "section", "segment", "item", "author_unit")
PAPER_PLAIN = ("symbol", "session", "date", "original_language")
GONE = " †"
ORDER = "order"
"""The field that tells the order of criteria."""
# Where each kind stands among the parts of a whole: kinds do not mix, so that one list never reorders another.
KINDS = ("level", "result", "indicator", "section", "work_item", "term")
FIRST = {kind: place * 1_000_000 for place, kind in enumerate(KINDS)}

SectionNodes = Callable[[Any, exchange.Programme], Iterator[Node]]
SECTION_NODES: Registry[SectionNodes] = Registry("sections that are compared")
"""How a room tells what its section of a version says, as nodes below `HEAD`."""


def compare_books(before: Book, after: Book) -> list[Change]:
    """What changed from one version to the other, in all their sections."""
    new_codes = renamed(before.document.results, after.document.results)
    return _told(compare(list(_all_nodes(before, new_codes)), list(_all_nodes(after, {}))))


def labels(books: Iterable[Book]) -> dict[str, str]:
    """What people call each object of the books, by its identity."""
    return {node.identity: node.label for book in books for node in _all_nodes(book, {})}


def _all_nodes(book: Book, new_codes: Mapping[str, str]) -> Iterator[Node]:
    yield from nodes(book.document, new_codes)
    for name in SECTION_NODES:
        if name in book.more:
            yield from SECTION_NODES[name](book.more[name], book.document)


def compare_documents(before: exchange.Programme, after: exchange.Programme) -> list[Change]:
    """What changed from one to the other, in the order of the later one."""
    new_codes = renamed(before.results, after.results)
    return _told(compare(list(nodes(before, new_codes)), list(nodes(after, {}))))


def renamed(before: Iterable[Any], after: Iterable[Any]) -> dict[str, str]:
    """The codes by which the objects of the earlier document are known in the later one, by their codes in the earlier:
    what still refers to the same object, under its new code, has not changed. One that is gone, and whose code another
    has now, gets a cross."""
    later = {identity_of(one): one.code for one in after}
    taken = set(later.values())
    return {one.code: later.get(identity_of(one)) or f"{one.code}{GONE if one.code in taken else ''}" for one in before}


def _told(changes: list[Change]) -> list[Change]:
    """Without the orders of lists that differ only because members came or went, which is told by itself; and the parts
    of an amount only where money moved between them."""
    told = [one for one in changes if one.field != ORDER or _is_another_order(str(one.before), str(one.after))]
    return with_moved_parts(told)


def _is_another_order(before: str, after: str) -> bool:
    old, new = before.split(", "), after.split(", ")
    return [code for code in old if code in new] != [code for code in new if code in old]


def identity_of(thing: Any) -> str:
    """The identity of an object of a document: its uid, else its code among those of its kind."""
    return str(thing.uid or f"new-{type(thing).__name__}-{thing.code}")


def nodes(document: exchange.Programme, new_codes: Mapping[str, str]) -> Iterator[Node]:
    """A document as a tree of nodes with comparable fields; references to results are told by their new codes."""
    yield Node(HEAD, "programme", None, 0, spoken(document.title), _head_fields(document))
    results = {result.code: identity_of(result) for result in document.results}
    for position, level in enumerate(document.levels, FIRST["level"]):
        yield Node(f"level {level.code}", "level", HEAD, position, spoken(level.name), _level_fields(level))
    for position, result in enumerate(document.results, FIRST["result"]):
        parent = results[result.parent] if result.parent else HEAD
        yield Node(
            identity_of(result), result.level, parent, position, label(result), _result_fields(result, new_codes)
        )
    for position, indicator in enumerate(document.indicators, FIRST["indicator"]):
        parent, fields = results[indicator.result], _indicator_fields(indicator)
        yield Node(identity_of(indicator), "indicator", parent, position, label(indicator), fields)
    yield from _section_nodes(document, new_codes)
    for item in document.work_items:
        parent = results[item.result] if item.result else HEAD
        yield Node(identity_of(item), "work_item", parent, FIRST["work_item"], label(item), _work_item_fields(item))
    for term in document.terms:
        fields = {"title": Texts(term.title), "result": _result(term.result, new_codes)}
        yield Node(term_identity(term), "term", HEAD, FIRST["term"], spoken(term.title), fields)


def term_identity(term: exchange.Term) -> str:
    """A scheme has no blanks, so this names one term only."""
    return f"term {term.scheme} {term.code}"


def _result(code: str | None, new_codes: Mapping[str, str]) -> Plain:
    return Plain(new_codes.get(code, code) if code else None)


def _section_nodes(document: exchange.Programme, new_codes: Mapping[str, str]) -> Iterator[Node]:
    known = {section.code: identity_of(section) for section in document.sections}
    for position, section in enumerate(document.sections, FIRST["section"]):
        parent = known[section.parent] if section.parent else HEAD
        fields = _section_fields(section, new_codes)
        yield Node(identity_of(section), "section", parent, position, spoken(section.heading), fields)


def label(thing: exchange.Result | exchange.Indicator | exchange.WorkItem) -> str:
    """Code and title, as people call it."""
    return f"{thing.code} {spoken(thing.title)}"


def spoken(value: Text) -> str:
    """A text in the reader's language, or in one there is."""
    found = resolve(value, get_language() or "en")
    return found.value if found else ""


def _head_fields(document: exchange.Programme) -> dict[str, Field]:
    fields: dict[str, Field] = {
        "title": Texts(document.title),
        "period": Plain(f"{document.start} – {document.end}"),
        "currency": Plain(document.currency),
        "languages": Plain(", ".join(document.languages)),
        "responsible_unit": Plain(document.unit),
    }
    return fields | (_paper_fields(document.paper) if document.paper else {})


def _paper_fields(paper: exchange.Paper) -> dict[str, Field]:
    named = [_named(one) for one in paper.related_documents]
    texts = {f"paper.{name}": Texts(getattr(paper, name)) for name in PAPER_TEXTS}
    plain = {f"paper.{name}": Plain(getattr(paper, name)) for name in PAPER_PLAIN}
    cover = {f"cover.{name}": Texts(text) for name, text in paper.cover.items()}
    return {**texts, **plain, **cover, "paper.related_documents": Plain("; ".join(named) or None)}


def _named(one: exchange.RelatedDocument) -> str:
    """A document the paper names, in all its languages: “GB.1/2 (en: Two, fr: Deux)”."""
    titles = ", ".join(f"{lang}: {title}" for lang, title in sorted(one.title.items()))
    return f"{one.symbol} ({titles})" if one.symbol and titles else one.symbol or titles


def _level_fields(level: exchange.Level) -> dict[str, Field]:
    return {
        "name": Texts(level.name),
        "plural": Texts(level.plural),
        "text_heading": Texts(level.text_heading),
        "parents": Codes(frozenset(level.parents)),
        "counted": Plain(level.counted),
    }


def _result_fields(result: exchange.Result, new_codes: Mapping[str, str]) -> dict[str, Field]:
    return {
        "code": Plain(result.code),
        "title": Texts(result.title),
        "strategy": Texts(result.strategy),
        "scope": Plain(result.scope),
        "paragraphs": Plain(_span(result.paragraphs)),
        "item": Plain(result.item),
        "lead_unit": Plain(result.lead_unit),
        "contributing_units": Codes(frozenset(result.contributing_units)),
        "references": Codes(frozenset(reference_key(one) for one in result.references)),
        "links": Codes(frozenset(new_codes.get(code, code) for code in result.links)),
    }


def reference_key(reference: exchange.Reference) -> str:
    """A reference as one word: `sdg 8.5`, `marker gender (2)`."""
    score = "" if reference.score is None else f" ({reference.score})"
    return f"{reference.scheme} {reference.code}{score}"


def _span(paragraphs: list[int] | None) -> str | None:
    return "–".join(str(number) for number in paragraphs) if paragraphs else None


def _indicator_fields(indicator: exchange.Indicator) -> dict[str, Field]:
    fields: dict[str, Field] = {
        "code": Plain(indicator.code),
        "title": Texts(indicator.title),
        "definition": Texts(indicator.definition),
        "measure": Plain(indicator.kind),
        "unit": Texts(indicator.unit),
        "decimals": Plain(indicator.decimals),
        "direction": Plain(indicator.direction),
        "source": Texts(indicator.source),
        "cumulative": Plain(indicator.cumulative),
        "counts_territories": Plain(indicator.counts_territories),
        "illustrative": Plain(indicator.illustrative),
        "disaggregations": Plain("; ".join(_breakdown(one) for one in indicator.disaggregations) or None),
    }
    for criterion in indicator.criteria:
        fields[f"criteria.{criterion.code}"] = Texts(criterion.text)
        fields[f"required.{criterion.code}"] = Plain(criterion.required)
    for baseline in indicator.baselines:
        fields[f"baselines.{baseline_key(baseline)}"] = Number.parse(baseline.value)
        fields[f"notes.{baseline_key(baseline)}"] = Texts(baseline.note)
    fields |= {f"targets.{target_key(one)}": Number.parse(one.value) for one in indicator.targets}
    return fields | {ORDER: Plain(", ".join(criterion.code for criterion in indicator.criteria))}


def _breakdown(one: exchange.Disaggregation) -> str:
    return f"{one.dimension}: {', '.join(one.categories)}" if one.categories else one.dimension


def baseline_key(baseline: exchange.Baseline) -> str:
    """What a baseline is of: its date and region."""
    return " ".join(part for part in (baseline.as_of, baseline.region) if part)


def target_key(target: exchange.Target) -> str:
    """What a target is for: its period and region."""
    return " ".join(part for part in (f"{target.start}–{target.end}", target.region) if part)


def _section_fields(section: exchange.Section, new_codes: Mapping[str, str]) -> dict[str, Field]:
    return {
        "code": Plain(section.code),
        "type": Plain(section.kind),
        "heading": Texts(section.heading),
        "body": Texts(section.body),
        "paragraphs": Plain(_span(section.paragraphs)),
        "result": _result(section.result, new_codes),
        "region": Plain(section.region),
        "addressee": Texts(section.addressee),
        "date": Plain(section.date),
    }


def _work_item_fields(item: exchange.WorkItem) -> dict[str, Field]:
    return {
        "code": Plain(item.code),
        "type": Plain(item.kind),
        "title": Texts(item.title),
        "place": Plain(item.place),
        "function": Plain(item.function),
        "sdg": Codes(frozenset(f"{code} {share}" for code, share in item.sdg.items())),
    }


def in_words(change: Change) -> str:
    """One line for the console."""
    sign = SIGN.get(change.change, "·")
    field = f" {change.field}{f' [{change.lang}]' if change.lang else ''}" if change.field else ""
    values = (
        "" if change.change in {"added", "dropped", "moved"} else f": {_short(change.before)} → {_short(change.after)}"
    )
    return f"{sign} {change.change} {change.kind} {change.label}{field}{values}"


def _short(value: Any) -> str:
    text = " ".join(str("(none)" if value is None else value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def summary(change: Change) -> dict[str, Any]:
    """A change for machines."""
    data = {
        "change": change.change,
        "kind": change.kind,
        "identity": change.identity,
        "label": change.label,
        "field": change.field,
        "language": change.lang,
        "before": None if change.before is None else str(change.before),
        "after": None if change.after is None else str(change.after),
        "removed": list(change.removed),
        "added": list(change.added),
    }
    return {name: value for name, value in data.items() if value not in ("", [])}
