"""Where one can go in the office: pages in groups. A page is added by one line in `ENTRIES`.

Invariant: an entry that names an action is shown only to whoever may do it; a group without an entry is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from biennium.foundation.permission import decide
from biennium.programme.models import Programme
from biennium.programme.selectors import versions

GROUPS: dict[str, Any] = {
    "desk": _("My desk"),
    "programme": _("Programme"),
    "budget": _("Budget"),
    "plans": _("Plans"),
    "reporting": _("Reporting"),
    "publishing": _("Publishing"),
    "administration": _("Administration"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation. `name` is that of its address; one `of_programme` takes the programme's code."""

    group: str
    name: str
    label: Any
    of_programme: bool = True
    action: str = ""


ENTRIES: tuple[Entry, ...] = (
    Entry("desk", "desk", _("My desk"), of_programme=False),
    Entry("programme", "programme", _("Results")),
    Entry("programme", "sections", _("Texts")),
    Entry("programme", "work_items", _("Work items")),
    Entry("programme", "versions", _("Versions")),
    Entry("programme", "papers", _("Papers")),
    Entry("programme", "workbooks", _("Workbooks")),
    Entry("programme", "quality", _("Data quality")),
    Entry("programme", "intake", _("Intake"), of_programme=False, action="intake.use"),
    Entry("budget", "budget", _("Budget")),
    Entry("budget", "strategic", _("Strategic budget")),
    Entry("budget", "lines", _("Lines")),
    Entry("budget", "funds", _("Funds"), of_programme=False),
    Entry("budget", "agreements", _("Agreements"), of_programme=False),
    Entry("budget", "partners", _("Partners"), of_programme=False),
    Entry("budget", "projects", _("Projects"), of_programme=False),
    Entry("budget", "imports", _("Imports")),
    Entry("budget", "years", _("Year end")),
    Entry("budget", "books", _("Proof"), of_programme=False),
    Entry("plans", "plan", _("Work plan")),
    Entry("plans", "work", _("Planned work")),
    Entry("plans", "gap_map", _("Gap map")),
    Entry("plans", "carry_over", _("Carried over")),
    Entry("plans", "country_programmes", _("Country programmes"), of_programme=False),
    Entry("plans", "staff", _("Staff months")),
    Entry("plans", "planning_standards", _("What plans rest on")),
    Entry("reporting", "framework", _("Results framework")),
    Entry("reporting", "country_results", _("Country results")),
    Entry("reporting", "observations", _("Reported values")),
    Entry("reporting", "rounds", _("Rounds")),
    Entry("publishing", "publications", _("Publications"), of_programme=False),
    Entry("publishing", "publication_tables", _("Tables"), of_programme=False),
    Entry("publishing", "publish_together", _("All standards"), of_programme=False),
    Entry("publishing", "reconciliation", _("Reconciliation"), of_programme=False),
    Entry("publishing", "publisher", _("How we publish"), of_programme=False),
    Entry("administration", "people", _("People"), of_programme=False),
    Entry("administration", "units", _("Units"), of_programme=False),
    Entry("administration", "tokens", _("Access tokens"), of_programme=False),
)


def navigation(request: HttpRequest, current: str, programme: Programme | None) -> dict[str, Any]:
    """The groups, and the pages of the group in which the current page stands; what the shell calls `nav`, `subnav`."""
    chosen = programme or versions.programmes().first()
    shown = [entry for entry in ENTRIES if _is_shown(request, entry, chosen)]
    group = next((entry.group for entry in ENTRIES if entry.name == current), "")
    within = [_link(entry, chosen, entry.name == current) for entry in shown if entry.group == group]
    return {"nav": list(_groups(shown, group, chosen)), "subnav": within if len(within) > 1 else []}


def _is_shown(request: HttpRequest, entry: Entry, programme: Programme | None) -> bool:
    if entry.of_programme and programme is None:
        return False
    return not entry.action or decide(request.user, entry.action).allowed


def _groups(shown: list[Entry], current: str, programme: Programme | None) -> Iterator[dict[str, Any]]:
    """Each group leads to its first page."""
    for code, label in GROUPS.items():
        first = next((entry for entry in shown if entry.group == code), None)
        if first is not None:
            yield {**_link(first, programme, code == current), "label": label}


def _link(entry: Entry, programme: Programme | None, current: bool) -> dict[str, Any]:
    code = [programme.code] if entry.of_programme and programme else []
    return {"label": entry.label, "url": reverse(f"office:{entry.name}", args=code), "current": current}
