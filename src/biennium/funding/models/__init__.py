"""Funds, cost categories, partners, agreements with their instalments and earmarks, projects with their shares.

Invariants: amounts are minor units of the currency beside them; shares and rates are hundredths of a percent; what is
referred to is retired, never deleted. Money itself stands in the ledger.
"""

from biennium.funding.models.agreements import Agreement, Earmark, Instalment, Partner
from biennium.funding.models.funds import CostCategory, Fund
from biennium.funding.models.projects import Project, ProjectShare

__all__ = ["Agreement", "CostCategory", "Earmark", "Fund", "Instalment", "Partner", "Project", "ProjectShare"]
