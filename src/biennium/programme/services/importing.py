"""A programme from a document of the exchange format, into an installation that does not have it yet.

Units and, in an installation that does not know whose it is, the organisation come with the programme. Those that are
there already stay as they are: they belong to the organisation, not to one of its programmes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import decide
from biennium.kernel.errors import InvalidInput
from biennium.organisation.models import Unit
from biennium.organisation.registration import MANAGE
from biennium.organisation.selectors import map_to_begin_with, organisation
from biennium.organisation.services.units import describe_organisation, open_unit
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.coherence import refuse_incoherent
from biennium.programme.models import Programme
from biennium.programme.services.indicators import add_indicator
from biennium.programme.services.programmes import create_programme
from biennium.programme.services.results import add_result, change_result
from biennium.programme.services.sections import add_section
from biennium.programme.services.vocabularies import set_terms
from biennium.programme.services.work_items import add_work_item

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """No progress is shown."""


@transaction.atomic
def import_programme(
    *,
    actor: Actor,
    values: exchange.Programme,
    is_demonstration: bool = False,
    progress: Progress = _silent,
) -> Programme:
    """Creates the programme with everything in it, or nothing at all. Units it names and does not find are opened.

    Raises `InvalidInput`, with the path, for a document that does not hang together.
    """
    refuse_incoherent(values)
    _introduce(actor, values)
    open_units(actor, values.units)
    programme = create_programme(actor=actor, values=values, is_demonstration=is_demonstration)
    codes = Codes(programme)
    total, done = len(values.results) + len(values.indicators), 0
    for result in values.results:
        bare = result.model_copy(update={"links": []})
        add_result(actor=actor, programme=programme, values=bare, codes=codes)
        progress(done := done + 1, total)
    _link(actor, values.results, codes)
    set_terms(actor=actor, programme=programme, terms=values.terms, codes=codes)
    for section in values.sections:
        add_section(actor=actor, programme=programme, values=section, codes=codes)
    for indicator in values.indicators:
        add_indicator(actor=actor, programme=programme, values=indicator, codes=codes)
        progress(done := done + 1, total)
    for item in values.work_items:
        add_work_item(actor=actor, programme=programme, values=item, codes=codes)
    return programme


def _introduce(actor: Actor, values: exchange.Programme) -> None:
    """Says whose installation this is, where nobody has yet and the actor may."""
    if organisation() is None and decide(actor, MANAGE).allowed:
        describe_organisation(
            actor=actor,
            name=values.organisation.name,
            acronym=values.organisation.acronym,
            languages=values.languages,
            iati=values.organisation.iati or "",
            region_map=map_to_begin_with(),
            currency=values.currency,
        )


def open_units(actor: Actor, units: list[exchange.Unit]) -> None:
    """Opens the units that are not there yet."""
    known = {unit.code: unit for unit in Unit.objects.all()}
    waiting = [unit for unit in units if unit.code not in known]
    while waiting:
        ready = [unit for unit in waiting if unit.parent is None or unit.parent in known]
        if not ready:
            raise InvalidInput(
                _("The unit %(unit)s stands below a unit that is not there.") % {"unit": waiting[0].code}, where="units"
            )
        for unit in ready:
            parent = known[unit.parent] if unit.parent else None
            known[unit.code] = open_unit(actor=actor, code=unit.code, name=unit.name, parent=parent)
        waiting = [unit for unit in waiting if unit.code not in known]


def _link(actor: Actor, results: list[exchange.Result], codes: Codes) -> None:
    for values in results:
        if values.links:
            result = codes.result(values.code, f"result {values.code}")
            change_result(actor=actor, result=result, values=values, revision=None, codes=codes)
