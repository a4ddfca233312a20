"""The levels of a programme: the words of its framework, and what stands below what.

Invariant: every live result stands on a level in use, and below one of a level that its own may stand below. A document
is brought in level by level, so only `change_levels`, by which people edit, holds the second part at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.repeats import repeated
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import path, plain
from biennium.programme.models import Level, Programme
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors.document import level_values
from biennium.programme.services.common import known_languages


@transaction.atomic
def set_levels(*, actor: Actor, programme: Programme, levels: Sequence[exchange.Level]) -> None:
    """Replaces the levels by those of a document. A level that results stand on cannot be left out; one left out that
    retired results stood on is retired with them."""
    require(actor, EDIT_PROGRAMME, programme)
    current = locked(programme, None)
    _refuse_in_use(current, levels)
    _replace(actor, current, levels, "")
    programme.revision = current.revision


@transaction.atomic
def change_levels(
    *, actor: Actor, programme: Programme, levels: Sequence[exchange.Level], revision: int | None, reason: str = ""
) -> None:
    """Changes the words, the order and the depth of the levels, where no result is left at a place it cannot have.

    Raises `Conflict` when the programme is not at `revision` any more (None: whatever it is).
    """
    require(actor, EDIT_PROGRAMME, programme)
    current = locked(programme, revision)
    _refuse_twice([level.code for level in levels])
    _refuse_circle(levels)
    _refuse_in_use(current, levels)
    _refuse_misplaced(current, levels)
    _replace(actor, current, levels, reason)


def _replace(actor: Actor, programme: Programme, levels: Sequence[exchange.Level], reason: str) -> None:
    before = level_values(programme)
    if list(levels) == before:
        return
    known_languages(programme, *_words(levels), before=_words(before))
    write_levels(programme, levels)
    programme.revision += 1
    programme.save(update_fields=["revision"])
    audit.record(
        actor=actor,
        verb="programme.levels_set",
        target=programme,
        scope=programme,
        before={"levels": [plain(level) for level in before if level not in levels]},
        after={"levels": [plain(level) for level in levels if level not in before], "order": _order(levels)},
        reason=reason,
    )


def _words(levels: Sequence[exchange.Level]) -> list[texts.Text]:
    return [text for one in levels for text in (one.name, one.plural, one.text_heading)]


def _said(name: texts.Text) -> str:
    """The name of a level in the reader's language, or the one there is."""
    resolved = texts.resolve(name, get_language() or "en")
    return resolved.value if resolved else ""


def _order(levels: Sequence[exchange.Level]) -> str:
    return ", ".join(level.code for level in levels)


def write_levels(programme: Programme, levels: Sequence[exchange.Level]) -> None:
    """Writes the levels of a programme; for services that have checked the permission and write the event."""
    codes = [level.code for level in levels]
    _refuse_twice(codes)
    for place, level in enumerate(levels):
        if unknown := sorted(set(level.parents) - set(codes)):
            raise InvalidInput(
                _("The level %(level)s stands below “%(unknown)s”, which is no level.")
                % {"level": level.code, "unknown": unknown[0]},
                field=path(("levels", place, "parents")),
            )
    for position, level in enumerate(levels):
        values = {**level.model_dump(exclude={"code"}), "position": position, "retired_at": None}
        Level.objects.update_or_create(programme=programme, code=level.code, defaults=values)
    left_out = programme.levels.exclude(code__in=codes)
    left_out.filter(results__isnull=True).delete()
    left_out.filter(retired_at__isnull=True).update(retired_at=timezone.now())


def _refuse_twice(codes: Sequence[str]) -> None:
    if (place := repeated(codes)) is not None:
        raise InvalidInput(_("Two levels have the same code."), where="levels", field=path(("levels", place, "code")))


def _refuse_in_use(programme: Programme, levels: Sequence[exchange.Level]) -> None:
    """A level goes when no result stands on it any more."""
    used = programme.results.filter(retired_at__isnull=True)
    left = used.exclude(level__code__in=[level.code for level in levels]).select_related("level").order_by("level")
    if first := left.first():
        raise InvalidInput(
            _("There are results of the level “%(level)s”.") % {"level": _said(first.level.name)},
            remedy=_("Move or retire them first."),
        )


def _refuse_circle(levels: Sequence[exchange.Level]) -> None:
    """Each level is reached from the top."""
    reached: set[str] = set()
    while more := {one.code for one in levels if not one.parents or reached & set(one.parents)} - reached:
        reached |= more
    for place, level in enumerate(levels):
        if level.code not in reached:
            raise InvalidInput(
                _("Nothing leads from the top to the level “%(level)s”.") % {"level": _said(level.name)},
                remedy=_("Choose a level it stands below that is above it, or none."),
                field=path(("levels", place, "parents")),
            )


def _refuse_misplaced(programme: Programme, levels: Sequence[exchange.Level]) -> None:
    """What a level may stand below, and whether it is numbered, is fixed where results rest on it."""
    live = programme.results.filter(retired_at__isnull=True)
    places = {row.code: (place, row) for place, row in enumerate(levels)}
    standing = live.order_by().values_list("level__code", "level__counted", "parent__level__code").distinct()
    for code, counted, above in sorted(standing, key=str):
        place, level = places[code]
        if level.counted != counted:
            raise InvalidInput(
                _("Whether results of the level “%(level)s” are numbered is fixed: there are some.")
                % {"level": _said(level.name)},
                remedy=_("Add another level for what is to be different."),
                field=path(("levels", place, "counted")),
            )
        if not (above in level.parents if above else not level.parents):
            raise _misplaced(level, places[above][1] if above else None, place)


def _misplaced(level: exchange.Level, above: exchange.Level | None, place: int) -> InvalidInput:
    stands = _("Results of the level “%(level)s” stand below those of the level “%(above)s”.")
    at_top = _("Results of the level “%(level)s” stand at the top.")
    return InvalidInput(
        (stands if above else at_top) % {"level": _said(level.name), "above": _said(above.name) if above else ""},
        remedy=_("Move or retire them first."),
        field=path(("levels", place, "parents")),
    )
