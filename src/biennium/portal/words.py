"""Words of the portal for the codes a version holds: stages, scopes, kinds of reference, text and indicator."""

from __future__ import annotations

from django.utils.translation import gettext as _


def scope_words(scope: str) -> str:
    """Where a deliverable is delivered."""
    words = {
        "country": _("In countries"),
        "regional": _("In regions"),
        "global": _("Worldwide"),
        "office": _("In the organisation"),
    }
    return words.get(scope, _("Deliverables"))


def standard_words(standard: str) -> str:
    """What the books were published in."""
    words = {
        "iati": _("Published to the IATI standard, version 2.03"),
        "datacube": _("Published by the UN financial data standards (data cube)"),
        "crs": _("Reported to the OECD-DAC (CRS)"),
        "uninfo": _("Packages for UN INFO, country by country"),
    }
    return words.get(standard, standard)


def stage_words(stage: str) -> str:
    """The stage of a version."""
    words = {
        "preliminary": _("Preliminary"),
        "proposed": _("Proposed"),
        "adopted": _("Adopted"),
        "revised": _("Revised"),
    }
    return words.get(stage, stage)


def paper_words(kind: str) -> str:
    """The kinds of paper."""
    words = {
        "programme": _("Programme paper"),
        "framework": _("Results framework"),
        "implementation": _("Implementation report"),
    }
    return words.get(kind, kind)


def section_words(kind: str) -> str:
    """The kinds of text."""
    words = {
        "vision": _("Vision"),
        "region": _("By region"),
        "approach": _("Approach"),
        "next_step": _("Next steps"),
        "decision": _("Draft decision"),
        "box": _("Initiatives"),
    }
    return words.get(kind, _("Other texts"))


def kind_words(kind: str) -> str:
    """What an indicator measures, and how it adds up."""
    words = {
        "country_count": _("Count of distinct countries"),
        "count": _("Count"),
        "ratio": _("Ratio"),
        "index": _("Index, not added up"),
        "level": _("Level, the latest observation"),
        "milestone": _("Milestone"),
        "qualitative": _("Qualitative"),
    }
    return words.get(kind, kind)


def dimension_words(dimension: str) -> str:
    """A breakdown."""
    words = {"sex": _("sex"), "age": _("age"), "disability": _("disability"), "residence": _("place of residence")}
    return words.get(dimension, dimension)


def work_words(kind: str) -> str:
    """The kinds of work item."""
    return {"country_outcome": _("Country outcomes"), "product": _("Products")}.get(kind, kind)


def row_words(kind: str) -> str:
    """The kinds of row a figure rests on."""
    words = {
        "result": _("Result"),
        "indicator": _("Indicator"),
        "work item": _("Work item"),
        "figure": _("Figure"),
        "posting": _("Posting"),
        "income": _("Income"),
        "difference": _("Named difference"),
    }
    return words.get(kind, kind)
