"""What things of the work plan are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATUSES: dict[str, Any] = {
    "unplanned": _("no plan yet"),
    "planned": pgettext_lazy("of work", "planned"),
    "active": pgettext_lazy("of work", "under way"),
    "completed": pgettext_lazy("of work", "completed"),
    "dropped": pgettext_lazy("of work", "dropped"),
}
MARKS = {"unplanned": "late", "planned": "neutral", "active": "good", "completed": "neutral", "dropped": "neutral"}
PROGRAMME_STATUSES: dict[str, Any] = {
    "planning": pgettext_lazy("of a country programme", "being planned"),
    "endorsed": pgettext_lazy("of a country programme", "endorsed"),
    "active": pgettext_lazy("of a country programme", "active"),
    "completed": pgettext_lazy("of a country programme", "completed"),
}
COLUMNS: dict[str, Any] = {
    "requirement": _("Required"),
    "resources": _("Resources"),
    "gap": _("Gap"),
    "expected_gap": _("Gap after expected money"),
    "surplus": _("Surplus"),
    "savings": _("Savings"),
}
SLICES: dict[str, Any] = {
    "result": _("Output or outcome"),
    "region": _("Region"),
    "place": _("Country or territory"),
    "unit": _("Lead unit"),
    "country_programme": _("Country programme"),
    "kind": _("Kind"),
    "status": _("Status"),
    "work_item": _("Work item"),
    "year": _("Year"),
}
KINDS: dict[str, Any] = {"country_outcome": _("country outcome"), "product": _("product")}
STEPS: dict[str, Any] = {
    "start": _("Start"),
    "complete": _("Complete"),
    "drop": _("Drop"),
    "resume": _("Resume"),
    "endorse": _("Endorse"),
    "reopen": _("Plan anew"),
}
GROUPS: dict[str, Any] = {"government": _("Government"), "employers": _("Employers"), "workers": _("Workers")}
UPDATES: dict[str, Any] = {
    "progress": _("Progress"),
    "problem": _("Problem"),
    "strategy": _("Change of strategy"),
}
LANGUAGE_STATUSES: dict[str, Any] = {
    "planned": pgettext_lazy("of a language version", "planned"),
    "drafted": pgettext_lazy("of a language version", "drafted"),
    "published": pgettext_lazy("of a language version", "published"),
}
LINKS: dict[str, Any] = {
    "un_outcome": _("Outcome of the UN cooperation framework"),
    "national_plan": _("National plan"),
}
PRODUCT_KINDS: dict[str, Any] = {
    "guide": _("guide"),
    "tool": _("tool"),
    "training": _("training"),
    "data": _("data"),
    "meeting": _("meeting"),
}
STATIONS: dict[str, Any] = {"headquarters": _("headquarters"), "field": _("field")}
