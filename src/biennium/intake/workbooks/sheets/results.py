"""Country results: drafts and what was returned. Their steps and their evidence stay in the office; answers to
criteria have a sheet of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _lazy

from biennium.foundation.permission import decide
from biennium.intake.workbooks.cells import Choice, Code, Day, Many, YesNo, joined, split
from biennium.intake.workbooks.claims import Claim
from biennium.intake.workbooks.frame import Frame
from biennium.intake.workbooks.sheets.common import Column, Filled, Sheet, Stored, flag, in_languages, said, saving
from biennium.reporting.lifecycle import EDITABLE
from biennium.reporting.models import CountryResult
from biennium.reporting.registration import REPORT
from biennium.reporting.services.results import (
    MULTILINGUAL,
    ResultValues,
    change_result,
    check_change,
    check_draft,
    draft_result,
    refuse_taken,
)

FLAGS = ("government", "employers", "workers")


class Results(Sheet):
    name = "results"
    title = _lazy("Country results")
    about = _lazy("Changes in countries: drafts, and what was returned. They are handed in and proved in the office.")
    key = ("code",)
    fixed = frozenset({"code", "unit"})

    def columns(self, frame: Frame) -> list[Column]:
        return [
            Column("code", _lazy("Code"), Code(), required=True, note=_lazy("Of your choice, such as KEN-R7.")),
            Column("unit", _lazy("Unit that reports"), Choice("unit"), required=True),
            Column("place", _lazy("Country or territory"), Choice("place"), required=True),
            Column("date", _lazy("Day of the change"), Day(), required=True),
            Column("item", _lazy("Work item"), Choice("item")),
            Column("indicators", _lazy("Indicators it serves"), Many("counted")),
            *in_languages(frame, "statement", _lazy("What changed")),
            *in_languages(frame, "contribution", _lazy("Contribution of the organisation")),
            Column("government", _lazy("Government had a part"), YesNo("no")),
            Column("employers", _lazy("Employers had a part"), YesNo("no")),
            Column("workers", _lazy("Workers had a part"), YesNo("no")),
            *in_languages(frame, "constituents", _lazy("What part they had")),
        ]

    def stored(self, frame: Frame) -> list[Stored]:
        """Those the asker may see: what a draft of another office says is not told."""
        rows = [claim.result for claim in frame.country_result_list.values()]
        return [Stored(str(one.uid), _said(frame, one), one) for one in rows]

    def may_change(self, frame: Frame, stored: Stored) -> bool:
        return stored.what.status in EDITABLE and decide(frame.actor, REPORT, stored.what).allowed

    def check(self, frame: Frame, row: Filled) -> None:
        values = _values(frame, row)
        if row.stored is not None:
            result: CountryResult = row.stored.what
            check_change(actor=frame.actor, result=result, values=values)
        else:
            refuse_taken(row["code"], frame.result_codes)
            unit = frame.one("unit", row["unit"], "unit")
            columns = check_draft(actor=frame.actor, programme=frame.programme, unit=unit, values=values)
            result = CountryResult(programme=frame.programme, unit=unit, code=row["code"], **columns)
        _pretend(frame, result, values)

    def save(self, frame: Frame, rows: Sequence[Filled]) -> None:
        for row in rows:
            with saving(row):
                self._save(frame, row)

    def _save(self, frame: Frame, row: Filled) -> None:
        values = _values(frame, row)
        if row.stored is not None:
            result: CountryResult = row.stored.what
            change_result(actor=frame.actor, result=result, values=values, revision=result.revision)
            return
        unit = frame.one("unit", row["unit"], "unit")
        draft_result(actor=frame.actor, programme=frame.programme, unit=unit, values=values, code=row["code"])


def _pretend(frame: Frame, result: CountryResult, values: ResultValues) -> None:
    """Lets the answers that are checked after this row find the result as it would be."""
    known = frame.country_result_list.get(result.code)
    serves = frozenset(indicator.pk for indicator in values.indicators)
    frame.country_result_list[result.code] = Claim(result, serves, known.evidence if known else {})


def _said(frame: Frame, one: CountryResult) -> dict[str, str]:
    return {
        "code": one.code,
        "unit": one.unit.code,
        "place": one.place.code,
        "date": one.date.isoformat(),
        "item": frame.as_moved(one.work_item.code) if one.work_item else "",
        "indicators": joined(served.indicator.code for served in one.served.all()),
        **{name: flag(getattr(one, name)) for name in FLAGS},
        **{column: value for name in MULTILINGUAL for column, value in said(name, getattr(one, name)).items()},
    }


def _values(frame: Frame, row: Filled) -> ResultValues:
    return ResultValues(
        place=frame.one("place", row["place"], "place"),
        date=date.fromisoformat(row["date"]),
        statement=row.words("statement"),
        contribution=row.words("contribution"),
        constituents=row.words("constituents"),
        indicators=[frame.one("counted", code, "indicators") for code in split(row["indicators"])],
        work_item=frame.maybe("item", row["item"], "item"),
        **{name: row[name] == "yes" for name in FLAGS},
    )
