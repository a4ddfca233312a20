"""A text file or Markdown becomes blocks; what was repaired on the way is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biennium.documents.read.plain import read_plain
from documents.files import read, told, words

WRAPPED = """\
1. The Commission looks after the water of the basin for everybody who drinks of
it, and asks those who use it most to pay most for its repair.
- keep the pumps and wells of the upper valley in good repair, season after
  season;
- train two people in each village to look after the pump of their own village
  without help.
"""


def test_a_line_is_a_block_with_its_place(tmp_path: Path) -> None:
    read_in = read(tmp_path, "paper.txt", "# Water\n\n1. It is wet.\n- one;\n- two.\n")
    assert told(read_in.blocks) == ["h1 Water", "p 1. It is wet.", "[-] one;", "[-] two."]
    assert [block.where.line for block in read_in.blocks] == [1, 3, 4, 5]
    assert read_in.media_type == "text/plain"
    assert len(read_in.sha256) == 64


def test_markdown_is_told_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, "paper.md", "# Water\n").media_type == "text/markdown"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("► **I. Introduction**", "h0 *I. Introduction*"),
        ("- 54.** At country level", "[-] *54.* At country level"),
        ("**54.** At country level", "p *54.* At country level"),
        ("- **54.** At country level", "[-] *54.* At country level"),
        ("(a) first", "[(a)] first"),
        ("ii) second", "[ii)] second"),
        ("¹ See the annex.", "note 1 See the annex."),
        ("[^2]: See the other annex.", "note 2 See the other annex."),
        ("the 346^e session and n^{os} 87", "p the 346e session and nos 87"),
        ("a_name_with_signs and 2 * 3 * 4", "p a_name_with_signs and 2 * 3 * 4"),
        ("see [the site](https://example.org/a)", "p see the site"),
        ("\uf0b7 a bullet of the Symbol font", "[\uf0b7] a bullet of the Symbol font"),
    ],
)
def test_signs_and_light_markup_are_understood(tmp_path: Path, line: str, expected: str) -> None:
    assert told(read(tmp_path, "paper.txt", f"{line}\n").blocks) == [expected]


def test_lone_signs_for_bold_are_dropped_and_noted_once(tmp_path: Path) -> None:
    read_in = read(tmp_path, "paper.txt", "- 30.** First paragraph\n- 31.** Second paragraph\n")
    assert [note.message for note in read_in.notes] == [
        "Signs for bold (**) without a partner were dropped on 2 lines, the first of them here."
    ]


def test_the_depth_of_a_bullet_is_its_indentation_but_a_single_column_is_chance(tmp_path: Path) -> None:
    read_in = read(tmp_path, "paper.txt", "- one\n - two\n    - below two\n- three\n")
    assert told(read_in.blocks) == ["[-] one", "[-] two", "  [-] below two", "[-] three"]


def test_wrapped_lines_are_joined_and_that_is_noted(tmp_path: Path) -> None:
    read_in = read(tmp_path, "paper.txt", WRAPPED)
    assert [line[:6] for line in told(read_in.blocks)] == ["p 1. T", "[-] ke", "[-] tr"]
    assert words(read_in.blocks)[-4:] == ["own", "village", "without", "help."]
    assert [note.message for note in read_in.notes] == ["The lines were wrapped at column 80; they were joined."]


def test_a_form_feed_ends_a_page_and_a_table_is_kept_whole(tmp_path: Path) -> None:
    text = "First page\fSecond page\n\n| Fund | USD |\n|---|---:|\n| RB | 12 |\n"
    assert told(read(tmp_path, "paper.md", text).blocks) == [
        "p First page",
        "page",
        "p Second page",
        "Fund | USD / RB | 12",
    ]


def test_other_encodings_are_read_and_a_guess_is_noted(tmp_path: Path) -> None:
    assert told(read(tmp_path, "a.txt", "Résultat".encode("utf-16")).blocks) == ["p Résultat"]
    guessed = read(tmp_path, "b.txt", "Résultat – «produit»".encode("cp1252"))
    assert told(guessed.blocks) == ["p Résultat – «produit»"]
    assert [note.message for note in guessed.notes] == ["The text is not in UTF-8; it was read as Windows-1252."]


@given(st.lists(st.text(alphabet="abc é0.;:-•\t", max_size=60), max_size=12))
def test_no_word_of_a_text_is_lost(lines: list[str]) -> None:
    read_in = read_plain("\n".join(lines).encode("utf-8"))
    kept = "".join(words(read_in.blocks)) + "".join(getattr(block, "marker", "") for block in read_in.blocks)
    letters = [sign for sign in "".join(lines) if sign.isalnum()]
    assert sorted(sign for sign in kept if sign.isalnum()) == sorted(letters)
