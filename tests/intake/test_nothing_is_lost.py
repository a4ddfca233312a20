"""Each paragraph of a file is in the programme, or in the list of what was not recognised, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from biennium.programme.exchange.canonical import to_text
from intake.accounting import not_accounted_for
from intake.papers import WORDS, Damage, paper
from intake.reading import FORMATS, draft_of, file_of, reading_of
from intake.rendering import as_text
from shared import shared

pytestmark = pytest.mark.database_free

LINES = as_text(paper("en"), WORDS["en"]).split("\n")
KINDS = {
    "sentence": "A sentence about {} that stands where nobody expects it to stand.",
    "number": "{}. A paragraph about {} whose number does not belong where it stands.",
    "bullet": "- something about {};",
    "deep bullet": "    - something below about {};",
    "heading": "► **About {}**",
    "result": "Outcome {}. About {}",
    "label": "About {}",
    "note": "¹ A note about {}.",
    "table": "| About | {} |",
    "fragment": "and the rest of a sentence about {}",
    "introduction": "As for {}:",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", WORDS)
def test_every_paragraph_of_an_invented_paper_is_accounted_for(tmp_path: Path, lang: str, form: str) -> None:
    damage = Damage(numbers={3: "bold", 5: "bullet", 9: "lost"})
    assert not_accounted_for(reading_of(tmp_path, f"paper.{form}", file_of(lang, form, damage))) == []


def test_every_paragraph_of_the_real_paper_is_accounted_for() -> None:
    from biennium.intake.reading import read_file

    assert not_accounted_for(read_file(shared("papers/gb346-pfa-1.fr.txt"))) == []


def test_the_accounting_itself_notices_a_loss(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "paper.txt", file_of("en", "txt"))
    del reading.draft.programme.results[2]
    assert [text[:9] for text in not_accounted_for(reading)] == ["train two"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(LINES)), st.sampled_from(sorted(KINDS))), min_size=1, max_size=6))
@example([(len(LINES), "bullet")])
@example([(0, "sentence"), (0, "bullet"), (0, "heading")])
@example([(14, "heading"), (14, "result")])
def test_whatever_is_put_wherever_into_a_paper_is_found_again(
    tmp_path: Path, insertions: list[tuple[int, str]]
) -> None:
    lines = list(LINES)
    tokens = [f"zebra{place}x" for place in range(len(insertions))]
    for token, (place, kind) in zip(tokens, insertions, strict=True):
        lines[place:place] = [KINDS[kind].format(*([str(70 + place)] * KINDS[kind].count("{}"))[:-1], token)]
    draft = draft_of(tmp_path, "\n".join(lines))
    notes = [str(repair.values.get("text", "")) for repair in draft.repairs]
    kept = to_text(draft.programme) + "\n".join([*(one.text for one in draft.unrecognised), *notes])
    assert [token for token in tokens if token not in kept] == []
    assert all(one.where.line for one in draft.unrecognised)
