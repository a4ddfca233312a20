"""GB.346/PFA/1 becomes the ILO's programme for 2024–25, and agrees with the reference data result by result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from biennium.intake.reading import Reading, read_file
from biennium.programme.exchange import models as exchange
from intake.reading import told
from intake.real_paper import (
    RESULTS,
    as_plain_pdf,
    as_styled_word,
    as_typed_word,
    as_written,
    outputs,
    reading,
    reference,
    text_file,
)

pytestmark = pytest.mark.database_free

# Misprints of the source that the reference data mend and the reader only points out (its notes on 3 and C).
MISPRINTED = {
    "3.4": ("efficaces et efficaces", "efficaces et efficients"),
    "C.1": ("efficaces et efficaces", "efficaces et efficientes"),
}
# Bullets at the foot of a page that hold two actions: the notes on 3, 6 and B call their parting a judgement. The one
# of paragraph 140 ends its list, so that nothing tells the reader that a page ended there: it stays one, with a doubt.
KEPT_WHOLE = {("6.2", "country", 140)}


def results(programme: exchange.Programme) -> dict[str, exchange.Result]:
    return {result.code: result for result in programme.results}


def below(programme: exchange.Programme) -> dict[str, list[exchange.Result]]:
    """The results below each code, in order."""
    found = defaultdict(list)
    for result in programme.results:
        found[result.parent or ""].append(result)
    return found


def test_it_has_seven_outcomes_three_enablers_and_forty_four_outputs() -> None:
    programme = reading().draft.programme
    counted = Counter(result.level for result in programme.results)
    assert (counted["outcome"], counted["enabler"], counted["output"]) == (7, 3, 44)
    assert [one.code for one in below(programme)[""]] == list(RESULTS)


@pytest.mark.parametrize("code", RESULTS)
def test_codes_titles_and_paragraph_ranges_agree(code: str) -> None:
    programme, wanted = reading().draft.programme, reference(code)
    found = results(programme)
    assert (found[code].title["fr"], found[code].paragraphs) == (wanted["title"]["fr"], wanted["paragraphs"])
    assert [one.code for one in below(programme)[code]] == [one["code"] for one in wanted["outputs"]]
    for output in wanted["outputs"]:
        printed, mended = MISPRINTED.get(output["code"], ("", ""))
        title = found[output["code"]].title["fr"].replace(printed, mended)
        assert (title, found[output["code"]].paragraphs) == (output["title"]["fr"], output["paragraphs"])


@pytest.mark.parametrize("code", RESULTS)
def test_deliverables_agree_one_by_one_in_scope_paragraph_and_order(code: str) -> None:
    listed = below(reading().draft.programme)
    for output in reference(code)["outputs"]:
        found = Counter((one.scope, *(one.paragraphs or [])[:1]) for one in listed[output["code"]])
        wanted = Counter((one["scope"], one["paragraph"]) for one in output["deliverables"])
        wanted -= Counter((scope, paragraph) for kept, scope, paragraph in KEPT_WHOLE if kept == output["code"])
        assert list(found.items()) == list(wanted.items()), output["code"]
        order = [(one.scope, (one.paragraphs or [])[0], one.item) for one in listed[output["code"]]]
        assert [place for *_, place in order] == [place for count in found.values() for place in range(1, count + 1)], (
            output["code"]
        )


def test_a_bullet_kept_whole_against_the_reference_is_left_to_a_person() -> None:
    doubts = [one.before for one in reading().draft.repairs if one.said == "bullets_perhaps_merged"]
    programme = reading().draft.programme
    for code, scope, paragraph in KEPT_WHOLE:
        last = [one for one in below(programme)[code] if (one.scope, one.paragraphs) == (scope, [paragraph] * 2)][-1]
        assert any(doubt.startswith(last.title["fr"]) for doubt in doubts)


@pytest.mark.parametrize("code", RESULTS)
def test_instruments_sdg_codes_and_links_agree(code: str) -> None:
    programme = reading().draft.programme
    listed = below(programme)

    def references(result: exchange.Result) -> set[tuple[str, str]]:
        own = {(one.scheme, one.code) for one in result.references}
        return own.union(*(references(one) for one in listed[result.code]))

    found, wanted = results(programme), reference(code)
    for node in (wanted, *wanted["outputs"]):
        codes = {("instrument", one) for one in node["instruments"]} | {("sdg", one) for one in node["sdg"]}
        assert references(found[node["code"]]) == codes, node["code"]
        assert sorted(found[node["code"]].links) == sorted(node["links"]), node["code"]


def test_the_instruments_and_indicators_named_in_the_specification_are_among_them() -> None:
    codes = {one.code for result in reading().draft.programme.results for one in result.references}
    assert {"C155", "R204", "P029", "8.8.2", "8.5.1"} <= codes


def test_the_decision_is_paragraph_204_and_addressed_to_the_director_general() -> None:
    decision = next(one for one in reading().draft.programme.sections if one.kind == "decision")
    assert (decision.paragraphs, decision.addressee) == ([204, 204], {"fr": "Le Directeur général"})


def test_the_cover_agrees() -> None:
    paper, wanted = reading().draft.programme.paper, reference("programme")["programme"]["document"]
    # The text that lies beside the checkout lost its own symbol.
    assert (paper.symbol, paper.session, str(paper.date), paper.original_language) == (
        None,
        wanted["session"],
        wanted["date"],
        wanted["original_language"],
    )
    assert (paper.body["fr"], paper.section["fr"]) == (wanted["body"]["fr"], wanted["section"]["fr"])
    assert set(paper.cover) == {
        "purpose",
        "strategic_objectives",
        "main_result",
        "policy_implications",
        "legal_implications",
        "financial_implications",
        "follow_up",
    }
    found = [one.symbol or one.title["fr"] for one in paper.related_documents]
    assert found == [one.get("symbol") or one["title"]["fr"] for one in wanted["related_documents"]]


def test_every_paragraph_from_1_to_204_has_its_place() -> None:
    programme = reading().draft.programme
    ranges = [one.paragraphs for one in (*programme.sections, *programme.results) if one.paragraphs]
    assert set(range(1, 205)) == {number for first, last in ranges for number in range(first, last + 1)}


def test_only_a_heading_without_text_is_not_recognised() -> None:
    assert [(one.where.line, one.text.split()[0]) for one in reading().draft.unrecognised] == [(90, "Récapitulatif")]


def test_each_repair_is_noted_with_its_line() -> None:
    repairs = reading().draft.repairs
    assert all(one.where.line for one in repairs)
    printed = text_file().read_text(encoding="utf-8").split("\n")
    in_bullets = [one.where.line for one in repairs if one.said == "number_in_bullet"]
    assert in_bullets == [
        place for place, line in enumerate(printed, 1) if line.startswith("- ") and ".**" in line[:10]
    ]
    cut = {one.where.line for one in repairs if one.kind == "join"}
    assert {80, 134, 163, 207, 253, 277} <= cut
    assert [one.values["number"] for one in repairs if one.said == "number_lost"] == [10, 11]


FORMS: dict[str, Callable[[], bytes]] = {
    "typed.docx": as_typed_word,
    "styled.docx": as_styled_word,
    "written.docx": lambda: as_written("docx"),
    "written.pdf": lambda: as_written("pdf"),
    "plain.pdf": as_plain_pdf,
}


@pytest.fixture(scope="module", params=FORMS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The paper in another form."""
    path: Path = tmp_path_factory.mktemp("paper") / request.param
    path.write_bytes(FORMS[request.param]())
    return read_file(path)


def test_word_and_pdf_give_the_same_results(other: Reading) -> None:
    found, wanted = (_without_judgements(one) for one in (other, reading()))
    assert found == wanted


def test_word_and_pdf_give_the_same_texts_and_references(other: Reading) -> None:
    found, wanted = (results(one.draft.programme) for one in (other, reading()))
    for output in outputs():
        one, same = found[output["code"]], wanted[output["code"]]
        assert _squeezed(one.strategy["fr"]) == _squeezed(same.strategy["fr"])
        assert (one.references, one.links) == (same.references, same.links)
    decision = next(one for one in other.draft.programme.sections if one.kind == "decision")
    assert (decision.paragraphs, decision.addressee) == ([204, 204], {"fr": "Le Directeur général"})


def _without_judgements(read: Reading) -> list[tuple[object, ...]]:
    """Outcomes, outputs and their deliverables, save those of the three lists whose parting is a judgement."""
    judged = {(86, "global"), (140, "country"), (184, "office")}
    return [
        (*one[:3], _squeezed(one[3]), *one[4:])
        for one in told(read.draft.programme, "fr")
        if (one[4], one[6]) not in judged
    ]


def _squeezed(text: str) -> str:
    return "".join(text.replace("’", "'").split())
