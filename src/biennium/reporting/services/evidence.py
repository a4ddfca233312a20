"""Evidence: a file or an address that proves a result or an observation.

A file is taken for what its bytes are, not for what its name says; it is kept outside the web root under its hash.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit, files, sniffing
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.reporting.models import CountryResult, Evidence, Observation
from biennium.reporting.registration import REPORT
from biennium.reporting.services.common import require_reason
from biennium.reporting.services.results import editable, touched

SCHEMES = frozenset({"http", "https"})
LONGEST_NAME = 200
_FOLDERS = re.compile(r".*[/\\]")


@transaction.atomic
def attach_file(
    *, actor: Actor, target: CountryResult | Observation, content: bytes, filename: str, title: str, kind: str
) -> Evidence:
    """Attaches a file. Raises `InvalidInput` for one that is empty, too large or of a kind that is not taken."""
    held = _held(actor, target)
    media_type = _taken(content, filename)
    stored = files.store(content, media_type)
    return _attach(actor, held, title, kind, file=stored, filename=_safe_name(filename, media_type))


@transaction.atomic
def attach_address(*, actor: Actor, target: CountryResult | Observation, url: str, title: str, kind: str) -> Evidence:
    """Attaches a web address. Raises `InvalidInput` for anything but http and https."""
    held = _held(actor, target)
    parts = urlsplit(url.strip())
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise InvalidInput(_("“%(url)s” is not a web address.") % {"url": url}, remedy=_("Write https://…"))
    return _attach(actor, held, title, kind, url=url.strip())


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence, reason: str) -> Evidence:
    """Takes evidence away: it proves nothing any more, and stays in the records."""
    target = evidence.result or evidence.observation
    assert target is not None  # the table holds it  # noqa: S101
    held = _held(actor, target)
    why = require_reason(reason, _("Say why the evidence is taken away."))
    if evidence.removed_at:
        raise InvalidInput(_("This evidence has been taken away already."))
    evidence.removed_at = timezone.now()
    evidence.save(update_fields=["removed_at"])
    evidence.answers.clear()
    _record(actor, "reporting.evidence_removed", held, evidence, why)
    return evidence


def _held(actor: Actor, target: CountryResult | Observation) -> CountryResult | Observation:
    """The target, where the actor may add to it now."""
    if isinstance(target, CountryResult):
        return editable(actor, target, None)
    require(actor, REPORT, target)
    return target


def _taken(content: bytes, filename: str) -> str:
    """The media type of a file that is taken."""
    if not content:
        raise InvalidInput(_("The file is empty."), where=filename)
    if len(content) > settings.UPLOAD_LIMIT:
        raise InvalidInput(
            _("The file is larger than %(limit)s MB.") % {"limit": settings.UPLOAD_LIMIT // 1024**2},
            where=filename,
            remedy=_("Attach the address where it can be read."),
        )
    if not (media_type := sniffing.media_type(content)):
        raise InvalidInput(
            _("Files of this kind are not taken."),
            where=filename,
            remedy=_("Use PDF, an image, plain text, or an office document without macros."),
        )
    return media_type


def _safe_name(filename: str, media_type: str) -> str:
    """The name without folders and control characters, with an ending that fits what the file is."""
    bare = texts.normalise(_FOLDERS.sub("", filename)).replace("\n", " ").strip(". ") or "file"
    suffixes = sniffing.SUFFIXES[media_type]
    if not bare.lower().endswith(suffixes):
        bare += suffixes[0]
    return bare[-LONGEST_NAME:]


def _attach(actor: Actor, target: CountryResult | Observation, title: str, kind: str, **what: Any) -> Evidence:
    if not (words := texts.normalise(title)):
        raise InvalidInput(_("Evidence needs a title."))
    if kind not in Evidence.Kind.values:
        raise InvalidInput(
            _("There is no kind of evidence “%(kind)s”.") % {"kind": kind}, remedy=", ".join(Evidence.Kind.values)
        )
    place = {"result": target} if isinstance(target, CountryResult) else {"observation": target}
    made = Evidence.objects.create(
        kind=kind, title=words[:LONGEST_NAME], added_by_id=actor.pk, added_at=timezone.now(), **place, **what
    )
    _record(actor, "reporting.evidence_attached", target, made, "")
    return made


def _record(actor: Actor, verb: str, target: CountryResult | Observation, evidence: Evidence, reason: str) -> None:
    """The event is one of the result or observation: it changes what that says."""
    if isinstance(target, CountryResult):
        touched(target)
    programme = target.programme if isinstance(target, CountryResult) else target.round.programme
    proof = evidence.file.sha256 if evidence.file else evidence.url
    after = {"evidence": str(evidence.uid), "title": evidence.title, "kind": evidence.kind, "proof": proof}
    audit.record(actor=actor, verb=verb, target=target, scope=programme, after=after, reason=reason)
