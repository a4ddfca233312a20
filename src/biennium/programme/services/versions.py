"""Sealing: the live programme becomes an immutable version.

Stages go forward (preliminary → proposed → adopted); an adopted version can only be followed by a revised one, which
names its reason. The same stage may be sealed again before the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.registry import Registry
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.programme import sealing
from biennium.programme.models import Programme, Version
from biennium.programme.registration import SEAL
from biennium.programme.selectors.live import happened

FOLLOWS: dict[str, tuple[str, ...]] = {
    "": ("preliminary", "proposed", "adopted"),
    "preliminary": ("preliminary", "proposed", "adopted"),
    "proposed": ("proposed", "adopted"),
    "adopted": ("revised",),
    "revised": ("revised",),
}
AFTER_SEALING: Registry[Callable[[Actor, Version], object]] = Registry("what follows a seal")
"""What other rooms do when a version is sealed, in the same transaction; in the order of their registration."""
REASONS = ("guidance", "budget_change", "change_of_context", "correction", "other")


def stages_after(latest: Version | None) -> tuple[str, ...]:
    """The stages the next version may have."""
    return FOLLOWS[latest.stage if latest else ""]


@transaction.atomic
def seal_version(
    *,
    actor: Actor,
    programme: Programme,
    stage: str,
    decision: Mapping[str, str] | None = None,
    reason: str = "",
    reason_text: str = "",
    seen: str = "",
) -> Version:
    """Seals the live programme at a stage.

    `decision` names the decision it rests on (e.g. GB.346/PFA/1, paragraph 204), by language. A revised version needs a
    `reason` of `REASONS` and a text. `seen` is the identity of the last event of the programme the actor has seen: when
    more has happened, nothing is sealed that the actor does not know. Raises `InvalidInput` when the stage cannot
    follow, or nothing changed within a stage.
    """
    require(actor, SEAL, programme)
    Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse_unseen(programme, seen)
    latest = programme.versions.order_by("-number").first()
    _refuse_stage(stage, latest)
    _refuse_unreasoned(stage, reason, reason_text)
    if not programme.results.filter(retired_at__isnull=True).exists():
        raise InvalidInput(_("There is nothing to seal yet."), remedy=_("Add results first."), where=programme.code)
    version = _build(programme, stage, latest)
    version.reason, version.reason_text, version.decision = reason, reason_text.strip(), texts.clean(decision or {})
    version.sealed_by_id, version.sealed_by_label = actor.pk, actors.label(actor)
    version.save(force_insert=True)
    after = {"number": version.number, "stage": stage, "sha256": version.sha256, "decision": version.decision}
    told = {"target": version, "scope": programme, "after": after, "reason": version.reason_text}
    audit.record(actor=actor, verb="programme.version_sealed", **told)
    for follow in AFTER_SEALING.values():
        follow(actor, version)
    return version


def _refuse_unseen(programme: Programme, seen: str) -> None:
    last = happened(programme).first()
    if seen and last and str(last.uid) != seen:
        raise InvalidInput(
            _("The programme was changed since you opened this page (%(who)s, %(what)s).")
            % {"who": last.actor_label, "what": last.object_label},
            remedy=_("Look at what changed, and seal it then."),
        )


def _build(programme: Programme, stage: str, latest: Version | None) -> Version:
    """The next version of the live programme, not yet written. Raises `InvalidInput` when it would say nothing new."""
    content, sections, sha256 = sealing.build(programme)
    if latest and latest.stage == stage and latest.sha256 == sha256:
        raise InvalidInput(
            _("Nothing has changed since version %(number)s (%(hash)s) was sealed.")
            % {"number": latest.number, "hash": latest.short_hash},
            where=programme.code,
        )
    return Version(
        programme=programme,
        number=latest.number + 1 if latest else 1,
        stage=stage,
        format=sealing.FORMAT,
        content=content,
        sha256=sha256,
        sections=sections,
        previous=latest,
        sealed_at=timezone.now(),
    )


def _refuse_stage(stage: str, latest: Version | None) -> None:
    if stage not in Version.Stage.values:
        raise InvalidInput(
            _("There is no stage “%(stage)s”.") % {"stage": stage},
            remedy=_("Stages: %(stages)s.") % {"stages": ", ".join(Version.Stage.values)},
        )
    allowed = stages_after(latest)
    if stage not in allowed:
        after = _("A version cannot be %(stage)s after a version that is %(latest)s.")
        rule = after if latest else _("A version cannot be %(stage)s as the first version.")
        raise InvalidInput(
            rule % {"stage": stage, "latest": latest.stage if latest else ""},
            remedy=_("It can be %(stages)s.") % {"stages": _(" or ").join(allowed)},
        )


def _refuse_unreasoned(stage: str, reason: str, text: str) -> None:
    if stage == "revised" and (reason not in REASONS or not text.strip()):
        raise InvalidInput(
            _("A revised version needs a reason and a text."),
            remedy=_("Reasons: %(reasons)s.") % {"reasons": ", ".join(REASONS)},
        )
    if reason and reason not in REASONS:
        raise InvalidInput(
            _("“%(reason)s” is not a reason.") % {"reason": reason},
            remedy=_("Reasons: %(reasons)s.") % {"reasons": ", ".join(REASONS)},
        )
