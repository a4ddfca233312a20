"""Answers to the criteria of country results: taken along, filled in, read back."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.utils.translation import override

from biennium.foundation.models import AuditEvent
from biennium.intake.workbooks.report import report
from biennium.intake.workbooks.writing import workbook
from biennium.reporting.models import CountryResult, CriterionAnswer
from biennium.reporting.services.evidence import attach_address
from biennium.reporting.services.results import answer_criterion
from biennium.reporting.services.verification import submit_result
from reporting.world import World
from workbooks.filling import Book, check, counts, save, sheets_of, taken, told


@pytest.fixture
def answered(reporting: World) -> World:
    """A draft of Kenya with one answer and two proofs, and one of Peru without an answer."""
    result = reporting.proved("KEN")
    attach_address(actor=reporting.ken, target=result, url="https://example.org/un", title="Deposit", kind="law")
    reporting.draft("PER", by="per")
    return reporting


def _answers(code: str = "KEN-R1") -> list[tuple[str, bool, dict[str, str], list[str]]]:
    rows = CriterionAnswer.objects.filter(served__result__code=code).order_by("criterion")
    return [(one.criterion, one.met, one.text, sorted(proof.title for proof in one.evidence.all())) for one in rows]


def test_answers_that_come_back_as_they_went_change_nothing(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "answers")
    assert [(row["result"], row["criterion"], row["evidence"]) for row in book.rows["answers"]] == [
        ("KEN-R1", "a", "Gazette")
    ]
    assert counts(save(answered.ken, answered.programme, book)) == {"answers": (0, 0, 1)}


def test_changed_and_new_answers_are_saved_at_once_and_only_once(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "answers")
    book.rows["answers"][0] |= {"met": "oui", "text.en": "In force", "evidence": "Gazette\nDeposit"}
    book.add("answers", result="KEN-R1", indicator="1.1.1", criterion="b", met="no")
    assert counts(check(answered.ken, answered.programme, book)) == {"answers": (1, 1, 0)}
    assert _answers() == [("a", True, {}, ["Gazette"])]
    before = CountryResult.objects.get(code="KEN-R1").revision
    assert told(save(answered.ken, answered.programme, book)) == []
    assert _answers() == [("a", True, {"en": "In force"}, ["Deposit", "Gazette"]), ("b", False, {}, [])]
    assert CountryResult.objects.get(code="KEN-R1").revision == before + 1
    assert AuditEvent.objects.filter(verb="reporting.criterion_answered").count() == 3
    assert counts(save(answered.ken, answered.programme, book)) == {"answers": (0, 0, 2)}
    assert CountryResult.objects.get(code="KEN-R1").revision == before + 1


def test_a_result_and_its_answers_are_reported_in_one_workbook(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "results", "answers", filled=False)
    new = {"code": "TUN-R1", "unit": "NBO", "place": "TUN", "date": "2024-03-01", "statement.en": "A law"}
    book.add("results", **new, indicators="1.1.1")
    book.add("answers", result="TUN-R1", indicator="1.1.1", criterion="a", met="yes", text__fr="Déposé")
    assert told(check(answered.ken, answered.programme, book)) == []
    assert counts(save(answered.ken, answered.programme, book)) == {"results": (1, 0, 0), "answers": (1, 0, 0)}
    assert _answers("TUN-R1") == [("a", True, {"fr": "Déposé"}, [])]


def test_an_indicator_that_a_row_takes_away_takes_its_answers_along(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "results", "answers")
    book.row("results", code="KEN-R1")["indicators"] = "1.2.1"
    book.rows["answers"][0]["met"] = "no"
    gone = [("C3", "This row is not there any more; somebody else took it away. Remove it.")]
    assert told(check(answered.ken, answered.programme, book)) == gone
    assert told(save(answered.ken, answered.programme, book)) == gone
    assert _answers() == [("a", True, {}, ["Gazette"])]


def test_proofs_of_one_title_are_told_apart_by_their_identity(answered: World) -> None:
    result = CountryResult.objects.get(code="KEN-R1")
    twin = attach_address(actor=answered.ken, target=result, url="https://example.org/2", title="Gazette", kind="law")
    book = taken(answered.ken, answered.programme, "answers")
    assert book.rows["answers"][0]["evidence"].startswith("Gazette (")
    book.rows["answers"][0]["evidence"] = f"Gazette ({twin.uid})"
    assert told(save(answered.ken, answered.programme, book)) == []
    assert CriterionAnswer.objects.get().evidence.get() == twin


BAD = [
    ({"result": "KEN-R9"}, "C3", "“KEN-R9” is not in the list"),
    ({"indicator": "1.1.9"}, "D3", "“1.1.9” is not in the list"),
    ({"indicator": "1.2.1"}, "D3", "The result does not serve indicator 1.2.1."),
    ({"criterion": "z"}, "E3", "Indicator 1.1.1 has no criterion z."),
    ({"evidence": "Deposit\nLetter"}, "I3", "“Letter” is not among the evidence of KEN-R1."),
    ({"met": "perhaps"}, "F3", "This is neither yes nor no"),
    ({"met": "", "text.en": "In force"}, "F3", "The answer itself is missing"),
]


EMPTIED = {"met": "", "evidence": ""}


def test_an_emptied_row_takes_its_answer_back_and_the_history_keeps_it(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "answers")
    book.rows["answers"][0] |= EMPTIED
    book.add("answers", result="KEN-R1", indicator="1.1.1", criterion="b")
    outcome = check(answered.ken, answered.programme, book)
    assert counts(outcome) == {"answers": (0, 1, 1)}
    (row,) = report(outcome)["rows"]
    assert row["emptied"]
    assert [(cell["before"], cell["after"]) for cell in row["cells"]] == [("yes", ""), ("Gazette", "")]
    assert _answers() == [("a", True, {}, ["Gazette"])]
    assert told(save(answered.ken, answered.programme, book)) == []
    assert _answers() == []
    event = AuditEvent.objects.get(verb="reporting.answer_taken_back")
    assert (event.before["met"], len(event.before["evidence"])) == (True, 1)
    book.rows["answers"].pop(0)
    assert counts(save(answered.ken, answered.programme, book)) == {"answers": (0, 0, 1)}


def test_an_answer_of_a_submitted_result_is_not_taken_back(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "answers")
    book.rows["answers"][0] |= EMPTIED
    submit_result(actor=answered.ken, result=CountryResult.objects.get(code="KEN-R1"))
    (fault,) = told(save(answered.ken, answered.programme, book))
    assert fault == ("C3", "KEN-R1 is submitted and cannot be changed. A verifier can return it.")
    assert _answers() == [("a", True, {}, ["Gazette"])]


def _typed(world: World, by: str = "ken", **cells: str) -> Book:
    book = taken(world.people[by], world.programme, "answers", filled=False)
    book.add("answers", **{"result": "KEN-R1", "indicator": "1.1.1", "criterion": "b", "met": "yes", **cells})
    return book


@pytest.mark.parametrize(("cells", "cell", "message"), BAD)
def test_a_wrong_cell_is_told_and_nothing_is_saved(
    answered: World, cells: dict[str, str], cell: str, message: str
) -> None:
    faults = told(save(answered.ken, answered.programme, _typed(answered, **cells)))
    assert [where for where, _message in faults] == [cell]
    assert message in faults[0][1]
    assert CriterionAnswer.objects.count() == 1


def test_what_was_submitted_or_is_of_another_office_is_not_answered(answered: World) -> None:
    submitted = answered.submitted("GHA")
    assert [row["result"] for row in taken(answered.ken, answered.programme, "answers").rows["answers"]] == ["KEN-R1"]
    book = _typed(answered, result=submitted.code)
    (fault,) = told(check(answered.ken, answered.programme, book))
    assert fault == ("C3", f"{submitted.code} is submitted and cannot be changed. A verifier can return it.")
    (fault,) = told(check(answered.people["per"], answered.programme, book))
    assert fault[0] == "C3"
    assert "No role of yours" in fault[1]
    (fault,) = told(check(answered.ken, answered.programme, _typed(answered, result="PER-R1")))
    assert "is not in the list" in fault[1]


def test_an_answer_somebody_else_changed_meanwhile_is_not_overwritten(answered: World) -> None:
    book = taken(answered.ken, answered.programme, "answers")
    book.rows["answers"][0]["text.en"] = "Mine"
    result = CountryResult.objects.get(code="KEN-R1")
    answer_criterion(
        actor=answered.colleague,
        result=result,
        indicator=answered.indicator(),
        criterion="a",
        met=False,
        text={"en": "Theirs"},
    )
    faults = dict(told(save(answered.ken, answered.programme, book)))
    assert "Somebody else changed this row meanwhile; here it says “Theirs”." in faults["G3"]
    assert _answers() == [("a", False, {"en": "Theirs"}, [])]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("fr", ["Résultat de pays *", "Indicateur *", "Critère *", "Rempli"]),
        ("es", ["Resultado de país *", "Indicador *", "Criterio *", "Cumplido"]),
    ],
)
def test_headings_are_in_the_language_of_whoever_takes_it_along(
    answered: World, language: str, headings: list[str]
) -> None:
    with override(language):
        content = workbook(actor=answered.ken, programme=answered.programme, names=["answers"])
    assert sheets_of(content)[1].rows[1].values[2:6] == headings


def test_offered_are_the_results_that_may_be_changed_and_another_code_is_only_warned_of(answered: World) -> None:
    answered.submitted("GHA")
    content = workbook(actor=answered.ken, programme=answered.programme, names=["answers"], filled=False)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        listed = parts.read("xl/sharedStrings.xml").decode()
        worksheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert [code for code in ("KEN-R1", "PER-R1", "GHA-R1") if f">{code}<" in listed] == ["KEN-R1"]
    assert worksheet.count('errorStyle="warning"') == 1
