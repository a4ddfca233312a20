"""Sections: the programme's texts that are not results."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, Section
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors.document import live_sections, section_values
from biennium.programme.services.common import (
    columns,
    known_languages,
    place_at,
    put_at,
    put_down,
    record_change,
    record_new,
    refuse_taken,
    returning,
    stepped,
)


@transaction.atomic
def add_section(
    *,
    actor: Actor,
    programme: Programme,
    values: exchange.Section,
    position: int | None = None,
    codes: Codes | None = None,
) -> Section:
    """Adds a text, at a position among those with the same parent (None: behind the last)."""
    require(actor, EDIT_PROGRAMME, programme)
    lookup = codes or Codes(programme)
    known_languages(programme, values.heading, values.body, values.addressee)
    refuse_taken(programme.sections.all(), values.code, "section")
    new = _columns(values, lookup)
    siblings = programme.sections.filter(parent=new["parent"], retired_at__isnull=True)
    back = returning(programme.sections.all(), values.uid)
    section = back or Section(programme=programme)
    put_down(section, {"position": place_at(siblings, position), **new}, values.uid)
    lookup.sections[section.code] = section
    record_new(
        actor=actor, noun="section", target=section, programme=programme, values=values, returns=back is not None
    )
    return section


def _columns(values: exchange.Section, codes: Codes) -> dict[str, Any]:
    where = f"section {values.code}"
    first, last = values.paragraphs or (None, None)
    return {
        "code": values.code,
        "kind": values.kind,
        "heading": values.heading,
        "body": values.body,
        "paragraph_first": first,
        "paragraph_last": last,
        "parent": codes.section(values.parent, where) if values.parent else None,
        "result": codes.result(values.result, where) if values.result else None,
        "region": codes.region(values.region, where) if values.region else None,
        "addressee": values.addressee,
        "date": values.date or "",
    }


def described(section: Section) -> exchange.Section:
    """The section as it stands in the database now."""
    return section_values(live_sections(section.programme).get(pk=section.pk))


@transaction.atomic
def change_section(
    *,
    actor: Actor,
    section: Section,
    values: exchange.Section,
    revision: int | None,
    reason: str = "",
    codes: Codes | None = None,
) -> Section:
    """Changes a text. Raises `Conflict` when it is not at `revision` any more (None: whatever it is)."""
    require(actor, EDIT_PROGRAMME, section.programme)
    current = locked(section, revision)
    before = described(current)
    known_languages(current.programme, values.heading, values.body, values.addressee)
    if values.code != current.code:
        refuse_taken(current.programme.sections.all(), values.code, "section")
    lookup = codes or Codes(current.programme)
    new = _columns(values, lookup)
    _refuse_cycle(current, new["parent"])
    changed = columns(new, current)
    after = section_values(current)
    if after == before:
        return current
    current.revision += 1
    current.save(update_fields=[*changed, "revision"])
    lookup.sections[current.code] = current
    record_change(
        actor=actor,
        verb="programme.section_changed",
        target=current,
        programme=current.programme,
        before=before,
        after=after,
        reason=reason,
    )
    return current


def _refuse_cycle(section: Section, parent: Section | None) -> None:
    above = parent
    while above is not None:
        if above.pk == section.pk:
            raise InvalidInput(
                _("A section cannot stand below itself."), where=f"section {section.code}", field="parent"
            )
        above = above.parent


@transaction.atomic
def move_section(*, actor: Actor, section: Section, position: int, reason: str = "") -> Section:
    """Puts a text at another place among those with the same parent, counted from 0."""
    require(actor, EDIT_PROGRAMME, section.programme)
    siblings = section.programme.sections.filter(parent_id=section.parent_id, retired_at__isnull=True)
    if moved := put_at(section, siblings, position):
        audit.record(
            actor=actor,
            verb="programme.section_moved",
            target=section,
            scope=section.programme,
            before={"position": moved},
            after={"position": position},
            reason=reason,
        )
    return section


@transaction.atomic
def step_section(*, actor: Actor, section: Section, step: int) -> Section:
    """Moves a text some places down (negative: up) among those with the same parent."""
    siblings = section.programme.sections.filter(parent_id=section.parent_id, retired_at__isnull=True)
    return move_section(actor=actor, section=section, position=stepped(section, siblings, step))


@transaction.atomic
def retire_section(*, actor: Actor, section: Section, reason: str) -> Section:
    """Retires a text; sealed versions keep it. A reason is required."""
    require(actor, EDIT_PROGRAMME, section.programme)
    if not reason.strip():
        raise InvalidInput(_("Say why the text is retired."), where=f"section {section.code}")
    section.retired_at, section.revision = timezone.now(), section.revision + 1
    section.save(update_fields=["retired_at", "revision"])
    audit.record(
        actor=actor,
        verb="programme.section_retired",
        target=section,
        scope=section.programme,
        reason=reason.strip(),
    )
    return section
