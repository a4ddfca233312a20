"""The tables of reporting.

Invariants: what was reported is never overwritten (a correction is a further revision; held by the database); a
result is verified by somebody who is neither its author nor the one who handed it in (held by the database); an
aggregate is what its reports amount to, and changes in the transaction in which they do.
"""

from __future__ import annotations

from biennium.reporting.models.aggregates import IndicatorAggregate
from biennium.reporting.models.evidence import Evidence
from biennium.reporting.models.observations import Observation, ObservationCell
from biennium.reporting.models.results import CountryResult, CountryResultIndicator, CriterionAnswer, ResultTransition
from biennium.reporting.models.rounds import Round, StatusThresholds

__all__ = [
    "CountryResult",
    "CountryResultIndicator",
    "CriterionAnswer",
    "Evidence",
    "IndicatorAggregate",
    "Observation",
    "ObservationCell",
    "ResultTransition",
    "Round",
    "StatusThresholds",
]
