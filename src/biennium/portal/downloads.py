"""What a reader can take away: papers by language and format, tables, sealed versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biennium.papers.kinds import of_the_day, of_versions
from biennium.papers.services import FORMATS
from biennium.papers.words import LANGUAGES
from biennium.portal.pages import Page
from biennium.portal.words import paper_words
from biennium.programme.models import Programme, Version
from biennium.web import exports, formatting

FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "html": "HTML", "xlsx": "xlsx", "csv": "csv", "json": "JSON"}


def papers(programme: Programme, version: Version) -> list[dict[str, Any]]:
    """The papers of a version: a row a language, a cell a kind, in each the formats."""
    return _papers(programme, version, of_versions())


def reports(programme: Programme, version: Version) -> list[dict[str, Any]]:
    """The reports of the day, held against a version, in the same order."""
    return _papers(programme, version, of_the_day())


def _papers(programme: Programme, version: Version, kinds: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "lang": lang,
            "language": formatting.language(lang, own=True),
            "cells": [{"kind": kind, "links": _paper_links(programme, version, kind, lang)} for kind in kinds],
        }
        for lang in LANGUAGES
    ]


def _paper_links(programme: Programme, version: Version, kind: str, lang: str) -> list[dict[str, str]]:
    return [
        {
            "label": FORMAT_NAMES[file_format],
            "said": f"{paper_words(kind)}, {formatting.language(lang)}, {FORMAT_NAMES[file_format]}",
            "url": reverse("portal:paper", args=[programme.code, version.number, kind, lang, file_format]),
        }
        for file_format in FORMATS
    ]


def files(page: Page) -> list[dict[str, Any]]:
    """The files of the version that is read: what each holds, and its formats."""
    archive = reverse("api:archive", args=[page.programme.code])
    return [
        {
            "title": _("Results"),
            "note": _("Every result and deliverable, with texts and references, labels in your language"),
            "links": _table_links(page, "results_file"),
        },
        {
            "title": _("Indicators"),
            "note": _("Every indicator with baseline, targets by region, criteria and source"),
            "links": _table_links(page, "indicators_file"),
        },
        {
            "title": _("The whole programme"),
            "note": _("All that the version says, in every language, in the exchange format"),
            "links": [
                _link("JSON", page, "programme_json", page.version.number),
                {"label": _("JSON schema"), "url": reverse("portal:schema")},
            ],
        },
        {
            "title": _("The sealed record"),
            "note": _("The very bytes that were sealed, from which the hash of the version is computed"),
            "links": [_link("JSON", page, "sealed_json", page.version.number)],
        },
        {
            "title": _("Everything as one archive"),
            "note": _("Tables of results, money and indicators with a data dictionary, and the SHA-256 of each file"),
            "links": [{"label": "zip", "url": f"{archive}?version={page.version.number}"}],
        },
        {
            "title": _("The API"),
            "note": _("All of it piece by piece, for programs"),
            "links": [{"label": _("Description"), "url": reverse("api_documentation")}],
        },
    ]


def _table_links(page: Page, name: str) -> list[dict[str, str]]:
    return [{"label": one, "url": page.url(name, one)} for one in exports.FORMATS]


def _link(label: str, page: Page, name: str, number: int) -> dict[str, str]:
    return {"label": label, "url": reverse(f"portal:{name}", args=[page.programme.code, number])}
