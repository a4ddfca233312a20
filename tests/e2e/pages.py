"""Every page of the installation, found by walking its addresses, so that none can be forgotten.

A page without parameters needs nothing. A page whose address has some is registered by one example for each, a line in
`EXAMPLES`; what the demonstration has none of is made in `furnishing`. A page that is not to be visited is named in
`NOT_VISITED` with its reason. A view that only takes what is posted is no page.

An example is named by the part of the address in which the parameter stands and the part before it: `units/<code>`
serves `units/<str:code>/` and all below it; `<code>` alone serves wherever nothing nearer is named, and
`office:unit <code>` that page only. It is a value, a list of values, or a function that finds one in the furnished
demonstration.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Example = str | list[str] | Callable[[], Any]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def _of(model: str, field: str, **where: Any) -> Callable[[], Any]:
    """A field of the first row of a table, by `room.Model`."""

    def found() -> Any:
        from django.apps import apps

        return apps.get_model(model).objects.filter(**where).order_by("pk").values_list(field, flat=True)[0]

    return found


EXAMPLES: dict[str, Example] = {
    "p/<code>": "2024-25",
    "programmes/<code>": "2024-25",
    "results/<result>": ["1", "1.1"],
    "indicators/<indicator>": "1.1.1",
    "texts/<section>": _of("programme.Section", "code"),
    "lists/<scheme>": "action-programme",
    "work-items/<item>": _of("programme.WorkItem", "code"),
    "versions/<before>": ["2", "live"],
    "<before>/<after>": "3",
    "compare/<before>": ["1", "2"],
    "explain/<name>": ["level.output", "indicators:1", "level.deliverable:1.1"],
    "papers/<which>": "live",
    "papers/<number>": "3",
    "data/<number>": "3",
    "<kind>": "framework",
    "<lang>": "fr",
    "<file_format>": "csv",
    "<which>/<file_format>": "html",
    "<number>/<file_format>": "html",
    "events/<uid>": _of("foundation.AuditEvent", "uid", verb__contains="result"),
    "workbooks/<uid>": _of("intake.Workbook", "uid"),
    "intake/<uid>": _of("intake.PaperDraft", "uid"),
    "merge/<code>": "2024-25",
    "people/<uid>": _of("organisation.Person", "uid"),
    "units/<code>": "NORMES",
    "lines/<uid>": _of("ledger.Line", "uid", balance__allotted__gt=0),
    "<uid>/<name>": ["allot", "withdraw", "transfer", "cover", "commit"],
    "postings/<batch>": _of("ledger.Posting", "batch__uid", kind="commitment"),
    "<batch>/<number>": _of("ledger.Posting", "number", kind="commitment"),
    "<number>/<name>": ["release", "reverse"],
    "imports/<uid>": _of("ledger.ImportRun", "uid"),
    "framework/<indicator>": "1.1.1",
    "rounds/<name>": _of("reporting.Round", "code"),
    "progress/<indicator>": "1.1.1",
    "country-results/<result>": _of("reporting.CountryResult", "code", status="published"),
    "office:edit_country_result <result>": _of("reporting.CountryResult", "code", status="draft", unit__code="ROAF"),
    "office:answer_criteria <result>": _of("reporting.CountryResult", "code", status="draft", unit__code="ROAF"),
    "values/<uid>": _of("reporting.Observation", "uid"),
    "evidence/<uid>": _of("reporting.Evidence", "uid", file__isnull=False, result__status="published"),
    "money/<column>": "allotted",
    "funds/<code>": "RB",
    "funds/<fund>": "RB",
    "countries/<place>": "KEN",
    "by/<cut>": ["fund", "place"],
    "partners/<partner>": _of("funding.Partner", "code"),
    "partners/<code>": _of("funding.Partner", "code"),
    "projects/<uid>": _of("funding.Project", "uid"),
    "release/<agreement>": _of("funding.Agreement", "code"),
    "publishing/<number>": "1",
    "published/<number>": "1",
    "files/<name>": _of("publications.PublicationFile", "name"),
    "reports/<name>": _of("publications.PublicationFile", "name"),
    "portal:published_file <name>": _of("publications.PublicationFile", "name"),
    "portal:published_report <name>": _of("publications.PublicationFile", "name"),
    "key/<uidb36>": "1",
    "key/<key>": "used-already",
    "agreements/<code>": _of("funding.Agreement", "code"),
    "report/<column>": ["received", "spent", "balance"],
    "planned-work/<item>": ["KEN106", "GLO110"],
    "country-programmes/<code>": "CP-KEN",
    "office:milestone <item>": _of("workplan.Milestone", "plan__work_item__code", retired_at=None),
    "markers/<marker>": _of("workplan.Marker", "code"),
    "kinds/<kind>": _of("workplan.CountryProgrammeKind", "code"),
    "staff/<unit>": "NORMES",
    "milestones/<uid>": _of("workplan.Milestone", "uid", retired_at=None),
    "office:activity <item>": _of("workplan.Activity", "plan__work_item__code", retired_at=None),
    "activities/<uid>": _of("workplan.Activity", "uid", retired_at=None),
}

QUERIES: dict[str, tuple[str, ...]] = {
    "office:add_result": ("?below=1", "?below=1.1"),
    "office:explain_agreement": ("?from=2024-01-01&until=2024-12-31",),
    "office:explain_agreement_file": ("?until=2024-12-31&currency=USD",),
    "office:budget": ("", "?by=outcome&then=year&fund=RB", "?result=1.1&by=cost_category"),
    "office:lines": ("", "?fund=RB&sort=uncovered"),
    "office:programme": ("", "?lacks=text"),
    "office:quality": ("", "?unit=ROLAC", "?rule=milestone-late"),
    "office:work": ("", "?result=3.2&year=2025"),
    "office:strategic": ("", "?share=70&other=CHF&budget=1.00&market=0.90"),
    "portal:achievement": ("", "?region=africa"),
    "portal:glance": ("", "?version=1"),
    "portal:money_by": ("", "?fund=RB"),
    "portal:results": ("", "?q=dialogue", "?q=nowhere-to-be-found"),
    "portal:table": ("", "?sort=-code&q=social"),
}

# What answers programs: its tests are in tests/api.
FOR_PROGRAMS = "api:"

NOT_VISITED: dict[str, str] = {
    "portal:home": "leads to the programme under way",
    "portal:choose": "leads to the comparison of the versions that were chosen",
    "office:carry_over_file": "needs a programme before, as in tests/workplan/test_pages_of_carrying_over.py",
    "set_language": "leads back",
    "account_signup": "leads to the refusal of signing up, as accounts are opened by whoever manages people",
    "account_email_verification_sent": "is not linked: addresses are not verified",
    "account_confirm_email": "is not linked: addresses are not verified",
    "account_confirm_login_code": "needs a code that was asked for, and none can be",
    "account_set_password": "leads to the change of the password, as every account has one",
    "account_reauthenticate": "leads on when the person has just signed in",
    "mfa_authenticate": "needs a half-done sign-in with a second factor",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_reauthenticate": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "mfa_generate_recovery_codes": "needs a second factor",
    "mfa_download_recovery_codes": "needs a second factor",
    "mfa_reauthenticate_webauthn": "needs a passkey, which only a device makes",
    "mfa_remove_webauthn": "needs a passkey, which only a device makes",
    "mfa_edit_webauthn": "needs a passkey, which only a device makes",
    "mfa_login_webauthn": "answers a script with JSON",
    "api_nothing": "answers programs that there is nothing at this address: its test is in tests/api",
}


# Addresses that give a file, which theirs do not tell.
FILES = {
    "office:workbook_file",
    "office:everything_file",
    "office:evidence",
    "portal:evidence",
    "office:publication_file",
    "office:publication_report",
    "portal:published_file",
    "portal:published_report",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An address that answers a reader: its name, and the pattern of its path."""

    name: str
    route: str

    @property
    def is_file(self) -> bool:
        """Whether it gives a file rather than a page."""
        return "<file_format>" in self.route or self.route.endswith(".json") or self.name in FILES

    @property
    def examples(self) -> dict[str, Example | None]:
        """An example for each parameter, None where there is none."""
        parts = ["", *self.route.strip("/").split("/")]
        return {
            parameter: _nearest(self.name, before, parameter)
            for before, part in pairwise(parts)
            for parameter in PARAMETER.findall(part)
        }

    def addresses(self) -> list[str]:
        """The addresses to visit, from the examples."""
        values = {parameter: _values(example) for parameter, example in self.examples.items()}
        paths = [reverse(self.name, kwargs=dict(zip(values, one, strict=True))) for one in product(*values.values())]
        return [f"{path}{query}" for path in paths for query in QUERIES.get(self.name, ("",))]


