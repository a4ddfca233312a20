"""Work items: the identity of country outcomes and products. Their plans belong to the work plan."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import Shares
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.models import Programme, WorkItem
from biennium.programme.rights import may_keep
from biennium.programme.selectors.document import live_work_items, work_item_values
from biennium.programme.services.common import (
    columns,
    known_languages,
    put_down,
    record_change,
    record_new,
    refuse_taken,
    returning,
)


def _columns(values: exchange.WorkItem, codes: Codes) -> dict[str, Any]:
    where = f"work item {values.code}"
    if values.kind == "country_outcome" and not values.place:
        raise InvalidInput(_("A country outcome needs its country or territory."), where=where, field="place")
    if values.sdg:
        Shares(values.sdg)
    return {
        "code": values.code,
        "kind": values.kind,
        "title": values.title,
        "place": codes.place(values.place, where) if values.place else None,
        "result": codes.result(values.result, where) if values.result else None,
        "function": values.function or "",
        "sdg": values.sdg,
    }


def check_work_item(
    *, actor: Actor, programme: Programme, values: exchange.WorkItem, codes: Codes, item: WorkItem | None = None
) -> dict[str, Any]:
    """The columns of a work item that is new or (`item`) changes. Raises as adding and changing it would, but for a
    code that is taken."""
    new = _columns(values, codes)
    if item is not None:
        may_keep(actor, item).require()
    stays = item is not None and item.place == new["place"]
    then = WorkItem(
        programme=programme, pk=item.pk if stays and item else None, place=new["place"], result=new["result"]
    )
    may_keep(actor, then).require()
    known_languages(programme, values.title)
    return new


@transaction.atomic
def add_work_item(
    *, actor: Actor, programme: Programme, values: exchange.WorkItem, codes: Codes | None = None
) -> WorkItem:
    """Gives a country outcome or a product its identity."""
    new = check_work_item(actor=actor, programme=programme, values=values, codes=codes or Codes(programme))
    refuse_taken(programme.work_items.all(), values.code, "work item")
    back = returning(programme.work_items.all(), values.uid)
    item = back or WorkItem(programme=programme)
    put_down(item, new, values.uid)
    record_new(actor=actor, noun="work_item", target=item, programme=programme, values=values, returns=back is not None)
    return item


@transaction.atomic
def change_work_item(
    *,
    actor: Actor,
    item: WorkItem,
    values: exchange.WorkItem,
    revision: int | None,
    reason: str = "",
    codes: Codes | None = None,
) -> WorkItem:
    """Changes a work item. Raises `Conflict` when it is not at `revision` any more (None: whatever it is)."""
    current = locked(item, revision)
    programme = current.programme
    new = check_work_item(
        actor=actor, programme=programme, values=values, codes=codes or Codes(programme), item=current
    )
    before = work_item_values(live_work_items(programme).get(pk=current.pk))
    if values.code != current.code:
        refuse_taken(programme.work_items.all(), values.code, "work item")
    changed = columns(new, current)
    after = work_item_values(current)
    if after == before:
        return current
    current.revision += 1
    current.save(update_fields=[*changed, "revision"])
    record_change(
        actor=actor,
        verb="programme.work_item_changed",
        target=current,
        programme=programme,
        before=before,
        after=after,
        reason=reason,
    )
    return current


@transaction.atomic
def retire_work_item(*, actor: Actor, item: WorkItem, reason: str) -> WorkItem:
    """Retires a work item. A reason is required."""
    may_keep(actor, item).require()
    if not reason.strip():
        raise InvalidInput(_("Say why the work item is retired."), where=f"work item {item.code}")
    item.retired_at, item.revision = timezone.now(), item.revision + 1
    item.save(update_fields=["retired_at", "revision"])
    audit.record(
        actor=actor,
        verb="programme.work_item_retired",
        target=item,
        scope=item.programme,
        reason=reason.strip(),
    )
    return item
