"""All tables of a year with their checks, as one package."""

from __future__ import annotations

from django.utils.translation import gettext as _

from biennium.publishing.datacube.checks import check
from biennium.publishing.datacube.tables import TABLES, Year
from biennium.publishing.datasets import Package
from biennium.publishing.modelled import source

STANDARD = "datacube"


def package(year: int) -> Package:
    """What the books say of a calendar year, in the layouts of the cube."""
    of = Year(year)
    datasets = [table(of) for table in TABLES]
    about = {"entity": of.entity, "year": str(year), "currency": of.currency}
    title = _("UN financial data standards: %(entity)s, %(year)s") % {"entity": of.entity, "year": year}
    return Package(STANDARD, title, datasets, check(of, datasets), source(one.programme for one in of.expenses), about)
