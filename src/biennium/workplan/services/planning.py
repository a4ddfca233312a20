"""What a plan may say: checked once for one plan and for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from biennium.kernel import text as texts
from biennium.kernel.errors import Conflict, InvalidInput
from biennium.kernel.repeats import repeated
from biennium.kernel.shares import Shares
from biennium.programme.models import Programme, WorkItem
from biennium.programme.services.common import known_languages
from biennium.standards.references import describe
from biennium.workplan.models import CountryProgramme, LanguageVersion, MarkerScore, Plan

if TYPE_CHECKING:
    from biennium.workplan.services.plans import PlanValues

TEXTS = ("situation", "assumptions", "consultation")
COLUMNS = (
    *("lead_unit", "lead_person", "starts", "due", *TEXTS, "sdg", "government", "employers", "workers"),
    *("country_programme", "priority", "deliverable", "product_kind", "modelled"),
)


def refuse_stale(existing: Plan | None, revision: int | None) -> None:
    """Raises `Conflict` where somebody planned what the writer saw unplanned (revision 0)."""
    if existing is not None and revision == 0:
        raise Conflict(
            _("Somebody else planned %(code)s meanwhile.") % {"code": existing.work_item.code},
            remedy=_("Read it again, and save again."),
        )


def refuse_planned(rows: Sequence[Plan]) -> None:
    """Raises `InvalidInput` where a work item has a plan already."""
    keys = [row.work_item_id for row in rows]
    planned = set(Plan.objects.values_list("work_item_id", flat=True))
    for row in rows:
        if row.work_item_id in planned:
            raise InvalidInput(_("%(code)s is planned already.") % {"code": row.work_item.code})
    if len(set(keys)) < len(keys):
        raise InvalidInput(_("A work item is planned twice."))


def _whole(shares: Mapping[str, int], field: str) -> None:
    try:
        Shares(shares)
    except InvalidInput as error:
        error.field = field
        raise


@dataclass(frozen=True)
class Known:
    """What plans of a programme are checked against, read once."""

    programme: Programme
    requires: dict[tuple[int, int], bool]
    places: dict[int, set[int]]

    @staticmethod
    def of(programme: Programme) -> Known:
        """In two queries."""
        scores = {
            (marker, score): bool(requires)
            for marker, score, requires in MarkerScore.objects.values_list("marker_id", "score", "requires")
        }
        places: dict[int, set[int]] = {}
        for country_programme, place in CountryProgramme.places.through.objects.values_list(
            "countryprogramme_id", "place_id"
        ):
            places.setdefault(country_programme, set()).add(place)
        return Known(programme, scores, places)

    def columns(self, item: WorkItem, values: PlanValues) -> dict[str, Any]:
        """The columns of the plan. Raises `InvalidInput` naming the work item and what does not fit."""
        try:
            self._check(item, values)
        except InvalidInput as error:
            error.where = error.where or item.code
            raise
        columns = {name: getattr(values, name) for name in COLUMNS}
        return {**columns, **{name: texts.clean(columns[name]) for name in TEXTS}, "sdg": dict(values.sdg)}

    def _check(self, item: WorkItem, values: PlanValues) -> None:
        known_languages(self.programme, *(dict(getattr(values, name)) for name in TEXTS))
        if item.programme_id != self.programme.pk:
            raise InvalidInput(_("It belongs to another programme than %(code)s.") % {"code": self.programme.code})
        if values.starts and values.due and values.due < values.starts:
            raise InvalidInput(_("It would be due before it starts."), field="due")
        self._check_outputs(item, values)
        self._check_sdg(values)
        self._check_markers(values)
        self._check_kind(item, values)
        self._check_country_programme(item, values)

    def _check_outputs(self, item: WorkItem, values: PlanValues) -> None:
        if not values.outputs:
            return
        for result, _share in values.outputs:
            if result.programme_id != item.programme_id or result.retired_at:
                raise InvalidInput(
                    _("%(code)s is no output of this programme.") % {"code": result.code}, field="outputs"
                )
        shares = {result.code: share for result, share in values.outputs}
        if len(shares) < len(values.outputs):
            raise InvalidInput(_("An output is named twice."), field="outputs")
        _whole(shares, "outputs")
        if item.result_id not in {result.pk for result, _share in values.outputs}:
            raise InvalidInput(
                _("The primary output of the work item is not among the outputs it serves."), field="outputs"
            )

    def _check_sdg(self, values: PlanValues) -> None:
        if not values.sdg:
            return
        for code in values.sdg:
            if describe("sdg", code) is None:
                raise InvalidInput(_("“%(code)s” is no SDG target.") % {"code": code}, field="sdg")
        _whole(values.sdg, "sdg")

    def _check_markers(self, values: PlanValues) -> None:
        if (place := repeated([one.marker.pk for one in values.markers])) is not None:
            raise InvalidInput(_("A marker is scored twice."), field=f"markers[{place}].score")
        for place, one in enumerate(values.markers):
            words = {"marker": str(one.marker), "score": one.score}
            if (one.marker.pk, one.score) not in self.requires:
                raise InvalidInput(_("%(marker)s has no score %(score)s.") % words, field=f"markers[{place}].score")
            if self.requires[one.marker.pk, one.score] and not texts.clean(one.evidence):
                raise InvalidInput(
                    _("Score %(score)s of %(marker)s needs its evidence.") % words,
                    remedy=_("Write what shows it."),
                    field=f"markers[{place}].evidence",
                )

    def _check_kind(self, item: WorkItem, values: PlanValues) -> None:
        product = item.kind == WorkItem.Kind.PRODUCT
        if product and (values.country_programme or values.priority):
            raise InvalidInput(_("A product stands in no country programme."), field="country_programme")
        if not product and (values.deliverable or values.languages or values.product_kind):
            raise InvalidInput(_("Only a product has a kind, languages and a deliverable."), field="languages")
        if values.deliverable and values.deliverable.programme_id != item.programme_id:
            raise InvalidInput(_("The deliverable belongs to another programme."), field="deliverable")
        if (place := repeated([one.language for one in values.languages])) is not None:
            raise InvalidInput(_("A language is named twice."), field=f"language_versions[{place}].language")
        for place, one in enumerate(values.languages):
            if one.status == LanguageVersion.Status.PUBLISHED and one.published_on is None:
                raise InvalidInput(
                    _("Say on which day it was published."), field=f"language_versions[{place}].published_on"
                )

    def _check_country_programme(self, item: WorkItem, values: PlanValues) -> None:
        within = values.country_programme
        if within and item.place_id not in self.places.get(within.pk, ()):
            raise InvalidInput(
                _("Country programme %(code)s is not for this place.") % {"code": within.code},
                field="country_programme",
            )
        if values.priority and (within is None or values.priority.country_programme_id != within.pk):
            raise InvalidInput(_("The priority is one of another country programme."), field="priority")
