"""Any programme at all: what hypothesis builds documents of the exchange format from.

Identities and codes come from small pools, so that two documents share some: what one knows the other moves, renames,
drops, exchanges the codes of. Units, regions and places are those of the `world` of this folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from biennium.kernel.text import clean
from biennium.programme.exchange import models as exchange

Draw = Callable[[st.SearchStrategy[Any]], Any]

LEVELS = ("outcome", "output", "Ebene", "~1")
CODES = ("1", "1.1", "1.10", "1.2", "A", "é", "ñ.½", "成果")
LANGUAGES = ("en", "fr", "ar", "pt-br")
UNITS = {"ORG": None, "LAW": "ORG", "ÉCO": "ORG", "DIV": "LAW"}
ODD = ("Work", "  two\r\nlines ", "e\u0301te\u0301", "العمل", "𝔘 😀", "a\x00b", "~", "'\";--", "- one\n- two", "\u200f")
SCHEMES = ("sdg", "instrument", "partner", "term:x")
KINDS = ("country_count", "count", "ratio", "index", "level", "milestone", "qualitative")


def identities(kind: int, size: int) -> list[str]:
    """The identities that objects of one kind may have."""
    return [str(UUID(int=kind << 96 | 7 << 76 | 2 << 62 | one)) for one in range(1, size + 1)]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something or nothing."""
    return st.none() | strategy


def some(pool: Any, most: int = 3) -> st.SearchStrategy[list[Any]]:
    """Some members of a pool, in any order, none of them twice."""
    return st.lists(st.sampled_from(list(pool)), unique=True, max_size=most) if pool else st.just([])


def words(languages: list[str], *, least: int = 0) -> st.SearchStrategy[dict[str, str]]:
    """A text in some of the languages."""
    odd = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
    texts = st.dictionaries(st.sampled_from(languages), odd, max_size=2)
    return texts.map(lambda text: text if clean(text) or not least else {languages[0]: "Work"})


def strip_empty(data: dict[str, Any]) -> dict[str, Any]:
    """As in a file: what is absent is left out."""
    return {name: value for name, value in data.items() if value is not None}


@st.composite
def programmes(draw: Draw) -> exchange.Programme:
    """A programme that hangs together."""
    languages = draw(st.lists(st.sampled_from(LANGUAGES), unique=True, min_size=1, max_size=3))
    levels = _levels(draw, languages)
    results = _results(draw, languages, levels)
    known = [one["code"] for one in results]
    for one in results:
        one["links"] = draw(some([code for code in known if code != one["code"]]))
    head = {
        "uid": identities(9, 1)[0],
        "code": "2030-31",
        "title": draw(words(languages, least=1)),
        "start": draw(st.sampled_from(["2030-01-01", "2030-07-01"])),
        "end": "2031-12-31",
        "currency": draw(st.sampled_from(["USD", "CHF"])),
        "languages": languages,
        "organisation": {"name": {"en": "The organisation"}},
        "unit": draw(maybe(st.sampled_from(list(UNITS)))),
        "paper": draw(maybe(_papers(languages))),
        "levels": levels,
        "units": [strip_empty({"code": code, "name": {"en": code}, "parent": above}) for code, above in UNITS.items()],
        "terms": list(_terms(draw, languages, known)),
        "results": results,
        "indicators": list(_indicators(draw, languages, known)) if known else [],
        "sections": list(_sections(draw, languages, known)),
        "work_items": list(_work_items(draw, languages, known)),
    }
    return exchange.Programme.model_validate(strip_empty(head))


def _levels(draw: Draw, languages: list[str]) -> list[dict[str, Any]]:
    """At least one may stand at the top."""
    codes = draw(st.lists(st.sampled_from(LEVELS), unique=True, min_size=1, max_size=3))
    levels = [
        {
            "code": code,
            "name": draw(words(languages, least=1)),
            "plural": draw(words(languages)),
            "parents": draw(some(codes)) if place else [],
            "counted": draw(st.booleans()),
        }
        for place, code in enumerate(codes)
    ]
    turned: list[dict[str, Any]] = draw(st.permutations(levels))
    return turned


