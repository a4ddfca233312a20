"""What no field of a document can tell alone: codes and identities given twice, references that name nothing.

Invariant: a coherent document names results, levels and texts of its own only, each named thing once, results and texts
behind those they stand below, and speaks no language that it does not list. Units, regions and places are the
organisation's: whether they are there is known where the document is read in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import Shares
from biennium.programme.exchange.canonical import path
from biennium.programme.exchange.models import Model, Programme

IDENTIFIED = ("sections", "results", "indicators", "work_items")
CODED = (*IDENTIFIED, "levels", "units")
WORDED = (*IDENTIFIED, "levels", "terms")


def refuse_incoherent(document: Programme) -> None:
    """Raises `InvalidInput` for the first thing that does not hold, with its path."""
    _refuse_twice(document)
    _refuse_unknown(document)
    _refuse_itself(document)
    refuse_languages(document, WORDED)
    for index, item in enumerate(document.work_items):
        _refuse_shares(item.sdg, ("work_items", index, "sdg"))


def _refuse_twice(document: Programme) -> None:
    for name in CODED:
        _once((one.code for one in getattr(document, name)), name, "code", _("the code “%(value)s” is given twice."))
    _once(
        (f"{one.scheme} {one.code}" for one in document.terms),
        "terms",
        "code",
        _("the entry “%(value)s” is given twice."),
    )
    for index, result in enumerate(document.results):
        _once(
            (f"{one.scheme} {one.code}" for one in result.references),
            f"results[{index}].references",
            "",
            _("“%(value)s” is given twice."),
        )
    known: set[Any] = set()
    for name in IDENTIFIED:
        for index, one in enumerate(getattr(document, name)):
            if one.uid and one.uid in known:
                raise InvalidInput(
                    _("the identity %(uid)s is given twice.") % {"uid": one.uid}, where=path((name, index, "uid"))
                )
            known.add(one.uid)


def _once(values: Iterable[str], where: str, field: str, words: str) -> None:
    known: set[str] = set()
    for index, value in enumerate(values):
        if value in known:
            place = f"{where}[{index}].{field}".rstrip(".")
            raise InvalidInput(words % {"value": value}, where=place)
        known.add(value)


def _refuse_unknown(document: Programme) -> None:
    levels = {level.code for level in document.levels}
    results = {result.code for result in document.results}
    level_words = _("there is no level with the code “%(code)s”.")
    result_words = _("there is no result with the code “%(code)s”.")
    for index, level in enumerate(document.levels):
        _named(level.parents, levels, level_words, ("levels", index, "parents"))
    for index, result in enumerate(document.results):
        _named([result.level], levels, level_words, ("results", index, "level"))
        _named(result.links, results, result_words, ("results", index, "links"))
    for name, field in (
        ("terms", "result"),
        ("sections", "result"),
        ("indicators", "result"),
        ("work_items", "result"),
    ):
        for index, one in enumerate(getattr(document, name)):
            _named([getattr(one, field)], results, result_words, (name, index, field))
    for name, words in (
        ("results", _("there is no result before this one with the code “%(code)s”.")),
        ("sections", _("there is no text before this one with the code “%(code)s”.")),
    ):
        before: set[str] = set()
        for index, one in enumerate(getattr(document, name)):
            _named([one.parent], before, words, (name, index, "parent"))
            before.add(one.code)


def _named(codes: Iterable[str | None], known: Collection[str], words: str, where: tuple[str | int, ...]) -> None:
    for code in codes:
        if code is not None and code not in known:
            raise InvalidInput(words % {"code": code}, where=path(where))


def _refuse_itself(document: Programme) -> None:
    for index, result in enumerate(document.results):
        if result.code in result.links:
            raise InvalidInput(_("a result cannot be linked to itself."), where=path(("results", index, "links")))


def refuse_languages(document: Programme, names: Iterable[str]) -> None:
    """Raises `InvalidInput` for a text of the named lists in a language that the document does not list."""
    for name in names:
        for index, one in enumerate(getattr(document, name)):
            _refuse_language(one, document.languages, (name, index))


def _refuse_language(model: Model, languages: Collection[str], where: tuple[str | int, ...]) -> None:
    for place, lang in _languages(model, where):
        if lang not in languages:
            raise InvalidInput(
                _("the document does not list the language “%(lang)s”.") % {"lang": lang}, where=path((*place, lang))
            )


def _languages(model: Model, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of a model and of its parts: where each stands, and its language."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, dict):
            yield from (((*where, name), lang) for lang, text in value.items() if isinstance(text, str))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                if isinstance(part, Model):
                    yield from _languages(part, (*where, name, index))


def _refuse_shares(shares: dict[str, int], where: tuple[str | int, ...]) -> None:
    try:
        if shares:
            Shares(shares)
    except InvalidInput as error:
        raise InvalidInput(error.message, where=path(where), remedy=error.remedy) from None
