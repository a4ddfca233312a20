"""Pages with every component and realistic content, for tests to look at; no part of the product.

Invariant: a page is rendered without a database and without a view.
"""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from biennium.kernel.compare.words import difference
from biennium.kernel.figures import Figure
from biennium.kernel.money import Money
from biennium.web import charts, shapes, tables
from biennium.web.forms import MultilingualField

FOLDER = Path(__file__).parent / "pages"
PAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.html")))

ORGANISATION = {
    "en": "International Labour Organization",
    "fr": "Organisation internationale du Travail",
    "es": "Organización Internacional del Trabajo",
}
TITLES = (
    {
        "en": "Increased capacity of Member States to ratify international labour standards",
        "fr": "Capacité accrue des États Membres à ratifier les normes internationales du travail",
    },
    {"fr": "Capacité accrue des États Membres à appliquer les normes internationales du travail"},
    {"en": "Increased capacity of Member States to engage in a forward-looking standards policy"},
    {"en": "Increased capacity to apply sectoral standards", "fr": "Normes sectorielles"},
)
STRATEGY = {
    "en": (
        "Faster tripartite review and new standards where gaps appear should give the Organization a clear, robust, "
        "up-to-date body of rules. Supervision gains authority through better methods, lighter reporting and legal "
        "certainty.\n\nThe strategy rests on three things:\n- advice to those who make and apply the law;\n"
        "- alliances with human rights bodies and development banks;\n- use of standards in trade and investment."
    ),
    "fr": "Un examen tripartite accéléré et de nouvelles normes là où des lacunes se révèlent.",
}
NARRATIVE = {"fr": "Les alliances avec les instances des droits humains diffusent les normes."}
ARABIC = {"ar": "العدالة الاجتماعية"}
STATES = (("good", "On track"), ("attention", "At risk"), ("late", "Late"), ("neutral", "Not begun"))


class OutputForm(forms.Form):
    """A form with each kind of field, and errors when it is bound to nothing."""

    title = MultilingualField(label="Title", languages=["en", "fr", "es"], help_text="One line, no full stop.")
    rationale = MultilingualField(label="Rationale", languages=["en", "fr", "es"], rows=8, required=False)
    paragraph = forms.IntegerField(label="First paragraph", min_value=1)
    unit = forms.ChoiceField(label="Lead unit", choices=[("", "Choose a unit"), ("NORMES", "NORMES")])
    scope = forms.MultipleChoiceField(
        label="Scope",
        choices=[("country", "Countries"), ("global", "Global")],
        widget=forms.CheckboxSelectMultiple,
        help_text="All that apply.",
    )
    marked = forms.BooleanField(label="Labelled as illustrative", required=False)
    paper = forms.FileField(label="Paper", required=False)


class Reader:
    """Somebody signed in."""

    is_authenticated = True

    def __str__(self) -> str:
        return "A. Person"


class SignIn(forms.Form):
    """As allauth's."""

    login = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


def render(source: str, **context: Any) -> str:
    """A template with components, rendered with nothing but this context."""
    template = engines["django"].from_string(CottonCompiler().process(source)).template
    bare = Context(context)
    bare.request = context.get("request")  # what {% querystring %} reads
    return str(template.render(bare))


def page(name: str, lang: str = "en") -> str:
    """A page of the gallery in a language of the interface."""
    with translation.override(lang):
        context = {**_context(), "form": SignIn() if name == "signin" else OutputForm(_TYPED)}
        return render((FOLDER / f"{name}.html").read_text(encoding="utf-8"), **context)


_TYPED = {"title_en": "", "rationale_en": STRATEGY["en"], "rationale_fr": STRATEGY["fr"], "paragraph": "x"}


def _context() -> dict[str, Any]:
    outputs = [
        {"code": f"1.{index}", "title": title, "count": count, "kind": kind, "words": words}
        for index, (title, count, (kind, words)) in enumerate(zip(TITLES, (8, 6, 0, 8), STATES, strict=True), start=1)
    ]
    return {
        **_shell(),
        **_proof(),
        **_money(),
        "outputs": outputs,
        "tree": _tree(outputs),
        "rows": [_row(one) for one in outputs],
    }


def _shell() -> dict[str, Any]:
    """What every page has around it."""
    return {
        "request": RequestFactory().get("/p/2024-25/results/1/", {"sort": "code"}),
        "csrf_token": "csrf",
        "organisation": {"name": ORGANISATION},
        "programme": {"code": "2024-25"},
        "version": {"number": 2, "short_hash": "9f86d081884c"},
        "user": Reader(),
        "nav": [
            {"label": label, "url": f"/{label}", "current": label == "Results"}
            for label in ("At a glance", "Results", "Papers", "Data")
        ],
        "crumbs": [{"label": "2024–25", "url": "/"}, {"label": "Results", "url": "/results"}, {"label": "Outcome 1"}],
        "downloads": [
            {"label": "Paper, PDF", "url": "/paper.pdf", "note": "English", "lang": "en"},
            {"label": "Paper, Word", "url": "/paper.docx", "note": "français", "lang": "fr"},
        ],
        "previous": {"label": "Outcome 7", "url": "/7"},
        "following": {"label": "Outcome 2", "url": "/2"},
        "pager": Paginator(range(100), 20).page(2),
        "forbidden": SimpleNamespace(
            allowed=False,
            rule="No role of yours allows you to seal a version.",
            who_can_lift="Whoever manages people and roles can give you one that does.",
        ),
    }