def _nearest(name: str, before: str, parameter: str) -> Example | None:
    keys = (f"{name} <{parameter}>", f"{before}/<{parameter}>", f"<{parameter}>")
    return next((EXAMPLES[key] for key in keys if key in EXAMPLES), None)


def _values(example: Example | None) -> list[str]:
    found = example() if callable(example) else example
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def places() -> list[Place]:
    """All that answer a reader, whether or not they are visited."""
    return list(_walked(get_resolver(), "", ""))


def visited() -> list[Place]:
    """All that are to be visited."""
    return [place for place in places() if place.name not in NOT_VISITED and not place.name.startswith(FOR_PROGRAMS)]


def _walked(resolver: URLResolver, space: str, route: str) -> Iterator[Place]:
    for one in resolver.url_patterns:
        here = PARAMETER.sub(r"<\1>", f"{route}{one.pattern}")
        if isinstance(one, URLResolver):
            yield from _walked(one, f"{space}{one.namespace}:" if one.namespace else space, here)
        elif isinstance(one, URLPattern) and _answers_readers(one.callback):
            yield Place(f"{space}{one.name}", here)


def _answers_readers(view: Any) -> bool:
    """Whether a view takes GET, as far as the decorators around it tell."""
    while view is not None:
        allowed = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        )
        if allowed is not None and "GET" not in allowed:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