def _results(draw: Draw, languages: list[str], levels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    codes = draw(st.permutations(CODES))
    for uid, code in zip(draw(some(identities(1, 6), 6)), codes, strict=False):
        parent = draw(maybe(st.sampled_from(made))) if made else None
        fitting = [
            level for level in levels if (parent["level"] in level["parents"] if parent else not level["parents"])
        ]
        if not fitting:
            parent, fitting = None, [level for level in levels if not level["parents"]]
        level = draw(st.sampled_from(fitting))
        made.append(strip_empty(_result(draw, languages, uid, code, level["code"], parent["code"] if parent else None)))
    return made


def _result(draw: Draw, languages: list[str], uid: str, code: str, level: str, parent: str | None) -> dict[str, Any]:
    references = draw(st.dictionaries(st.tuples(st.sampled_from(SCHEMES), st.sampled_from(["8.5", "C 87"])), _score()))
    return {
        "uid": uid,
        "code": code,
        "level": level,
        "parent": parent,
        "title": draw(words(languages, least=1)),
        "strategy": draw(words(languages)),
        "scope": draw(maybe(st.sampled_from(["country", "office"]))),
        "paragraphs": draw(maybe(st.sampled_from([[1, 1], [3, 2147483647]]))),
        "item": draw(maybe(st.just(2))),
        "lead_unit": draw(maybe(st.sampled_from(list(UNITS)))),
        "contributing_units": draw(some(UNITS)),
        "references": [
            strip_empty({"scheme": scheme, "code": code, "score": score})
            for (scheme, code), score in references.items()
        ],
    }


def _score() -> st.SearchStrategy[int | None]:
    return maybe(st.integers(0, 3))


@st.composite
def _papers(draw: Draw, languages: list[str]) -> dict[str, Any]:
    document = {"symbol": "GB.1/2", "title": {languages[0]: "Two"}}
    return strip_empty(
        {
            "symbol": draw(maybe(st.just("GB.1/PFA/1"))),
            "session": draw(maybe(st.integers(1, 9))),
            "date": draw(maybe(st.sampled_from(["2029", "2029-02-28"]))),
            "original_language": draw(maybe(st.sampled_from(languages))),
            "body": draw(words(languages)),
            "author_unit": draw(words(languages)),
            "related_documents": draw(st.lists(st.just(document), max_size=1)),
            "cover": draw(st.dictionaries(st.sampled_from(["purpose", "legal.implications"]), words(languages))),
        }
    )


def _terms(draw: Draw, languages: list[str], results: list[str]) -> Iterator[dict[str, Any]]:
    for scheme, code in draw(some([("term", "x y"), ("partner", "UN"), ("term:x", "y")])):
        result = draw(maybe(st.sampled_from(results))) if results else None
        title = draw(words(languages, least=1))
        yield strip_empty({"scheme": scheme, "code": code, "title": title, "result": result})


def _indicators(draw: Draw, languages: list[str], results: list[str]) -> Iterator[dict[str, Any]]:
    codes = draw(st.permutations(CODES))
    for uid, code in zip(draw(some(identities(2, 3))), codes, strict=False):
        kind = draw(st.sampled_from(KINDS))
        decimals = draw(st.integers(0, 2))
        value = st.integers(-99, 99).map(lambda whole, decimals=decimals: f"{whole}.5" if decimals else str(whole))
        counted = {} if kind == "qualitative" else _numbers(draw, languages, value)
        yield {
            "uid": uid,
            "code": code,
            "result": draw(st.sampled_from(results)),
            "title": draw(words(languages, least=1)),
            "definition": draw(words(languages)),
            "kind": kind,
            "unit": draw(words(languages)),
            "decimals": decimals,
            "direction": draw(st.sampled_from(["increase", "decrease", "maintain"])),
            "cumulative": draw(st.booleans()),
            "illustrative": draw(st.booleans()),
            "criteria": [
                {"code": one, "text": draw(words(languages, least=1)), "required": draw(st.booleans())}
                for one in draw(some(["a", "b", "a.1"]))
            ],
            "disaggregations": [
                {"dimension": one, "categories": draw(some(["f", "m"]))} for one in draw(some(["sex", "age"]))
            ],
            **counted,
        }


def _numbers(draw: Draw, languages: list[str], value: st.SearchStrategy[str]) -> dict[str, Any]:
    regions = st.sampled_from([None, "africa", "americas"])
    baselines = draw(st.lists(st.tuples(st.sampled_from(["2029", "2029-06"]), regions), unique=True, max_size=2))
    targets = draw(st.lists(st.tuples(st.sampled_from(["2030-12-31", "2031-12-31"]), regions), unique=True, max_size=2))
    return {
        "baselines": [
            strip_empty({"value": draw(value), "as_of": day, "region": region, "note": draw(words(languages))})
            for day, region in baselines
        ],
        "targets": [
            strip_empty({"start": "2030-01-01", "end": day, "value": draw(value), "region": region})
            for day, region in targets
        ],
    }


def _sections(draw: Draw, languages: list[str], results: list[str]) -> Iterator[dict[str, Any]]:
    made: list[str] = []
    codes = draw(st.permutations(CODES))
    for uid, code in zip(draw(some(identities(3, 4), 4)), codes, strict=False):
        yield strip_empty(
            {
                "uid": uid,
                "code": code,
                "kind": draw(st.sampled_from(["vision", "region", "box", "decision"])),
                "heading": draw(words(languages, least=1)),
                "body": draw(words(languages)),
                "paragraphs": draw(maybe(st.just([5, 9]))),
                "parent": draw(maybe(st.sampled_from(made))) if made else None,
                "result": draw(maybe(st.sampled_from(results))) if results else None,
                "region": draw(maybe(st.just("africa"))),
                "addressee": draw(words(languages)),
                "date": draw(maybe(st.just("2029-03"))),
            }
        )
        made.append(code)


def _work_items(draw: Draw, languages: list[str], results: list[str]) -> Iterator[dict[str, Any]]:
    codes = draw(st.permutations(CODES))
    for uid, code in zip(draw(some(identities(4, 3))), codes, strict=False):
        kind = draw(st.sampled_from(["country_outcome", "product"]))
        yield strip_empty(
            {
                "uid": uid,
                "code": code,
                "kind": kind,
                "title": draw(words(languages, least=1)),
                "place": draw(st.sampled_from(["KEN", "PER"])) if kind == "country_outcome" else None,
                "result": draw(maybe(st.sampled_from(results))) if results else None,
                "function": draw(maybe(st.just("development"))),
                "sdg": draw(st.sampled_from([{}, {"8": 10000}, {"8.5": 2500, "1.3": 7500}])),
            }
        )
