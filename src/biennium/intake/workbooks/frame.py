"""What a workbook is read and written against: the codes there are, read once, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.funding.models import CostCategory, Partner
from biennium.intake.workbooks.claims import Claim, claims
from biennium.kernel.errors import InvalidInput
from biennium.kernel.text import resolve
from biennium.ledger.books.rates import reporting_currency
from biennium.organisation.models import Place, Region, Unit
from biennium.programme.codes import Codes
from biennium.programme.models import Indicator, Programme, Result, WorkItem
from biennium.programme.selectors.document import live_work_items
from biennium.reporting.models import CountryResult, Round
from biennium.workplan.models import CountryProgramme, Marker, OutputShare, Plan, PlanMarker, StandardCost
from biennium.workplan.services.planning import Known


class Frame:
    """One programme and whoever asks. `reason` is why the rows are changed, for the audit log."""

    def __init__(self, actor: Actor, programme: Programme, reason: str = "") -> None:
        self.actor = actor
        self.programme = programme
        self.reason = reason
        self.language = get_language() or "en"
        self.moved: dict[str, str] = {}
        """The new code of each work item that the workbook gives another one, by the one it had."""

    def catalogue(self, name: str) -> Mapping[str, Any]:
        """The objects of a list by their code."""
        found: Mapping[str, Any] = getattr(self, f"{name}_list")
        return found

    def offered(self, name: str) -> Mapping[str, Any]:
        """What a cell offers of a list: of country results those that the asker may change now."""
        if name != "country_result":
            return self.catalogue(name)
        return {code: claim for code, claim in self.country_result_list.items() if claim.may_change(self.actor)}

    def one(self, name: str, code: str, column: str) -> Any:
        """The object behind a code. Raises `InvalidInput` at the column for one that is not to be chosen any more."""
        found = self.catalogue(name).get(code)
        if found is None:
            raise InvalidInput(
                _("“%(code)s” is not in the list any more; choose another one.") % {"code": code}, field=column
            )
        return found

    def maybe(self, name: str, code: str, column: str) -> Any:
        """The object behind a code, None without one. Raises as `one`."""
        return self.one(name, code, column) if code else None

    def label(self, name: str, code: str) -> str:
        """What the object behind a code is called in the reader's language; empty where its code says it all."""
        found = self.catalogue(name).get(code)
        if isinstance(found, str):
            return found
        called = getattr(found, "title", None) or getattr(found, "name", None)
        resolved = resolve(called, self.language) if isinstance(called, dict) else None
        return resolved.value if resolved else ""

    def now(self, name: str, code: str) -> str:
        """The code that the work item of a code has now; any other code is as it is."""
        if name != "item" or not code or code in self.item_list:
            return code
        return self.moved.get(code) or self.former_codes.get(code, code)

    def as_moved(self, code: str) -> str:
        """The code that a work item will have once the rows above are saved."""
        return self.moved.get(code, code)

    def spellings(self, values: Mapping[str, str]) -> list[dict[str, str]]:
        """A row as it is, and as it was while the work item it names had other codes."""
        code = values.get("item", "")
        if not code:
            return [dict(values)]
        had = [old for old, new in {**self.former_codes, **self.moved}.items() if new == code]
        return [{**values, "item": one} for one in (code, *had)]

    def saved(self) -> None:
        """Forgets what rows that were saved may have changed."""
        for name in ("item_list", "plans", "stored_plans", "country_result_list"):
            self.__dict__.pop(name, None)

    @cached_property
    def currency(self) -> str:
        return reporting_currency()

    @cached_property
    def codes(self) -> Codes:
        return Codes(self.programme)

    @cached_property
    def known(self) -> Known:
        return Known.of(self.programme)

    @cached_property
    def stored_plans(self) -> list[Plan]:
        """The plans of live work as they are stored, with all that belongs to them, in the order of its codes."""
        plans = Plan.objects.filter(work_item__programme=self.programme, work_item__retired_at__isnull=True)
        outputs = Prefetch("outputs", queryset=OutputShare.objects.select_related("result"))
        markers = Prefetch("markers", queryset=PlanMarker.objects.select_related("marker"))
        whole = plans.select_related(
            "work_item__programme", "lead_unit", "lead_person", "country_programme", "priority", "deliverable"
        ).prefetch_related("partners", outputs, markers, "languages")
        return list(whole.order_by("work_item__code"))

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """The plan of each work item by its code; those that a workbook adds stand among them while it is checked."""
        return {plan.work_item.code: plan for plan in self.stored_plans}

    @cached_property
    def unit_list(self) -> dict[str, Unit]:
        return {code: unit for code, unit in self.codes.units.items() if unit.retired_at is None}

    @property
    def place_list(self) -> dict[str, Place]:
        return self.codes.places

    @property
    def region_list(self) -> dict[str, Region]:
        return self.codes.regions

    @property
    def result_list(self) -> dict[str, Result]:
        return self.codes.results

    @cached_property
    def item_list(self) -> dict[str, WorkItem]:
        """The work items; those that a workbook adds stand among them while it is checked."""
        listed = live_work_items(self.programme).select_related("programme", "place", "result__responsible_unit")
        return {item.code: item for item in listed}

    @cached_property
    def former_codes(self) -> dict[str, str]:
        """The code that the work item of a code has now, by each it had before; none where several had it."""
        items = {item.uid: self.as_moved(item.code) for item in live_work_items(self.programme)}
        owners: dict[str, set[str]] = {}
        for uid, before in audit.earlier(self.programme, "programme.work_item_changed"):
            if "code" in before and uid in items:
                owners.setdefault(before["code"], set()).add(items[uid])
        return {code: next(iter(now)) for code, now in owners.items() if len(now) == 1}

    @cached_property
    def every_indicator(self) -> dict[int, Indicator]:
        """The indicators by their key, those that were retired among them."""
        rows = Indicator.objects.filter(programme=self.programme).prefetch_related("disaggregations", "criteria")
        return {one.pk: one for one in rows}

    @cached_property
    def indicator_list(self) -> dict[str, Indicator]:
        return {one.code: one for one in self.every_indicator.values() if one.retired_at is None}

    @cached_property
    def counted_list(self) -> dict[str, Indicator]:
        """The indicators that count countries."""
        counting = Indicator.Kind.COUNTRY_COUNT
        return {code: one for code, one in self.indicator_list.items() if one.kind == counting}

    @cached_property
    def country_result_list(self) -> dict[str, Claim]:
        """The country results the asker may see; those that a workbook adds stand among them while it is checked."""
        return claims(self.actor, self.programme)

    @cached_property
    def result_codes(self) -> frozenset[str]:
        """The codes country results have, those the asker may not see among them."""
        return frozenset(CountryResult.objects.filter(programme=self.programme).values_list("code", flat=True))

    @cached_property
    def round_list(self) -> dict[str, Round]:
        return {one.code: one for one in Round.objects.filter(programme=self.programme).select_related("programme")}

    @cached_property
    def category_list(self) -> dict[str, CostCategory]:
        """What money can be needed for: everything but staff, which is planned in months, and support cost."""
        rows = CostCategory.objects.filter(staff=False, support_cost=False, retired_at__isnull=True)
        return {one.code: one for one in rows}

    @cached_property
    def cost_list(self) -> dict[str, StandardCost]:
        """Standard costs of the years of the programme: P4|field|2024."""
        rows = StandardCost.objects.filter(year__in=self._years())
        return {cost_code(one): one for one in rows}

    @cached_property
    def year_list(self) -> dict[str, int]:
        return {str(year): year for year in self._years()}

    @cached_property
    def country_programme_list(self) -> dict[str, CountryProgramme]:
        return {one.code: one for one in CountryProgramme.objects.all()}

    @cached_property
    def partner_list(self) -> dict[str, Partner]:
        return {one.code: one for one in Partner.objects.all()}

    @cached_property
    def marker_list(self) -> dict[str, Marker]:
        return {one.code: one for one in Marker.objects.all()}

    @cached_property
    def language_status_list(self) -> dict[str, str]:
        return {
            "planned": pgettext("of a language version", "planned"),
            "drafted": pgettext("of a language version", "drafted"),
            "published": pgettext("of a language version", "published"),
        }

    @cached_property
    def kind_list(self) -> dict[str, str]:
        return {"country_outcome": _("country outcome"), "product": _("product")}

    @cached_property
    def yes_no_list(self) -> dict[str, str]:
        return {"yes": _("yes"), "no": _("no")}

    def _years(self) -> range:
        return self.programme.years


def cost_code(cost: StandardCost) -> str:
    """The grade, the kind of duty station and the year of a standard cost, as one code."""
    return f"{cost.grade}|{cost.station}|{cost.year}"
