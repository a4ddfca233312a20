"""All tables of a year with their checks, as one package."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from biennium.publishing.datacube.checks import check
from biennium.publishing.datacube.tables import TABLES, Year
from biennium.publishing.datasets import Package

STANDARD = "datacube"


def package(year: int) -> Package:
    """What the books say of a calendar year, in the layouts of the cube."""
    of = Year(year)
    datasets = [table(of) for table in TABLES]
    about = {"entity": of.entity, "year": str(year), "currency": of.currency}
    title = _("UN financial data standards: %(entity)s, %(year)s") % {"entity": of.entity, "year": year}
    return Package(STANDARD, title, datasets, check(of, datasets), tuple(_source(of)), about)


def _source(of: Year) -> Iterator[str]:
    """Where it comes from, and what of it is modelled."""
    if any(one.programme.is_demonstration for one in of.expenses):
        yield _(
            "Demonstration: totals as published for the year, the split over outputs, funds and work items is modelled."
        )
