"""The words of papers are there in every language, with the same places to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from biennium.documents.write import write_document
from biennium.papers.words import LANGUAGES, words
from papers.commissions import built, demonstration

pytestmark = pytest.mark.database_free

FRENCH_SIGNS = re.compile(r"[^\u202f\u00a0\s][;!?»]|[ ][;:!?»%]|«[^\u202f]|[^\W\d_]'")


def paths(value: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{path}/{name}")
    else:
        yield path, frozenset(re.findall(r"\{(\w+)\}", value))


def test_every_language_has_the_same_words_and_places() -> None:
    shared = {lang: {(path, names - {"ordinal"}) for path, names in paths(words(lang))} for lang in LANGUAGES}
    assert shared["fr"] == shared["en"] == shared["es"]


@pytest.mark.parametrize("kind", ["programme", "framework"])
def test_a_french_paper_has_french_spaces_everywhere(kind: str) -> None:
    from lxml import html

    tree = html.document_fromstring(write_document(built(demonstration(), "fr", kind), "html").decode())
    for style in tree.xpath("//style"):
        style.drop_tree()
    found = [text for text in tree.itertext() if FRENCH_SIGNS.search(text.strip())]
    assert found == []


def test_a_spanish_paper_has_no_french_spaces() -> None:
    written = write_document(built(demonstration(), "es", "framework"), "html").decode()
    assert not re.search(r"[\u00a0\u202f][;:!?]", written)
