"""What a verification speaks of: the content of a result as canonical JSON, and its hash.

Invariant: the hash covers everything a verifier judges (statement, day, country, answers, evidence by the hash of its
file), so that a change made past the services shows.
"""

from __future__ import annotations

from typing import Any

from biennium.kernel import seals
from biennium.reporting.models import CountryResult, CountryResultIndicator, CriterionAnswer, Evidence


def content(result: CountryResult) -> dict[str, Any]:
    """The content of a result; languages, answers and evidence in an order of their own."""
    served = result.served.select_related("indicator").prefetch_related("answers__evidence__file")
    return {
        "uid": str(result.uid),
        "code": result.code,
        "place": result.place.code,
        "date": str(result.date),
        "statement": result.statement,
        "contribution": result.contribution,
        "constituents": {
            "government": result.government,
            "employers": result.employers,
            "workers": result.workers,
            "text": result.constituents,
        },
        "indicators": {str(one.indicator.uid): _answers(one) for one in served},
        "evidence": sorted(_named(one) for one in result.evidence.select_related("file") if not one.removed_at),
    }


def sha256(result: CountryResult) -> str:
    """The hash of the content."""
    return seals.digest(seals.canonical(content(result)))


def holds(result: CountryResult) -> bool:
    """Whether a verified result still says what was verified."""
    return result.sha256 == sha256(result)


def _answers(served: CountryResultIndicator) -> dict[str, Any]:
    return {answer.criterion: _answer(answer) for answer in served.answers.all()}


def _answer(answer: CriterionAnswer) -> dict[str, Any]:
    proofs = sorted(_named(one) for one in answer.evidence.all() if not one.removed_at)
    return {"met": answer.met, "text": answer.text, "evidence": proofs}


def _named(evidence: Evidence) -> str:
    return f"{evidence.uid} {evidence.kind} {evidence.title} {evidence.file.sha256 if evidence.file else evidence.url}"
