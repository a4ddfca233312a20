"""What is answered to the criteria of country results that are drafts or were returned: met or not, why, by what proof.

The evidence itself is attached in the office; a cell names it by its title. A row that was emptied takes its answer
back; the audit log keeps what it said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from biennium.intake.workbooks.cells import Choice, Code, Lines, YesNo, lined, lines
from biennium.intake.workbooks.claims import Claim
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, flag, in_languages, said, saving
from biennium.kernel.errors import InvalidInput
from biennium.reporting.models import CriterionAnswer, Evidence
from biennium.reporting.selectors.visibility import visible_results
from biennium.reporting.services.results import Answer, answer_criteria, check_answer


class Answers(Sheet):
    name = "answers"
    title = _lazy("Answers to criteria")
    about = _lazy(
        "Whether country results meet the criteria of the indicators they serve, why, and what proves it. "
        "An emptied row takes its answer back."
    )
    key = ("result", "indicator", "criterion")
    fixed = frozenset(key)

    def columns(self, frame: Frame) -> list[Column]:
        code = _lazy("Its code at the indicator, such as a.")
        titles = _lazy("Titles of what is attached to the result.")
        return [
            Column("result", _lazy("Country result"), Choice("country_result"), required=True),
            Column("indicator", _lazy("Indicator"), Choice("counted"), required=True),
            Column("criterion", _lazy("Criterion"), Code(), required=True, note=code),
            Column("met", _lazy("Met"), YesNo()),
            *in_languages(frame, "text", _lazy("Why")),
            Column("evidence", _lazy("Evidence"), Lines(), note=titles),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        """What is answered for the indicators that the results serve; a row above may have taken one away."""
        seen = visible_results(frame.actor).filter(programme=frame.programme)
        rows = CriterionAnswer.objects.filter(served__result__in=seen)
        whole = rows.select_related("served__result", "served__indicator").prefetch_related("evidence")
        found = ((frame.country_result_list.get(one.served.result.code), one) for one in whole.order_by(*_ORDER))
        return [_stored(claim, one) for claim, one in found if claim and one.served.indicator_id in claim.serves]

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        return frame.country_result_list[stored.values["result"]].may_change(frame.actor)

    def is_nothing(self, values: Mapping[str, str]) -> bool:
        return not any(value for name, value in values.items() if name not in self.key)

    def check(self, frame: Frame, row: Filled) -> None:
        claim = _claim(frame, row)
        check_answer(actor=frame.actor, result=claim.result, serves=claim.serves, answer=_answer(frame, claim, row))

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        by_result: dict[str, list[Filled]] = {}
        for row in rows:
            by_result.setdefault(row["result"], []).append(row)
        for of_result in by_result.values():
            with saving(of_result[0]):
                self._save(frame, of_result)

    def _save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        claim = _claim(frame, rows[0])
        answers = [_answer(frame, claim, row) for row in rows]
        answer_criteria(actor=frame.actor, result=claim.result, answers=answers, revision=claim.result.revision)


_ORDER = ("served__result__code", "served__indicator__code", "criterion")


def _claim(frame: Frame, row: Filled) -> Claim:
    claim: Claim = frame.one("country_result", row["result"], "result")
    return claim


def _stored(claim: Claim, one: CriterionAnswer) -> Stored:
    codes = {"result": claim.result.code, "indicator": one.served.indicator.code, "criterion": one.criterion}
    values = {
        **codes,
        "met": flag(one.met),
        **said("text", one.text),
        "evidence": lined(claim.named(one.evidence.all())),
    }
    return Stored("|".join(codes.values()), values, one)


def _answer(frame: Frame, claim: Claim, row: Filled) -> Answer:
    return Answer(
        indicator=frame.one("counted", row["indicator"], "indicator"),
        criterion=row["criterion"],
        met={"yes": True, "no": False}.get(row["met"]),
        text=row.words("text"),
        evidence=[_proof(claim, name) for name in lines(row["evidence"])],
    )


def _proof(claim: Claim, name: str) -> Evidence:
    found = claim.evidence.get(name)
    if found is None:
        raise InvalidInput(
            _("“%(name)s” is not among the evidence of %(code)s.") % {"name": name, "code": claim.result.code},
            remedy=_("Attach it to the result in the office first, or write its title as it is there."),
            field="evidence",
        )
    return found
