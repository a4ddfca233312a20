"""Rounds: opened, extended, closed; and the thresholds by which progress is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.indicators.progress import Thresholds
from biennium.kernel.periods import Period
from biennium.programme.models import Programme
from biennium.programme.services.common import known_languages
from biennium.reporting.models import Round, StatusThresholds
from biennium.reporting.registration import MANAGE_ROUNDS
from biennium.reporting.services.common import require_reason


@transaction.atomic
def open_round(
    *,
    actor: Actor,
    programme: Programme,
    code: str,
    window: Period,
    opens: date,
    due: date,
    title: Mapping[str, str] | None = None,
) -> Round:
    """Opens a round that reports on `window`; reports are taken from `opens` on and expected by the end of `due`.

    Raises `InvalidInput` for a code that is taken, and for a window outside the programme or over that of another
    round: what is reported twice would be added up twice.
    """
    require(actor, MANAGE_ROUNDS, programme)
    locked(programme, None)
    words = texts.clean(title or {})
    known_languages(programme, words)
    _refuse_disorder(programme, code, window, opens, due)
    opened = Round.objects.create(
        programme=programme, code=code, title=words, start=window.start, end=window.end, opens=opens, due=due
    )
    after = {"code": code, "window": window.code, "opens": str(opens), "due": str(due)}
    audit.record(actor=actor, verb="reporting.round_opened", target=opened, scope=programme, after=after)
    return opened


def _refuse_disorder(programme: Programme, code: str, window: Period, opens: date, due: date) -> None:
    if not code.strip():
        raise InvalidInput(_("A round needs a code."))
    if due < opens:
        raise InvalidInput(_("The round would be due before it opens."), where=code)
    if window not in Period(programme.start, programme.end):
        raise InvalidInput(
            _("The round would report on days outside the programme, which runs from %(start)s to %(end)s.")
            % {"start": programme.start, "end": programme.end},
            where=code,
        )
    for other in programme.rounds.all():
        if other.code == code:
            raise InvalidInput(
                _("There is a round with the code %(code)s already.") % {"code": code}, remedy=_("Choose another code.")
            )
        if other.window.overlaps(window):
            raise InvalidInput(
                _("The window overlaps that of round %(code)s: what is reported twice would be added up twice.")
                % {"code": other.code},
                remedy=_("Choose a window that starts after %(end)s or ends before %(start)s.")
                % {"start": other.start, "end": other.end},
                where=code,
            )


@transaction.atomic
def extend_round(*, actor: Actor, round: Round, until: date, reason: str) -> Round:  # noqa: A002 - the field's word
    """Gives everybody more time, also where the round is closed already."""
    require(actor, MANAGE_ROUNDS, round.programme)
    why = require_reason(reason, _("Say why the round is extended."))
    current = locked(round, None)
    if until <= current.last_day:
        raise InvalidInput(
            _("The round runs until %(day)s already.") % {"day": current.last_day}, remedy=_("Choose a later day.")
        )
    before = {"status": current.status, "until": str(current.last_day)}
    current.status, current.extended_to = Round.Status.EXTENDED, until
    return _saved(current, actor, "reporting.round_extended", before, why)


@transaction.atomic
def close_round(*, actor: Actor, round: Round, reason: str = "") -> Round:  # noqa: A002 - the field's word
    """Closes a round: from now on only whoever manages rounds can enter or correct something, and has to say why."""
    require(actor, MANAGE_ROUNDS, round.programme)
    current = locked(round, None)
    if current.status == Round.Status.CLOSED:
        raise InvalidInput(_("Round %(code)s is closed already.") % {"code": current.code})
    before = {"status": current.status, "until": str(current.last_day)}
    current.status = Round.Status.CLOSED
    return _saved(current, actor, "reporting.round_closed", before, reason.strip())


def _saved(current: Round, actor: Actor, verb: str, before: dict[str, str], reason: str) -> Round:
    current.revision += 1
    current.save(update_fields=["status", "extended_to", "revision"])
    after = {"status": current.status, "until": str(current.last_day)}
    old, new = audit.changes(before, after)
    audit.record(actor=actor, verb=verb, target=current, scope=current.programme, before=old, after=new, reason=reason)
    return current


@transaction.atomic
def set_thresholds(*, actor: Actor, programme: Programme, thresholds: Thresholds, reason: str = "") -> StatusThresholds:
    """Sets by how many points progress may differ from what is expected and still be on track."""
    require(actor, MANAGE_ROUNDS, programme)
    existing = StatusThresholds.objects.select_for_update().filter(programme=programme).first()
    before = {"behind": existing.behind, "ahead": existing.ahead} if existing else {}
    after = {"behind": thresholds.behind, "ahead": thresholds.ahead}
    kept, _created = StatusThresholds.objects.update_or_create(programme=programme, defaults=after)
    audit.record(
        actor=actor,
        verb="reporting.thresholds_set",
        target=programme,
        scope=programme,
        before=before,
        after=after,
        reason=reason,
    )
    return kept
