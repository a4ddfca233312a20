"""Programmes themselves: their period, title, languages and cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.foundation.revisions import locked
from biennium.kernel.currencies import minor_digits
from biennium.kernel.errors import InvalidInput
from biennium.kernel.text import Text
from biennium.organisation.models import Unit
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import plain
from biennium.programme.exchange.coherence import refuse_languages
from biennium.programme.models import Programme
from biennium.programme.registration import CREATE, EDIT_PROGRAMME
from biennium.programme.selectors.comparison import PAPER_TEXTS
from biennium.programme.selectors.completeness import Completeness
from biennium.programme.selectors.document import level_values, term_values
from biennium.programme.services.common import known_languages
from biennium.programme.services.levels import write_levels
from biennium.programme.services.results import settle_responsibility

# What an upper room has to say against a change of a programme: each guard raises `InvalidInput`.
CHANGE_GUARDS: Registry[Callable[[Programme, exchange.Programme], None]] = Registry("guards of programmes")


def _head(values: exchange.Programme) -> dict[str, Any]:
    return {
        "title": values.title,
        "start": values.start,
        "end": values.end,
        "currency": values.currency,
        "languages": values.languages,
        "paper": plain(values.paper) if values.paper else None,
    }


def _cover(paper: exchange.Paper | None) -> Iterator[Text]:
    """The texts of a cover."""
    if paper is not None:
        yield from (getattr(paper, name) for name in PAPER_TEXTS)
        yield from (one.title for one in paper.related_documents)
        yield from paper.cover.values()


def _hidden(programme: Programme) -> list[Text]:
    """What the head says in languages the programme is not kept in."""
    paper = exchange.Paper.model_validate(programme.paper) if programme.paper else None
    texts = (programme.title, *_cover(paper))
    return [{lang: said for lang, said in text.items() if lang not in programme.languages} for text in texts]


def _unit(programme: Programme, values: exchange.Programme) -> Unit | None:
    return Codes(programme).unit(values.unit, "unit") if values.unit else None


def _refuse_disorder(values: exchange.Programme) -> None:
    if values.end <= values.start:
        raise InvalidInput(_("A programme ends after it starts."), where="end", field="end")
    if len(set(values.languages)) != len(values.languages):
        raise InvalidInput(_("A language is listed twice."), where="languages", field="languages")
    try:
        minor_digits(values.currency)
    except InvalidInput as error:
        raise InvalidInput(error.message, remedy=error.remedy, where="currency", field="currency") from None


@transaction.atomic
def create_programme(
    *, actor: Actor, values: exchange.Programme, unit: Unit | None = None, is_demonstration: bool = False
) -> Programme:
    """Creates a programme with its levels, without vocabularies and results. `unit` answers for what has no lead, if
    the values do not name it."""
    require(actor, CREATE)
    _refuse_disorder(values)
    known_languages(values, values.title, *_cover(values.paper))
    refuse_languages(values, ("levels", "terms"))
    if values.uid and Programme.objects.filter(uid=values.uid).exists():
        raise InvalidInput(
            _("The identity %(uid)s is taken by another programme.") % {"uid": values.uid}, remedy=_("Leave it out.")
        )
    if Programme.objects.filter(code=values.code).exists():
        raise InvalidInput(
            _("There is a programme %(code)s already.") % {"code": values.code},
            remedy=_("Choose another code, or merge."),
            field="code",
        )
    identity = {"uid": values.uid} if values.uid else {}
    programme = Programme(code=values.code, is_demonstration=is_demonstration, **_head(values), **identity)
    programme.unit = _unit(programme, values) or unit
    programme.save(force_insert=True)
    write_levels(programme, values.levels)
    audit.record(
        actor=actor,
        verb="programme.created",
        target=programme,
        scope=programme,
        after={"code": programme.code, "title": programme.title},
    )
    return programme


@transaction.atomic
def change_programme(
    *, actor: Actor, programme: Programme, values: exchange.Programme, revision: int | None, reason: str = ""
) -> Programme:
    """Changes title, period, languages, cover and the unit that answers for what has no lead."""
    require(actor, EDIT_PROGRAMME, programme)
    _refuse_disorder(values)
    current = locked(programme, revision)
    new = {**_head(values), "unit": _unit(current, values)}
    old = {name: getattr(current, name) for name in new}
    if old == new:
        return current
    _refuse_language_in_use(current, values)
    known_languages(values, values.title, *_cover(values.paper), before=_hidden(current))
    for guard in CHANGE_GUARDS.values():
        guard(current, values)
    for name, value in new.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*new, "revision"])
    settle_responsibility(current)
    before, after = audit.changes(_jsonable(old), _jsonable(new))
    audit.record(
        actor=actor,
        verb="programme.described",
        target=current,
        scope=current,
        before=before,
        after=after,
        reason=reason,
    )
    return current


def _refuse_language_in_use(programme: Programme, values: exchange.Programme) -> None:
    """A language goes when nothing is written in it any more, so that no text is hidden; what the head itself says is
    in the values."""
    if not set(programme.languages) - set(values.languages):
        return
    words = [text for one in level_values(programme) for text in (one.name, one.plural, one.text_heading)]
    words += [term.title for term in term_values(programme)]
    for share in Completeness(programme).shares:
        written = share.written + sum(share.lang in text for text in words)
        if written and share.lang not in values.languages:
            raise InvalidInput(
                _("%(count)s texts are written in “%(lang)s”.") % {"count": written, "lang": share.lang},
                remedy=_("Keep the language, or delete those texts first."),
                field="languages",
            )


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    unit: Unit | None = values["unit"]
    dates = {name: str(values[name]) for name in ("start", "end")}
    rest = {name: value for name, value in values.items() if name != "paper"}
    return {**rest, **dates, **_flat(values["paper"] or {}), "unit": unit.code if unit else None}


def _flat(paper: dict[str, Any]) -> dict[str, Any]:
    """The cover field by field, so that the event tells which changed: `paper_symbol`, `cover_purpose`."""
    own = {f"paper_{name}": value for name, value in paper.items() if name != "cover"}
    return own | {f"cover_{name}": value for name, value in paper.get("cover", {}).items()}