def _proof() -> dict[str, Any]:
    """Texts, figures and what happened."""
    reworded = TITLES[0]["fr"].replace("accrue", "renforcée").replace("à ratifier", "à élaborer et à ratifier")
    title = {"en": "Strong, modernized normative action for social justice"}
    return {
        "outcome": {"code": "1", "title": title, "strategy": STRATEGY},
        "narrative": NARRATIVE,
        "arabic": ARABIC,
        "nothing": {},
        "words": difference(TITLES[0]["fr"], reworded),
        "figure": Figure.known("indicators", 7),
        "elapsed": Fraction(1, 2),
        "regions": [{"label": label} for label in ("Africa", "Americas", "Arab States", "Asia and the Pacific")],
        "steps": [
            {"date": "2022-11", "title": "Preliminary overview", "state": "done", "state_label": "sealed"},
            {"date": "2023-06-10", "title": "Adoption", "url": "/adopted", "note": "By the Conference."},
        ],
        "evidence": [
            {"title": "Official gazette", "url": "/gazette", "kind": "Law", "date": "2024-03-01", "note": "p. 4"}
        ],
        "events": [
            {
                "at": datetime(2022, 10, 7, 14, 5, tzinfo=UTC),
                "actor_label": "A. Person",
                "words": "Result reworded",
                "object_label": "1.1",
                "reason": "Comment of the Workers’ group",
                "url": "/event/1",
            }
        ],
    }


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="6"><g id="marks">'
    '<a href="/funds/RB"><rect class="fill-fund-1" role="img" aria-label="RB 803,549" width="9" height="2"/></a>'
    '<a href="/funds/XB"><rect class="fill-fund-2" role="img" aria-label="XB 120,000" y="3" width="4" height="2"/></a>'
    "</g></svg>"
)


def usd(thousands: int) -> Money:
    """An amount in thousands of dollars."""
    return Money(thousands * 100_000, "USD")


def funds_table() -> tables.Table[tuple[str, str, int]]:
    """A table of funds: code, name, approved thousands."""
    columns: list[tables.Column[tuple[str, str, int]]] = [
        tables.Column("code", "Code", lambda row: row[0], sorting=tables.by_key(lambda row: row[0])),
        tables.Column("name", "Fund", lambda row: row[1], url=lambda row: f"/funds/{row[0]}"),
        tables.Column(
            "approved",
            "Approved",
            lambda row: usd(row[2]),
            sorting=tables.by_key(lambda row: row[2]),
            numeric=True,
            unit="USD",
            scale=3,
        ),
    ]
    kinds = tables.Filter(
        "code", "Code", tables.where(lambda row, value: row[0] == value), [("RB", "RB"), ("XB", "XB")]
    )
    words = tables.Filter("q", "Find", tables.where(lambda row, value: value.lower() in row[1].lower()))
    return tables.Table("funds", "Funds", columns, [kinds, words], kept=("version",), source=("Version 2",))


FUNDS = [("XB", "Development cooperation", 120_000), ("RB", "Regular budget", 803_549)]


def _money() -> dict[str, Any]:
    amounts = [usd(1234), usd(0), usd(56), usd(789)]
    return {
        "approved": usd(803_549),
        "stages": [
            {"stage": "approved", "value": usd(803_549), "url": "/explain/approved"},
            {"stage": "allotted", "value": usd(602_000)},
            {"stage": "committed", "value": usd(410_000)},
            {"stage": "spent", "value": usd(305_000)},
        ],
        "overrun": [
            {"stage": "approved", "value": usd(100)},
            {"stage": "spent", "value": usd(120)},
            {"stage": "uncovered", "value": usd(20)},
        ],
        "funds": tables.show(funds_table(), FUNDS, QueryDict("sort=code"), {"xlsx": "/f.xlsx", "csv": "/f.csv"}),
        "gap": [
            {
                "label": "1.1",
                "cells": [
                    {"value": value, "tint": tint or None, "url": "/explain/gap"}
                    for value, tint in zip(amounts, shapes.tints(amounts), strict=True)
                ],
            }
        ],
        "gap_totals": [{"value": value} for value in amounts],
        "picture": charts.inline(PICTURE, name="Approved by fund: RB 803,549, XB 120,000", prefix="funds"),
    }


def _row(output: dict[str, Any]) -> dict[str, Any]:
    cells = [{"value": 12, "tint": 4, "url": "/explain"}, {"value": 3, "tint": 1}, {"state": "not_reported"}]
    return {"label": output["code"], "url": f"/{output['code']}", "cells": [*cells, {"value": 0}]}


def _tree(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    below = [{**one, "url": f"/{one['code']}", "note": "8", "current": one["code"] == "1.1"} for one in outputs]
    action = {"en": "Strong, modernized normative action"}
    return [
        {"code": "1", "title": action, "url": "/1", "open": True, "children": below},
        {"code": "2", "title": {"fr": "Des mandants tripartites forts"}, "url": "/2", "children": below[1:]},
        {"code": "A", "title": {"en": "Enhanced knowledge"}, "url": "/A"},
    ]
